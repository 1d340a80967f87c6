"""What may be asked of a table's rows, read from text and checked against the table's columns."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ckanext.binhduong.core.parameters import read_text
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.tables.columns import Column, Table

__all__ = [
    "CONDITIONS",
    "MAX_FILTERS",
    "MAX_LIMIT",
    "MAX_VALUES",
    "Filter",
    "RowsQuestion",
    "read_filter",
    "read_rows_question",
    "the_column",
    "whole_number",
]

MAX_LIMIT = 1000
MAX_OFFSET = 10_000_000
MAX_FILTERS = 20
MAX_VALUES = 100
"""Values of one condition "among"."""
_LONGEST_LIST = 4000
_DEFAULT_LIMIT = 50
_SIMPLE = ("empty", "filled")
_EXACT = ("not", "among")
_STRICT = ("above", "below")
#: What can be asked of a column of each kind; "contains" ignores case and marks, "not" keeps rows without a value.
CONDITIONS: dict[str, tuple[str, ...]] = {
    "text": ("contains", "is", *_SIMPLE, *_EXACT),
    "number": ("is", "from", "to", *_SIMPLE, *_EXACT, *_STRICT),
    "date": ("is", "from", "to", *_SIMPLE, *_EXACT, *_STRICT),
    "timestamp": ("is", "from", "to", *_SIMPLE, *_EXACT, *_STRICT),
    "boolean": ("is", *_SIMPLE, "not"),
    "other": ("contains", *_SIMPLE),
}
_YES_NO = {"true": True, "false": False}


@dataclass(frozen=True)
class Filter:
    """One condition on one column, with a value of the column's kind (None for "empty" and "filled", a list for "among")."""

    column: Column
    condition: str
    value: Any = None


@dataclass(frozen=True)
class RowsQuestion:
    """One question about a table's rows; ``sort`` is None for the order of the file."""

    q: str = ""
    filters: tuple[Filter, ...] = ()
    sort: Column | None = None
    descending: bool = False
    limit: int = _DEFAULT_LIMIT
    offset: int = 0


def read_rows_question(data: dict[str, Any], table: Table) -> RowsQuestion:
    """Read ``q``, ``filters``, ``sort``, ``limit`` and ``offset``.

    Raises:
        ArgumentError: naming the first argument that cannot be used.
    """
    given = {name: value for name, value in data.items() if value not in (None, "", [])}
    sort = read_text("sort", given.get("sort", ""))
    by = the_column("sort", sort.removeprefix("-"), table) if sort else None
    if by and not by.is_sortable:
        raise ArgumentError("sort", "no-order", value=by.id)
    return RowsQuestion(
        q=read_text("q", given.get("q", "")),
        filters=_filters(given.get("filters", []), table),
        sort=by,
        descending=sort.startswith("-"),
        limit=whole_number("limit", given.get("limit", _DEFAULT_LIMIT), 0, MAX_LIMIT),
        offset=whole_number("offset", given.get("offset", 0), 0, MAX_OFFSET),
    )


def the_column(argument: str, name: Any, table: Table) -> Column:
    """Find the column that an argument names.

    Raises:
        ArgumentError: there is none.
    """
    column = table.column(read_text(argument, name))
    if column is None:
        raise ArgumentError(argument, "no-such-column", value=name, allowed=", ".join(each.id for each in table.columns))
    return column


def _filters(value: Any, table: Table) -> tuple[Filter, ...]:
    """Read ``column:condition:value``, one or a list of them (also as JSON text)."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise ArgumentError("filters", "filter-form", value=value[:80]) from error
    texts = value if isinstance(value, list) else [value]
    if len(texts) > MAX_FILTERS:
        raise ArgumentError("filters", "out-of-range", allowed=f"1–{MAX_FILTERS}")
    return tuple(_filter(text, table) for text in texts)


def _filter(text: Any, table: Table) -> Filter:
    parts = read_text("filters", text, _LONGEST_LIST).split(":", 2)
    if len(parts) < 2:
        raise ArgumentError("filters", "filter-form", value=text)
    return read_filter("filters", the_column("filters", parts[0], table), parts[1], parts[2] if len(parts) > 2 else "")


def read_filter(argument: str, column: Column, condition: str, text: str) -> Filter:
    """Read one condition.

    Args:
        argument: the argument it comes from, which its error names.
        condition: one of :data:`CONDITIONS`.
        text: the value as programs write it; of "among" values with commas between, or a JSON list of texts.

    Raises:
        ArgumentError: the column cannot be asked so, or not with this value.
    """
    if condition not in CONDITIONS[column.kind]:
        raise ArgumentError(argument, "unknown-condition", value=condition, column=column.id, allowed=", ".join(CONDITIONS[column.kind]))
    if condition in _SIMPLE:
        return Filter(column, condition)
    if condition != "among":
        return Filter(column, condition, _value(argument, column, text))
    values = _list(argument, text)
    if len(values) > MAX_VALUES:
        raise ArgumentError(argument, "too-many-values", limit=MAX_VALUES)
    return Filter(column, condition, [_value(argument, column, each) for each in values])


def _list(argument: str, text: str) -> list[str]:
    if not text.startswith("["):
        return text.split(",")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArgumentError(argument, "not-a-list") from error
    if not values or not all(isinstance(each, str) for each in values):
        raise ArgumentError(argument, "not-a-list")
    return values


def _value(argument: str, column: Column, text: str) -> Any:
    """Read a value as programs write it: numbers with a point, dates in ISO 8601, true and false."""
    if not text:
        raise ArgumentError(argument, "no-value", column=column.id)
    try:
        return _READERS[column.kind](read_text(argument, text))
    except ArgumentError:
        raise
    except (ValueError, KeyError) as error:
        raise ArgumentError(argument, f"bad-{column.kind}", value=text[:80], column=column.id) from error


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?", text):
        raise ValueError(text)
    return Decimal(text)


_READERS: dict[str, Any] = {
    "text": str,
    "other": str,
    "number": _number,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "boolean": _YES_NO.__getitem__,
}


def whole_number(name: str, value: Any, least: int, most: int) -> int:
    """Return a whole number within bounds. Raises ArgumentError for anything else."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,12}", text):
        raise ArgumentError(name, "not-a-whole-number")
    if not least <= int(text) <= most:
        raise ArgumentError(name, "out-of-range", allowed=f"{least}–{most}")
    return int(text)
