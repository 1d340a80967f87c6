"""The rows of the audit log that somebody looks for, the newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from ckanext.binhduong.core.clock import VIETNAM, utc_text
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.security.audit.model import rows

__all__ = ["EVENTS", "MOST", "Asked", "found"]

EVENTS = ("write", "refusal", "sign_in", "sign_out")
#: Rows of one answer.
MOST = 1000

_PAGE = 50
_LONGEST = 200
#: Argument → the columns of which one must be it.
_EXACT = {"actor": ("actor_id", "actor_name"), "object": ("object_id", "object_name"), "action": ("action",), "address": ("address",)}


@dataclass(frozen=True)
class Asked:
    """What is looked for: ``conditions``, at most ``limit`` rows."""

    conditions: tuple[sa.ColumnElement[bool], ...]
    limit: int

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Asked:
        """Read the arguments: ``event``, ``actor``, ``object``, ``action``, ``address``, ``since`` and ``until`` (days in Vietnam),
        ``cursor``, ``limit``. Raises ArgumentError for one that cannot be used."""
        said = {name: str(value).strip() for name, value in data.items() if value not in (None, "")}
        for name, value in said.items():
            if len(value) > _LONGEST:
                raise ArgumentError(name, "too-long", limit=_LONGEST)
        conditions = [_exactly(said[name], columns) for name, columns in _EXACT.items() if name in said]
        if "event" in said:
            conditions.append(_event(said["event"]))
        if "since" in said:
            conditions.append(rows.c.at >= _midnight("since", said["since"]))
        if "until" in said:
            conditions.append(rows.c.at < _midnight("until", said["until"], after=1))
        if "cursor" in said:
            conditions.append(rows.c.seq < _whole("cursor", said["cursor"], 1, 2**63 - 1))
        return cls(tuple(conditions), _whole("limit", said["limit"], 1, MOST) if "limit" in said else _PAGE)


def found(connection: sa.Connection, asked: Asked) -> tuple[list[dict[str, Any]], int | None]:
    """Return the rows, times as ISO 8601 in UTC, and the cursor of the next page, None on the last: one statement."""
    newest = sa.select(rows).where(*asked.conditions).order_by(rows.c.seq.desc()).limit(asked.limit + 1)
    read = [dict(row) for row in connection.execute(newest).mappings()]
    shown: list[dict[str, Any]] = [row | {"at": utc_text(row["at"])} for row in read[: asked.limit]]
    return shown, shown[-1]["seq"] if len(read) > asked.limit else None


def _exactly(value: str, columns: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(*(rows.c[column] == value for column in columns))


def _event(value: str) -> sa.ColumnElement[bool]:
    if value not in EVENTS:
        raise ArgumentError("event", "wrong-value", allowed=", ".join(EVENTS))
    return rows.c.event == value


def _midnight(name: str, value: str, after: int = 0) -> datetime:
    """The beginning of a day, or of the one after it."""
    try:
        return datetime.combine(date.fromisoformat(value) + timedelta(days=after), time(), tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        raise ArgumentError(name, "no-day") from None


def _whole(name: str, value: str, low: int, high: int) -> int:
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise ArgumentError(name, "out-of-range", allowed=f"{low} – {high}")
    return int(value)
