"""The table of keys, in CKAN's database. A key is added in the transaction of the write itself: it is there if, and only if, the write is.

The first commit of an action takes the key with it. An action that commits nothing in CKAN's database (the DataStore's rows are in
another one) has its key kept after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.binhduong.core.clock import utcnow

__all__ = ["KEPT", "Known", "begin", "find", "forget_old", "keep", "lock"]

KEPT = timedelta(hours=24)
"""How long a key is known."""

#: A table of its own collection: CKAN makes those of its collection when it makes a database.
_keys = sa.Table(
    "binhduong_idempotency",
    sa.MetaData(),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request", sa.Text),
    sa.Column("began", sa.DateTime),
    sa.Column("status", sa.Integer),
    sa.Column("content_type", sa.Text),
    sa.Column("body", sa.LargeBinary),
)


@dataclass(frozen=True)
class Known:
    """A key that was used: digest of the request, when it began (UTC), and the answer if it is kept; ``status`` None while it has none."""

    request: str
    began: datetime
    status: int | None
    content_type: str | None
    body: bytes | None


def lock(user_id: str, key: str) -> bool:
    """Return whether nobody else is carrying out a write under the key at this moment; held until the transaction ends."""
    name = f"{user_id}\n{key}"
    return bool(model.Session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(name, 0)))))


def find(user_id: str, key: str) -> Known | None:
    """Return what is known of a user's key."""
    columns = (_keys.c.request, _keys.c.began, _keys.c.status, _keys.c.content_type, _keys.c.body)
    row = model.Session.execute(sa.select(*columns).where(_keys.c.user_id == user_id, _keys.c.key == key)).first()
    return Known(*row) if row else None


def begin(user_id: str, key: str, request: str) -> None:
    """Add a key to the transaction of the write that is about to begin."""
    model.Session.execute(sa.insert(_keys).values(user_id=user_id, key=key, request=request, began=utcnow()))


def keep(user_id: str, key: str, request: str, status: int, content_type: str, body: bytes | None) -> None:
    """Keep the answer to a write. Ends the transaction, of which the action has committed what it wanted.

    A refusal is kept only where something was committed before it: a refused write may be corrected and sent under the same key.
    """
    model.Session.rollback()
    answer = {"status": status, "content_type": content_type, "body": body}
    if status < 400:
        row = insert(_keys).values(user_id=user_id, key=key, request=request, began=utcnow(), **answer)
        model.Session.execute(row.on_conflict_do_update(index_elements=["user_id", "key"], set_=answer))
    else:
        model.Session.execute(sa.update(_keys).where(_keys.c.user_id == user_id, _keys.c.key == key).values(**answer))
    model.Session.commit()


def forget_old() -> int:
    """Forget keys that are older than ``KEPT``; return how many. Commits."""
    old = model.Session.execute(sa.delete(_keys).where(_keys.c.began < utcnow() - KEPT))
    model.Session.commit()
    return old.rowcount  # type: ignore[attr-defined]
