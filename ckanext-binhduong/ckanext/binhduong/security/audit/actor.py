"""Who writes, from where, and what they called: of the request, the job or the command that is being done."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import click
from ckan.lib import api_token
from flask import g, has_request_context, request

from ckanext.binhduong.core import request_id
from ckanext.binhduong.core.jobs import origin
from ckanext.binhduong.security.sign_in.login_limits import request_token

__all__ = ["Actor", "called", "current"]


@dataclass(frozen=True)
class Actor:
    """The fields of a row of the log that say who and where; ``model.rows`` has what each is."""

    action: str
    actor_kind: str
    actor_id: str = ""
    actor_name: str = ""
    token: str = ""
    address: str = ""
    request_id: str = ""

    def fields(self) -> dict[str, str]:
        """Return them by the names of the columns."""
        return asdict(self)


def current() -> Actor:
    """Return who is at work. A job counts before the command that runs it, and both before a request: the machine makes one for them."""
    if name := origin.job():
        return _of_job(f"job:{name}")
    if command := click.get_current_context(silent=True):
        return Actor(f"ckan {' '.join(command.command_path.split()[1:])}", "operator", request_id=request_id.current())
    return _of_request() if has_request_context() else Actor("", "process")


def _of_job(action: str) -> Actor:
    user = origin.user()
    if user is None:
        return Actor(action, "job", request_id=request_id.current())
    return Actor(action, "user", user["id"], user["name"], request_id=request_id.current())


def _of_request() -> Actor:
    user = origin.user()
    kind, account, name = ("user", user["id"], user["name"]) if user else ("anonymous", "", "")
    token = _token_id() if user and g.get("login_via_auth_header") else ""
    return Actor(called(), kind, account, name, token, request.remote_addr or "", request_id.current())


def called() -> str:
    """Return what a request calls: the name of an action, or the endpoint of a page."""
    return str((request.view_args or {}).get("logic_function") or request.endpoint or "")


def _token_id() -> str:
    """Return the id of the token that CKAN has let in: what its owner revokes it by, never the token."""
    found = api_token.decode(request_token() or "") or {}
    return str(found.get("jti", ""))
