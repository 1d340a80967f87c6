"""Closed doors, health, limits and sessions, as a CKAN plugin."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import CKANApp, Response, SignalMapping
from flask import request
from flask_login import user_logged_in, user_logged_out

from ckanext.binhduong.security import csrf, guards, login_limits, sessions
from ckanext.binhduong.security.activity import install as activity

__all__ = ["SecurityPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.config_declarations
@tk.blanket.helpers
class SecurityPlugin(p.SingletonPlugin):
    """The guards of every request; what each does is in the module it comes from."""

    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IAuthenticator, inherit=True)
    p.implements(p.ISignal)

    def update_config(self, config: CKANConfig) -> None:
        """Set the cookies by the public address, and put our CSRF check in CKAN's place before the application is made."""
        config.update(sessions.cookie_settings())
        config["ckan.datastore.sqlsearch.enabled"] = False
        csrf.install()
        activity.install()

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Guard the Flask application."""
        activity.guard_history(app)
        return guards.guard_application(app)

    def make_error_log_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Guard the server: CKAN calls this when every plugin has made its middleware, so that ours is outermost."""
        return guards.guard_server(app)

    def login(self) -> Response | None:
        """Count a login attempt before CKAN tries it."""
        if request.method != "POST":
            return None
        sessions.forget_remember_me()
        return login_limits.guard_login()

    def identify(self) -> Response | None:
        """Count a wrong API token once CKAN has tried it."""
        return login_limits.guard_token()

    def get_signal_subscriptions(self) -> SignalMapping:
        """Follow logins and logouts."""
        logins: list[Any] = [sessions.renew_session, login_limits.login_succeeded]
        return {user_logged_in: logins, user_logged_out: [sessions.end_session]}
