"""Which column a filter's value does not fit: found by asking the database about each value alone, once a search was refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["find_wrong_value"]

_MESSAGES = (
    ("timestamp", "bad-timestamp"),
    ("date", "bad-date"),
    ("bool", "bad-boolean"),
    ("int", "bad-number"),
    ("numeric", "bad-number"),
    ("float", "bad-number"),
    ("double", "bad-number"),
)
_MOST = 100
"""Values that are tried; a question with more of them is refused without a name."""


def find_wrong_value(engine: sa.Engine, filters: Any, types: dict[str, str]) -> ArgumentError | None:
    """Return the error that names the first column whose value it cannot be compared with, None when it is none of them.

    Args:
        engine: of the DataStore's database; one short statement a value.
        filters: as they were sent, an object or its JSON.
        types: PostgreSQL's type of each column.
    """
    values = [(column, value) for column, value in _values(filters) if value is not None and types.get(column, "text") != "text"]
    for column, value in values[:_MOST]:
        if not _fits(engine, types[column], value):
            code = next((code for start, code in _MESSAGES if types[column].startswith(start)), "bad-value")
            return ArgumentError("filters", code, column=column, value=str(value)[:50], kind=types[column])
    return None


def _values(filters: Any) -> Iterator[tuple[str, Any]]:
    """Yield each column with each value that a filter compares it with: alone, in a list, by an operator, in ``$and`` and ``$or``."""
    if isinstance(filters, str):
        try:
            filters = json.loads(filters)
        except (ValueError, RecursionError):
            return
    for part in filters if isinstance(filters, list) else [filters]:
        for name, value in part.items() if isinstance(part, dict) else ():
            if name in ("$and", "$or"):
                yield from _values(value)
            else:
                yield from ((name, each) for each in _compared(value))


def _compared(value: Any) -> Iterator[Any]:
    for each in value if isinstance(value, list) else [value]:
        yield from (inner for given in each.values() for inner in _compared(given)) if isinstance(each, dict) else (each,)


def _fits(engine: sa.Engine, kind: str, value: Any) -> bool:
    statement = sa.text(f"SELECT CAST(NULL AS {kind}) = :value")
    try:
        with engine.connect() as connection:
            connection.execute(statement, {"value": value})
    except (DBAPIError, TypeError):
        return False
    return True
