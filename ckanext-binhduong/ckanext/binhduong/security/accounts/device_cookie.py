"""Browsers that an officer has signed in with, or has come to by the link in a mail, have a counter of their own.

So ten wrong passwords typed by others, from any address, do not shut such a browser out (OWASP, "Blocking Brute Force Attacks", device
cookies). The cookie holds the account's id and a random number, signed with the portal's secret; it opens nothing: a thief of it has ten
attempts in a window, as everybody has.
"""

from __future__ import annotations

import secrets
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response, g, has_request_context, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ckanext.binhduong.security.config import behind_tls

__all__ = ["device_of", "give_cookie", "know_device"]

_COOKIE = "binhduong_device"
_LIFE = 180 * 86400


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(tk.config["SECRET_KEY"], salt="binhduong device cookie")


def device_of(account: str) -> str | None:
    """Return the number of the caller's browser when it is known for an account (a user's id), else None."""
    try:
        owner, device = _serializer().loads(request.cookies.get(_COOKIE, ""), max_age=_LIFE)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(device) if owner == account else None


def know_device(sender: object, user: model.User | None = None, **_: Any) -> None:
    """Have the answer make this browser known: receiver of "a user has logged in" and of "a password was reset by the link in a mail"."""
    if has_request_context() and user is not None:
        g.binhduong_device = _serializer().dumps([user.id, device_of(user.id) or secrets.token_hex(16)])


def give_cookie(response: Response) -> Response:
    """Set the cookie on the answer to a login or reset."""
    if "binhduong_device" in g:
        cookie = {"max_age": _LIFE, "httponly": True, "samesite": "Lax", "secure": behind_tls(), "path": "/"}
        response.set_cookie(_COOKIE, g.binhduong_device, **cookie)
    return response
