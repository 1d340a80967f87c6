"""Verify, export and cut the log, in flat memory.

A row's hash is the SHA-256 of the UTF-8 of a JSON array of its columns (``model.HASHED``; the time in UTC with microseconds), as Python's
``json`` and PostgreSQL's ``json_build_array`` write it. ``previous``, the hash of the row before, is among them: a row that is changed,
added or missing breaks the chain there. A row missing at the end is found by the head of the chain and by the anchors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ckanext.binhduong.security.audit.model import HASHED, anchors, head, rows

__all__ = ["Verified", "as_json", "cut", "hash_of", "older", "read", "remember", "verify"]

_AT_ONCE = 2000


@dataclass(frozen=True)
class Verified:
    """What a look at the whole chain found.

    Attributes:
        count: rows that were read.
        seq: the number of the newest row; 0 for none.
        hash: its hash.
        fault: the first row that is wrong, and how; empty when none is.
    """

    count: int
    seq: int
    hash: str
    fault: str = ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as it is exported; :func:`hash_of` takes it, too."""
    return {name: _moment(row[name]) if name == "at" and isinstance(row[name], datetime) else row[name] for name in (*HASHED, "hash")}


def hash_of(row: Mapping[str, Any]) -> str:
    """Return the hash that a row must have."""
    said = as_json(row)
    return hashlib.sha256(json.dumps([said[name] for name in HASHED], ensure_ascii=False).encode()).hexdigest()


def read(connection: sa.Connection, *conditions: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows that meet all conditions, the oldest first."""
    statement = sa.select(rows).where(*conditions).order_by(rows.c.seq).execution_options(yield_per=_AT_ONCE)
    for part in connection.execute(statement).mappings().partitions():
        yield from map(dict, part)


def verify(connection: sa.Connection) -> Verified:
    """Read the whole chain; stop at the first row that is wrong."""
    start = connection.execute(_anchors("cut").order_by(anchors.c.seq.desc()).limit(1)).first()
    seq, last, count = (start.seq, start.hash, 0) if start else (0, "", 0)
    known = {row.seq: row.hash for row in connection.execute(_anchors("verified").where(anchors.c.fault == "", anchors.c.seq > seq))}
    top = connection.execute(sa.select(head.c.seq, head.c.hash)).first()
    for row in read(connection):
        if fault := _fault(row, seq, last):
            return Verified(count, seq, last, fault)
        seq, last, count = row["seq"], row["hash"], count + 1
        if known.pop(seq, last) != last:
            return Verified(count, seq, last, f"row {seq}: it was another one when the log was verified before")
    return Verified(count, seq, last, _missing(seq, last, top, known))


def _anchors(kind: str) -> sa.Select[Any]:
    return sa.select(anchors.c.seq, anchors.c.hash).where(anchors.c.kind == kind)


def _fault(row: Mapping[str, Any], seq: int, last: str) -> str:
    """Say what is wrong with a row that follows row ``seq``, whose hash is ``last``; empty for nothing."""
    if row["seq"] != seq + 1:
        return f"row {seq + 1} is missing"
    if row["previous"] != last:
        return f"row {row['seq']}: it does not follow row {seq}"
    return "" if row["hash"] == hash_of(row) else f"row {row['seq']}: its content is not what it was"


def _missing(seq: int, last: str, top: Any, known: Mapping[int, str]) -> str:
    """Say what is missing at the end, where the newest row is ``seq``."""
    least = max([top.seq if top else 0, *known])
    if least > seq:
        return f"row {seq + 1} is missing, and all up to row {least}"
    return "" if top is None or top.seq != seq or top.hash == last else f"row {seq}: it is not the newest that was written"


def remember(connection: sa.Connection, found: Verified) -> None:
    """Keep what was found: the anchor of later looks, and what the metrics say."""
    connection.execute(sa.insert(anchors).values(at=sa.func.now(), kind="verified", seq=found.seq, hash=found.hash, fault=found.fault))


def older(before: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of the rows that :func:`cut` removes."""
    return rows.c.at < before, rows.c.seq < sa.select(sa.func.max(rows.c.seq)).scalar_subquery()


def cut(connection: sa.Connection, before: datetime) -> int:
    """Remove the rows that are older than a moment, and keep the hash of the last of them as an anchor; return how many.

    The newest row always stays.
    """
    last = connection.execute(sa.select(rows.c.seq, rows.c.hash).where(*older(before)).order_by(rows.c.seq.desc()).limit(1)).first()
    if last is None:
        return 0
    connection.execute(sa.insert(anchors).values(at=sa.func.now(), kind="cut", seq=last.seq, hash=last.hash, fault=""))
    connection.execute(sa.text("SET LOCAL binhduong.audit_cut = 'on'"))
    return connection.execute(sa.delete(rows).where(rows.c.seq <= last.seq)).rowcount
