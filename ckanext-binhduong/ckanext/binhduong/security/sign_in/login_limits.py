"""How often a wrong password or API token may be tried.

Counted by account and by address; the address is the one our proxy saw (``proxy.py``). Ten wrong in fifteen minutes, and the answer is
429 until the window has moved on.

So that nobody can shut an officer out by trying wrong passwords in their name, an address from which the account has signed in within
thirty days is not held to the account's counter, only to its own, and a browser that has signed in before, or that comes from the link in
a mail, only to a counter of that browser (``accounts/device_cookie.py``): the officer gets in while the attack goes on elsewhere.

A right token is never held: it is signed with the portal's secret, so counting wrong ones bounds what their checks cost, not a guesser's
luck, and a neighbour's script with an expired token must not stop those of the same address.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ckan import model
from ckan.common import current_user
from ckan.lib import api_token
from ckan.plugins import toolkit as tk
from flask import Response, g, has_request_context, request

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.core.problems.answers import answer
from ckanext.binhduong.core.problems.messages import TOO_MANY, WRONG_TOKEN
from ckanext.binhduong.security.accounts.device_cookie import device_of
from ckanext.binhduong.security.config import login_attempts, login_window
from ckanext.binhduong.security.sign_in.attempts import Attempt, Attempts, Refused, network_of

__all__ = [
    "bearer_user",
    "enter",
    "guard_login",
    "guard_token",
    "login_succeeded",
    "password_was_right",
    "request_token",
    "take_back",
]


def _attempts() -> Attempts:
    return Attempts(redis_client.client(), limit=login_attempts(), window=login_window())


def _here() -> str:
    return network_of(request.remote_addr or "")


def _digest(text: str) -> str:
    """Names and tokens are in Redis as digests: its dump must not hold them, and a key has one length."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _account(login: str) -> str:
    """Return one key for an account, whether its name or its e-mail address was typed; an unknown one has a key of its own."""
    user = model.User.by_name(login) or model.User.by_email(login)
    return user.id if user else _digest(login.strip().casefold())


def guard_login() -> Response | None:
    """Enter this login attempt; an answer of 429 when the account or the address has used up its attempts."""
    attempts = _attempts()
    outcome = attempts.enter_all(_counters(attempts, _account(request.form.get("login", ""))))
    if isinstance(outcome, Refused):
        return answer(TOO_MANY, retry_after=outcome.retry_after)
    g.binhduong_attempts = outcome
    return None


def _counters(attempts: Attempts, account: str) -> list[str]:
    """Name what an attempt is counted under: a known browser alone, else its address, and the account unless that is known for it."""
    if device := device_of(account):
        return [f"device:{device}"]
    here = _here()
    return [f"address:{here}"] if attempts.is_known(account, here) else [f"address:{here}", f"account:{account}"]


def password_was_right() -> None:
    """Take this login's attempts back: its second step has counters of its own."""
    _attempts().take_back(g.pop("binhduong_attempts", []))


def enter(kind: str, account: str) -> list[Attempt] | Refused:
    """Enter an attempt of another kind for an account (a user's id), under the rules of logins but in counters of its own."""
    attempts = _attempts()
    return attempts.enter_all([f"{kind}:{counter}" for counter in _counters(attempts, account)])


def take_back(entered: list[Attempt]) -> None:
    """Count these attempts no longer: they succeeded."""
    _attempts().take_back(entered)


def login_succeeded(sender: object, user: model.User, **_: Any) -> None:
    """Take this login's attempts back and remember the address: receiver of "a user has logged in"."""
    if has_request_context() and "binhduong_attempts" in g:
        attempts = _attempts()
        attempts.take_back(g.pop("binhduong_attempts"))
        attempts.remember(user.id, _here())


def bearer_user() -> model.User | None:
    """Return the user whose token a request has in the form that other APIs ask for, ``Authorization: Bearer <token>``.

    CKAN takes the whole header for the token.
    """
    token = request_token()
    if token is None or token == request.headers.get(tk.config["apitoken_header_name"]):
        return None
    user = api_token.get_user_from_token(token)
    if user is not None:
        g.login_via_auth_header = True
    return user


def request_token() -> str | None:
    """Return the token of this request, whatever form its header has."""
    header = request.headers.get(tk.config["apitoken_header_name"], "").strip()
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer" and rest.strip():
        return rest.strip()
    return None if not header or scheme.lower() == "basic" else header


def guard_token() -> Response | None:
    """Count a wrong API token; an answer of 429 when this address has used up its attempts. A right one is let through."""
    if request_token() is None or (current_user.is_authenticated and g.get("login_via_auth_header", False)):
        return None
    outcome = _attempts().enter(f"token:{_here()}")
    return answer(WRONG_TOKEN, retry_after=outcome.retry_after) if isinstance(outcome, Refused) else None
