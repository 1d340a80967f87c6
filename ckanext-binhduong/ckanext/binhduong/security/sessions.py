"""Sessions live in Redis and end when they should.

CKAN's default keeps the session in a signed cookie: a copy of it works for a year, after logout too. Here the cookie is only a random id,
the session is in Redis, and logout, deletion of the user or loss of Redis ends it.

What this adds to flask-session:

* a visitor without a session is given none, and no ``Set-Cookie`` either (flask-session answers an emptied session, as a flash message
shown at
  once leaves behind, with a cookie that deletes a cookie nobody has; no cache may store such a page);
* the id is new after each login, whoever makes it (CKAN does so in its login view only: CVE-2025-64100), and after logout;
* when Redis does not answer, pages are served as to an anonymous visitor; only what would write is refused.
"""

from __future__ import annotations

import logging
from typing import Any

from ckan.config.middleware.common_middleware import CKANRedisSessionInterface
from ckan.config.middleware.flask_app import CKANJsonSessionSerializer
from ckan.types import CKANApp
from flask import Flask, Request, Response, current_app, request, session
from flask_session.base import ServerSideSession
from redis.exceptions import RedisError
from werkzeug.datastructures import ImmutableMultiDict

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.security.config import behind_tls

__all__ = ["PortalSessions", "cookie_settings", "end_session", "forget_remember_me", "renew_session"]

log = logging.getLogger(__name__)

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
#: Idle life of a session, in seconds: a working day.
_IDLE_LIFE = 8 * 3600


def cookie_settings() -> dict[str, Any]:
    """Return the configuration of both cookies, with Secure when the public address is https."""
    return {
        "SESSION_TYPE": "redis",
        "SESSION_PERMANENT": True,
        "PERMANENT_SESSION_LIFETIME": _IDLE_LIFE,
        "SESSION_REFRESH_EACH_REQUEST": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": behind_tls(),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": behind_tls(),
    }


class PortalSessions(CKANRedisSessionInterface):
    """flask-session's Redis sessions with the rules of this module."""

    def __init__(self, app: CKANApp) -> None:
        app.config["SESSION_REDIS"] = redis_client.client()
        super().__init__(app)
        # A connection is no setting: CKAN copies the application's settings into its own, and its tests copy those deeply.
        del app.config["SESSION_REDIS"]
        self.serializer = CKANJsonSessionSerializer()  # type: ignore[assignment]

    def open_session(self, app: Flask, request: Request) -> ServerSideSession:
        """Return the caller's session, or an empty one; an empty one too when Redis is lost and the request only reads."""
        try:
            return super().open_session(app, request)
        except RedisError:
            if request.method not in _SAFE_METHODS:
                raise
            log.error("sessions cannot be read; the request goes on without one", exc_info=True)
            request.environ["binhduong.session_lost"] = True
            return self.session_class(sid=self._generate_sid(self.sid_length), permanent=self.permanent)

    def save_session(self, app: Flask, session: ServerSideSession, response: Response) -> None:
        """Store the session and set its cookie, unless there is nothing to store and no cookie to take back."""
        has_cookie = self.get_cookie_name(app) in request.cookies
        if request.environ.get("binhduong.session_lost") or not (session or has_cookie):
            if session.accessed:
                response.vary.add("Cookie")
            return
        super().save_session(app, session, response)

    def end(self, session: ServerSideSession) -> None:
        """Forget a session at once; what is put into it later in this request gets a new id."""
        self._delete_session(self._get_store_id(session.sid or ""))
        session.clear()
        session.sid = self._generate_sid(self.sid_length)


def _interface() -> PortalSessions:
    return current_app.session_interface  # type: ignore[return-value]


def renew_session(sender: object, **_: Any) -> None:
    """Set a new id on the session: receiver of "a user has logged in"."""
    _interface().regenerate(session)  # type: ignore[arg-type]


def end_session(sender: object, **_: Any) -> None:
    """Delete the session from Redis: receiver of "a user has logged out", which CKAN also sends when it meets a deleted user."""
    _interface().end(session._get_current_object())  # type: ignore[attr-defined]


def forget_remember_me() -> None:
    """Take "remember me" out of the login form.

    Flask-Login's cookie for it is a signed user id: no server can end it, so that a copy logs in after logout, and for its whole life
    (two years in CKAN's form).
    """
    kept = ImmutableMultiDict((key, value) for key, value in request.form.items(multi=True) if key != "remember")
    vars(request._get_current_object())["form"] = kept  # type: ignore[attr-defined]  # where werkzeug caches it
