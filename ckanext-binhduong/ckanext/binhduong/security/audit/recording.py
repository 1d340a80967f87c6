"""Record each write in its own transaction: no write without its row, no row without its write.

SQLAlchemy's session knows what a transaction changes, whichever action, page, job, command or extension changes it. The rows are the last
statement before the commit, for the head of the chain is held from there on (docs/decisions/security-audit-chain.md). What is written
elsewhere than in CKAN's database (the DataStore, the job queue) is recorded when its action has succeeded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import sqlalchemy as sa
from ckan import model
from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction
from sqlalchemy.orm.util import identity_key

from ckanext.binhduong.security.audit import actor
from ckanext.binhduong.security.audit.changes import Change, recorded, summarise
from ckanext.binhduong.security.audit.model import rows

__all__ = ["ELSEWHERE", "action_succeeded", "listen", "record_now"]

_NOTED = "binhduong_audit"
_LONGEST_NAME = 200
_CLASSES = {"dataset": model.Package, "group": model.Group, "user": model.User}
ELSEWHERE = {
    "datastore_create": ("resource", "resource_id"),
    "datastore_delete": ("resource", "resource_id"),
    "datastore_records_delete": ("resource", "resource_id"),
    "datastore_run_triggers": ("resource", "resource_id"),
    "datastore_upsert": ("resource", "resource_id"),
    "datastore_function_create": ("function", "name"),
    "datastore_function_delete": ("function", "name"),
    "job_cancel": ("job", "id"),
    "job_clear": ("queue", "queues"),
}
"""Actions that write elsewhere than in CKAN's database: the kind of object, and the parameter that names it."""


@dataclass
class _Noted:
    """Changes of a transaction, each with the savepoint it was made within; statements that change rows without loading them."""

    changes: list[tuple[SessionTransaction | None, Change]] = field(default_factory=list)
    statements: list[tuple[SessionTransaction | None, Change]] = field(default_factory=list)

    def forget(self, savepoint: SessionTransaction) -> None:
        """Take back what was changed within a savepoint."""
        for noted in (self.changes, self.statements):
            noted[:] = [each for each in noted if each[0] is not savepoint]


@cache
def listen() -> None:
    """Follow every session of this process."""
    for maker in (model.Session, model.meta.create_local_session):
        event.listen(maker, "after_flush", _note_flush)
        event.listen(maker, "do_orm_execute", _note_statement)
        event.listen(maker, "before_commit", _record)
        event.listen(maker, "after_soft_rollback", _forget)


def _noted(session: Session) -> _Noted:
    return session.info.setdefault(_NOTED, _Noted())


def _note_flush(session: Session, _context: object) -> None:
    for kind, objects in (("created", session.new), ("changed", session.dirty), ("deleted", session.deleted)):
        for each in objects:
            if change := _change(kind, sa.inspect(each)):
                _noted(session).changes.append((session.get_nested_transaction(), change))


def _change(kind: str, state: Any) -> Change | None:
    """Return what changed of an object, None for nothing that is recorded."""
    table = state.mapper.local_table.name
    columns = {attribute.key: attribute.columns[0].name for attribute in state.mapper.column_attrs}
    known = {name: state.dict[key] for key, name in columns.items() if key in state.dict}
    before, after = _sides(kind, state, columns, known)
    kept = recorded(table, {*before, *after})
    if not kept:
        return None
    key = " ".join(str(known.get(column.name, "")) for column in state.mapper.local_table.primary_key.columns)
    return Change(table, key, kind, known, *({name: side[name] for name in side if name in kept} for side in (before, after)))


def _sides(kind: str, state: Any, columns: dict[str, str], known: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if kind == "created":
        return {}, known
    if kind == "deleted":
        return known, {}
    changed = {name: state.attrs[key].history for key, name in columns.items()}
    changed = {name: history for name, history in changed.items() if history.has_changes()}
    before = {name: history.deleted[0] for name, history in changed.items() if history.deleted}
    return before, {name: history.added[0] if history.added else None for name, history in changed.items()}


def _note_statement(state: ORMExecuteState) -> None:
    """Note a statement that changes rows without loading them: its table, and for an update its columns."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    kind = "created" if state.is_insert else "deleted" if state.is_delete else "changed"
    statement: Any = state.statement
    table = statement.table
    names = set(table.c.keys()) & set(statement.compile().params) if kind == "changed" else ("all",)
    if kept := recorded(table.name, names):
        change = Change(table.name, "", kind, {}, {}, dict.fromkeys(kept))
        _noted(state.session).statements.append((state.session.get_nested_transaction(), change))


def _record(session: Session) -> None:
    """Insert the rows of what this transaction changed; the last thing before it commits."""
    if session.in_nested_transaction():
        return
    session.flush()
    noted = session.info.pop(_NOTED, None)
    if noted is None:
        return
    changes, statements = ([change for _, change in side] for side in (noted.changes, noted.statements))
    said = summarise(changes, statements, partial(_name_of, session))
    if said:
        who = {"event": "write", "outcome": "done", **actor.current().fields()}
        session.connection().execute(sa.insert(rows), [{**who, **each} for each in said])


def _name_of(session: Session, kind: str, key: str) -> str:
    """Return the name of an object that the session has loaded; nothing is asked for a name."""
    loaded = session.identity_map.get(identity_key(_CLASSES[kind], (key,))) if kind in _CLASSES else None
    return sa.inspect(loaded).dict.get("name", "") if loaded else ""


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Take back what was noted within a transaction, or a savepoint of it, that was rolled back."""
    if transaction.nested:
        _noted(session).forget(transaction)
    else:
        session.info.pop(_NOTED, None)


def action_succeeded(action: str, data_dict: dict[str, Any], result: Any = None, **_: Any) -> None:
    """Record a write outside of CKAN's database: receiver of CKAN's signal of the same name."""
    if action not in ELSEWHERE:
        return
    kind, parameter = ELSEWHERE[action]
    made = result if isinstance(result, dict) else {}
    named = data_dict.get(parameter) or made.get(parameter) or data_dict.get("id") or ""
    who = {**actor.current().fields(), "action": action}
    what = {"object_type": kind, "object_id": str(named)[:_LONGEST_NAME], "change": "changed", "after": _digest_of_body(action)}
    record_now(event="write", outcome="done", **who, **what)


def _digest_of_body(action: str) -> str:
    """Return the SHA-256 of the body that an action was called with; empty for a form and for a call that is no request.

    Twenty megabytes of rows are not read again for a canonical form.
    """
    if not has_request_context() or actor.called() != action or not request.is_json:
        return ""
    return hashlib.sha256(request.get_data()).hexdigest()


def record_now(**row: Any) -> None:
    """Add one row in a transaction of its own."""
    with model.meta.engine.begin() as connection:  # type: ignore[union-attr]
        connection.execute(sa.insert(rows), [row])
