"""What ends with a password change: the account's sessions and its API tokens; its owner learns of it by mail.

A session carries a digest of the password's hash that it began under and ends at its next request when the account has another. The session
that makes the change goes on: whoever types in it knew the old password. Tokens are deleted, and the mail begins to wait, in the very
transaction.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.common import current_user
from flask import g, has_request_context, request, session
from flask_login import logout_user
from sqlalchemy import event
from sqlalchemy.orm.attributes import get_history

from ckanext.binhduong.security.accounts import mail_outbox

__all__ = ["begin_session", "digest_of", "end_stale_session", "listen"]

_MARK = "binhduong_password"


def digest_of(user: Any) -> str:
    """Return a digest of the hash of an account's password: another one after each change."""
    return hashlib.sha256((user.password or "").encode()).hexdigest()


def begin_session(sender: object, user: model.User, **_: Any) -> None:
    """Note under which password a session begins: receiver of "a user has logged in"."""
    session[_MARK] = digest_of(user)


def end_stale_session() -> None:
    """End the caller's session when the account's password has changed since it began."""
    by_session = current_user.is_authenticated and not g.get("login_via_auth_header", False) and "_user_id" in session
    if by_session and not hmac.compare_digest(str(session.get(_MARK, "")), digest_of(current_user)):
        logout_user()


def listen() -> None:
    """Follow changes of passwords, whatever code makes them."""
    if not event.contains(model.User, "before_update", _password_changed):
        event.listen(model.User, "before_update", _password_changed)


def _password_changed(mapper: Any, connection: Any, user: model.User) -> None:
    # At login CKAN hashes the same password anew when its number of rounds has grown.
    if not get_history(user, "_password").has_changes() or (has_request_context() and request.endpoint == "user.login"):
        return
    connection.execute(sa.delete(model.ApiToken).where(model.ApiToken.user_id == user.id))
    if has_request_context() and current_user.is_authenticated and current_user.id == user.id and _MARK in session:
        session[_MARK] = digest_of(user)
    mail_outbox.add(connection, "password_changed", user.id)
