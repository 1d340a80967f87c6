"""Closed doors, limits, sessions and accounts, as a CKAN plugin."""

from __future__ import annotations

from typing import Any

import click
from ckan import model
from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import CKANApp, Response, SignalMapping, Validator
from flask import Blueprint, request
from flask_login import user_logged_in, user_logged_out

from ckanext.binhduong.observability.drift import check as drift_check
from ckanext.binhduong.observability.drift import cli as drift_cli
from ckanext.binhduong.security import conditional, csrf, guards, sessions
from ckanext.binhduong.security.accounts import changed_password, device_cookie, mail_outbox, passwords, reset
from ckanext.binhduong.security.accounts.dataset_labels import DatasetLabels
from ckanext.binhduong.security.activity import install as activity
from ckanext.binhduong.security.audit import cli, nightly, recording, refusals
from ckanext.binhduong.security.audit.pages import binhduong_audit
from ckanext.binhduong.security.conflicts import preconditions
from ckanext.binhduong.security.idempotency import requests
from ckanext.binhduong.security.kept_answers import drift as kept_answers_drift
from ckanext.binhduong.security.kept_answers import marks
from ckanext.binhduong.security.kept_answers.settings import follow_commits
from ckanext.binhduong.security.operators.pages import binhduong_operators
from ckanext.binhduong.security.second_factor import sign_in as second_step
from ckanext.binhduong.security.second_factor.cli import second_factor
from ckanext.binhduong.security.second_factor.pages import binhduong_second_factor
from ckanext.binhduong.security.sign_in import login_limits

__all__ = ["SecurityPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.config_declarations
@tk.blanket.helpers
class SecurityPlugin(DatasetLabels, p.SingletonPlugin):
    """The guards of every request; what each does is in the module it comes from."""

    p.implements(p.IBlueprint)
    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IAuthenticator, inherit=True)
    p.implements(p.ISignal)
    p.implements(p.IValidators)
    p.implements(p.INotifier, inherit=True)
    p.implements(p.IPermissionLabels)

    def update_config(self, config: CKANConfig) -> None:
        """Set the cookies by the public address, and put our CSRF check in CKAN's place before the application is made."""
        config.update(sessions.cookie_settings())
        config["ckan.datastore.sqlsearch.enabled"] = False
        follow_commits(config)
        csrf.install()
        activity.install()
        changed_password.listen()
        passwords.guard_command()
        recording.listen()
        nightly.register()
        requests.register()
        mail_outbox.register()
        kept_answers_drift.register()
        drift_check.register()

    def get_blueprint(self) -> list[Blueprint]:
        """Return the pages of administrators (audit log, how the portal is) and those of the second factor."""
        return [binhduong_audit, binhduong_operators, binhduong_second_factor]

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Guard the Flask application."""
        activity.guard_history(app)
        reset.guard_reset(app)
        app.after_request(device_cookie.give_cookie)
        app.after_request(preconditions.mark_answer)
        app.after_request(conditional.mark_reading)
        app.after_request(requests.keep_answer)
        guarded = guards.guard_application(app)
        app.after_request_funcs[None].insert(0, refusals.note_answer)
        app.after_request_funcs[None].insert(0, marks.mark_kept)
        return guarded

    def make_error_log_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Guard the server: CKAN calls this when every plugin has made its middleware, so that ours is outermost."""
        return guards.guard_server(app)

    def login(self) -> Response | str | None:
        """Count a login attempt before CKAN tries it; an account with a second factor is asked for its code."""
        if request.method != "POST":
            return None
        sessions.forget_remember_me()
        return login_limits.guard_login() or second_step.first_step()

    def identify(self) -> Response | None:
        """End a session that began under another password; count a wrong API token once CKAN has tried it."""
        changed_password.end_stale_session()
        return login_limits.guard_token()

    def identify_user(self, user_id: str | None = None) -> model.User | None:
        """Know the caller by a token in the form ``Bearer <token>``."""
        return login_limits.bearer_user()

    def get_signal_subscriptions(self) -> SignalMapping:
        """Follow logins and logouts, and the actions that write elsewhere than in CKAN's database."""
        known = device_cookie.know_device
        logins: list[Any] = [sessions.renew_session, login_limits.login_succeeded, changed_password.begin_session, known]
        return {
            user_logged_in: [*logins, refusals.signed_in],
            user_logged_out: [sessions.end_session, refusals.signed_out],
            tk.signals.perform_password_reset: [known],
            tk.signals.action_succeeded: [recording.action_succeeded],
        }

    def get_validators(self) -> dict[str, Validator]:
        """Put our rule on passwords in the place of CKAN's."""
        return {"user_password_validator": passwords.user_password_validator}

    def notify_about_topic(self, notification_sent: bool, topic: str, details: dict[str, Any]) -> bool:
        """Have a job send the mails that CKAN would send while its caller waits."""
        return notification_sent or reset.notify(topic, details)

    def binhduong_commands(self) -> list[click.Command]:
        """Return the commands of the audit log, the drift check and the second factor for ``ckan binhduong``."""
        return [cli.audit, drift_cli.check, second_factor]
