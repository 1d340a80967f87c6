"""The tables of the audit log (the migration ``binhduong_operations`` makes them and their triggers). Imports no CKAN."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

__all__ = ["HASHED", "anchors", "head", "repeats", "rows"]

HASHED = (
    "seq", "at", "event", "action", "actor_kind", "actor_id", "actor_name", "token", "address", "request_id", "object_type", "object_id",
    "object_name", "change", "fields", "before", "after", "outcome", "status", "count", "previous",
)  # fmt: skip
"""What the hash of a row is taken of, in this order: all but the hash itself."""

_TYPES: dict[str, Any] = {"at": sa.DateTime(timezone=True), "seq": sa.BigInteger, "status": sa.Integer, "count": sa.Integer}
#: Tables of their own collection: CKAN makes those of its collection when it makes a database, the triggers left out.
_tables = sa.MetaData()


def _column(name: str) -> sa.Column:
    kind = _TYPES.get(name, sa.Text)
    # A trigger numbers the rows.
    return sa.Column(name, kind, sa.FetchedValue(), primary_key=True, autoincrement=False) if name == "seq" else sa.Column(name, kind)


rows = sa.Table("binhduong_audit", _tables, *map(_column, HASHED), sa.Column("hash", sa.Text))
"""``seq``, ``at``, ``previous`` and ``hash`` are set by the database, whatever an insertion says.

``event`` is write, refusal, sign_in or sign_out; ``action`` an action's name, a page's endpoint, ``job:`` or ``ckan `` and a name;
``actor_kind`` user, anonymous, operator (a command), job (none queued by a user) or process; ``token`` the id of an API token; ``change``
created, changed or deleted; ``fields`` names without contents; ``before`` and ``after`` digests (``changes.digest``); ``outcome`` done
or refused; ``status`` the HTTP status of a refusal; ``count`` how many refusals this row stands for.
"""

head = sa.Table("binhduong_audit_head", _tables, sa.Column("one", sa.Boolean, primary_key=True), _column("seq"), sa.Column("hash", sa.Text))
"""One row: the number and hash of the newest row. Whoever adds a row holds it until the transaction ends."""

repeats = sa.Table(
    "binhduong_audit_repeat",
    _tables,
    sa.Column("minute", sa.DateTime(timezone=True), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer),
    sa.Column("content", sa.JSON),
)
"""Refusals of a kind from an address within a minute: the first has its row, the others become one when the minute is over."""

anchors = sa.Table(
    "binhduong_audit_anchor",
    _tables,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True)),
    sa.Column("kind", sa.Text),
    sa.Column("seq", sa.BigInteger),
    sa.Column("hash", sa.Text),
    sa.Column("fault", sa.Text),
)
"""``kind`` verified: the newest row at that time, and the fault that was found, if any; cut: the last row that was cut off."""
