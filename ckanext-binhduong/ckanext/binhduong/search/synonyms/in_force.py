"""The synonyms in force in this process: the shipped list with what administrators changed, read again when somebody has changed it.

The number of the last change stands in Redis, so that nobody asks the database for it with every search; a process looks every five
seconds. It stands there for a minute and is then read from the database again, so that no change is missed when Redis was away; the
worker's clock writes it anew as well. Without Redis the table stays as it was read last.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utc_text, utcnow
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.search.synonyms.entries import Entry, EntryError, applied, key_of
from ckanext.binhduong.search.synonyms.table import Synonyms, entries, read, shipped

__all__ = ["FRESH", "SynonymChange", "change", "current", "entries_in_force", "history", "newest", "read_again", "spread"]

FRESH = 5.0
"""Seconds between two looks of a process."""
_KNOWN = 60
"""Seconds for which Redis has the number of the last change."""


class SynonymChange(tk.BaseModel):  # type: ignore[name-defined]
    """One entry that an administrator added or removed; rows are only added."""

    __tablename__ = "binhduong_synonym_change"

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    user_id: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    entry: Mapped[dict[str, Any]] = mapped_column(JSONB)


@dataclass
class _Kept:
    looked: float = float("-inf")
    revision: int = 0
    synonyms: Synonyms | None = None


_kept = _Kept()


def current() -> Synonyms:
    """Return the table in force; what ``table.follow`` is given."""
    if time.monotonic() - _kept.looked > FRESH:
        _kept.looked = time.monotonic()
        if (revision := _revision()) != _kept.revision:
            _kept.revision, _kept.synonyms = revision, read(entries_in_force())
    return _kept.synonyms or shipped()


def read_again() -> int:
    """Have this process read the list from the database, whatever Redis says; return the number of its last change."""
    _kept.revision, _kept.looked = newest(), time.monotonic()
    _kept.synonyms = read(entries_in_force())
    return _kept.revision


def entries_in_force() -> list[Entry]:
    """Return the shipped entries with the changes; what was added last comes last."""
    rows = model.Session.execute(sa.select(SynonymChange.kind, SynonymChange.entry).order_by(SynonymChange.id))
    return applied(entries(), [(kind, entry) for kind, entry in rows])


def history(limit: int = 100) -> list[dict[str, Any]]:
    """Return the newest changes first: ``at`` (UTC), ``user`` (name of the account now), ``kind``, ``entry``."""
    rows = model.Session.execute(
        sa.select(SynonymChange, model.User.name)
        .outerjoin(model.User, model.User.id == SynonymChange.user_id)
        .order_by(SynonymChange.id.desc())
        .limit(limit)
    )
    return [{"at": utc_text(row.at), "user": name or "", "kind": row.kind, "entry": row.entry} for row, name in rows]


def change(user_id: str, *, add: Entry | None = None, remove: str = "") -> list[Entry]:
    """Add an entry, remove one, or put one in another's place, and have every process read the list anew.

    Args:
        user_id: whose change it is.
        add: the new entry.
        remove: the key of the entry to remove.

    Returns:
        The entries that were added and removed.

    Raises:
        EntryError: ``there``: the new entry is in force already; ``gone``: the one to remove is not.
    """
    # One change after the other: the second must see the first.
    model.Session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('binhduong_synonyms'))"))
    in_force = {key_of(entry): entry for entry in entries_in_force()}
    if remove and remove not in in_force:
        raise EntryError("gone")
    if add and key_of(add) in in_force and key_of(add) != remove:
        raise EntryError("there")
    rows = [("removed", in_force[remove])] if remove else []
    rows += [("added", add)] if add else []
    for kind, entry in rows:
        model.Session.add(SynonymChange(user_id=user_id, kind=kind, entry=dict(entry)))
        model.Session.flush()
    model.Session.commit()
    spread()
    return [entry for _, entry in rows]


def spread() -> None:
    """Have this process read the list anew at once, and every other within ``FRESH`` seconds; without Redis only this one."""
    _kept.looked = float("-inf")
    with suppress(RedisError):
        client().set(_key(), newest(), ex=_KNOWN)


def _revision() -> int:
    try:
        known: Any = client().get(_key())
        if known is None:
            known = newest()
            client().set(_key(), known, ex=_KNOWN)
        return int(known)
    except RedisError:
        return _kept.revision


def newest(*, age: float = 0.0) -> int:
    """Return the number of the last change, or of the last that was made so many seconds ago; 0 for none."""
    made = SynonymChange.at <= utcnow() - timedelta(seconds=age)
    return model.Session.scalar(sa.select(sa.func.max(SynonymChange.id)).where(made)) or 0


def _key() -> str:
    return f"binhduong:synonyms:{tk.config['ckan.site_id']}"
