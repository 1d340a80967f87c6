"""Record what was refused, and who signed in or out: in transactions of their own, and bounded.

The first refusal of a kind (what was called, the status, who) from an address within a minute has a row at once; the others are counted,
and become one row when the minute is over. Beyond so many kinds a minute from an address, or in all, they are counted together: a flood
of refusals fills no disk. Refusals of reading are no rows: strangers ask for everything.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import sqlalchemy as sa
from ckan import logic, model
from ckan.common import current_user
from flask import Response, g, has_request_context, request
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from ckanext.binhduong.security.audit import actor
from ckanext.binhduong.security.audit.model import repeats, rows
from ckanext.binhduong.security.audit.recording import record_now
from ckanext.binhduong.security.sign_in.attempts import network_of

__all__ = ["MOST_FROM_ONE", "MOST_KINDS", "note_answer", "settle", "signed_in", "signed_out"]

log = logging.getLogger(__name__)

MOST_FROM_ONE = 20
"""Kinds of refusals a minute that an address has rows for."""
MOST_KINDS = 500
"""And all addresses together."""

_READS = {"GET", "HEAD", "OPTIONS"}
_REFUSED = {401, 403, 429}
_SIGN_INS = {"user.login", "binhduong_second_factor.ask"}
#: CKAN answers a wrong password with the form again, 200.
_NOT_SIGNED_IN = {200, *_REFUSED}
#: Where 409 says that who asks may not decide this, not that what was sent is wrong.
_DECISIONS = re.compile(r"release_(?:submit|approve|return)|approval_rule_update|binhduong_approval\..*")
#: A name or an id; anything else that stands there is not kept.
_NAMED = re.compile(r"[a-z0-9][a-z0-9_.-]{1,99}")
_NAMES = ("id", "resource_id", "package_id", "name")
_SHORT = 64 << 10
#: Other refusals come before anything has looked at the body (`request_bounds`).
_READ_BODY = {403, 409}
_MINUTE = sa.text("date_trunc('minute', clock_timestamp())")


def note_answer(response: Response) -> Response:
    """Record that a write or a sign-in was refused: what is done with every answer."""
    event = _refusal(response)
    if event:
        try:
            _record(event, response.status_code)
        except SQLAlchemyError:
            # The refusal stands, and the answer must not become another one.
            log.exception("a refusal (%s, %s) is not in the audit log", event, response.status_code)
    return response


def _refusal(response: Response) -> str:
    """Return the event that an answer is; empty for none."""
    if request.method in _READS:
        return ""
    called = actor.called()
    if called in _SIGN_INS:
        return "sign_in" if response.status_code in _NOT_SIGNED_IN and not current_user.is_authenticated else ""
    refused = response.status_code in _REFUSED or (response.status_code == 409 and _DECISIONS.fullmatch(called))
    return "refusal" if refused and not _is_reading(called) else ""


def _is_reading(called: str) -> bool:
    try:
        return "." not in called and bool(getattr(logic.get_action(called), "side_effect_free", False))
    except KeyError:
        return False


def _record(event: str, status: int) -> None:
    who = actor.current()
    content = {"event": event, "outcome": "refused", "status": status, **who.fields(), **_asked(event, status)}
    whose = content["object_id"] if event == "sign_in" else who.actor_id
    kind = f"{event} {status} {who.action} {whose}"
    address = network_of(who.address)
    with model.meta.engine.begin() as connection:  # type: ignore[union-attr]
        kind, address, content = _bounded(connection, kind, address, content)
        entered = insert(repeats).values(minute=_MINUTE, kind=kind, address=address, count=0, content=content)
        again = entered.on_conflict_do_update(index_elements=["minute", "kind", "address"], set_={"count": repeats.c.count + 1})
        if connection.scalar(again.returning(repeats.c.count)) == 0:
            connection.execute(sa.insert(rows), [content])
    settle()


def _bounded(connection: sa.Connection, kind: str, address: str, content: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Return what a refusal is counted under: beyond the bounds its event and address alone, or its event alone."""
    here = sa.func.count().filter(repeats.c.address == address)
    of_one, of_all = connection.execute(sa.select(here, sa.func.count()).where(repeats.c.minute == _MINUTE)).one()
    if of_one < MOST_FROM_ONE and of_all < MOST_KINDS:
        return kind, address, content
    address = address if of_all < MOST_KINDS else ""
    together = {name: content[name] for name in ("event", "outcome")} | {"action": "*", "actor_kind": "anonymous", "address": address}
    return f"{content['event']} *", address, together


def _asked(event: str, status: int) -> dict[str, str]:
    """Return the object that was asked for: the account of a sign-in, if there is one of that name; else what the address or body names."""
    if event == "sign_in":
        login = request.form.get("login", "")
        # Between the two steps no name is typed.
        user = model.User.get(g.binhduong_signing_in) if "binhduong_signing_in" in g else _account(login)
        return {"object_type": "user" if user else "", "object_id": user.id if user else "", "object_name": user.name if user else ""}
    named = {**(_body() if status in _READ_BODY else {}), **(request.view_args or {})}
    found = next((named[name] for name in _NAMES if isinstance(named.get(name), str)), "")
    return {"object_type": "", "object_id": found if _NAMED.fullmatch(found) else "", "object_name": ""}


def _account(login: str) -> model.User | None:
    return (model.User.by_name(login) or model.User.by_email(login)) if login.isprintable() else None


def _body() -> dict[str, Any]:
    """Return a short body that is a JSON object; a form's fields are not looked at."""
    if (request.content_length or _SHORT) >= _SHORT:
        return {}
    data = request.get_json(silent=True)
    return data if isinstance(data, dict) else {}


def settle() -> int:
    """Add the rows of the repeated refusals of past minutes; return how many."""
    past = sa.delete(repeats).where(repeats.c.minute < _MINUTE).returning(repeats.c.count, repeats.c.content)
    with model.meta.engine.begin() as connection:  # type: ignore[union-attr]
        added = [{**content, "count": count} for count, content in connection.execute(past) if count]
        for row in added:
            connection.execute(sa.insert(rows), [row])
    return len(added)


def signed_in(sender: object, user: model.User, **_: Any) -> None:
    """Record that somebody signed in: receiver of that signal."""
    _session("sign_in", user)


def signed_out(sender: object, user: Any = None, **_: Any) -> None:
    """Record that somebody signed out: receiver of that signal."""
    _session("sign_out", user)


def _session(event: str, user: Any) -> None:
    if not has_request_context() or not getattr(user, "id", None):
        return
    who = {**actor.current().fields(), "actor_kind": "user", "actor_id": user.id, "actor_name": user.name}
    record_now(event=event, outcome="done", **who, object_type="user", object_id=user.id, object_name=user.name)
