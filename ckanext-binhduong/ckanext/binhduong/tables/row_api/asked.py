"""What an address asks of the rows of a table: ``column__operator=value`` filters, and a few parameters of its own. Imports no CKAN.

The rules of values and conditions are those of ``table_search`` (``tables.row_query``); only the names are the address's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from ckanext.binhduong.core.parameters import read_text, read_token, read_truth
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.tables.columns import Column, Table
from ckanext.binhduong.tables.row_api.group_fields import FUNCTIONS, Measure, fits, group_fields
from ckanext.binhduong.tables.row_api.limits import DEFAULT_LIMIT, MAX_GROUP_COLUMNS, MAX_MEASURES, MAX_SORT_COLUMNS
from ckanext.binhduong.tables.row_query import CONDITIONS, MAX_FILTERS, MAX_LIMIT, Filter, RowsQuestion, read_filter, whole_number

__all__ = ["OPERATORS", "PARAMETERS", "Asked", "measurable", "operators_of", "read_asked"]

OPERATORS = {
    "eq": "is",
    "ne": "not",
    "in": "among",
    "contains": "contains",
    "gt": "above",
    "gte": "from",
    "lt": "below",
    "lte": "to",
    "empty": "empty",
}
"""Operator of the address → condition of ``tables.row_query``; ``empty=false`` is its "filled"."""

PARAMETERS = ("q", "columns", "sort", "limit", "next", "total", "group_by", *FUNCTIONS)
_LISTS = ("columns", "sort", "group_by", *FUNCTIONS)


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        question: its words and filters.
        columns: those to give.
        sort: names with whether each goes downwards: of columns, or of what a group has.
        limit: rows or groups of a page.
        next: the token of the page before, None for the first page.
        total: whether to count all; None: on the first page.
        group_by, measures: what makes groups; both empty for rows.
    """

    question: RowsQuestion
    columns: tuple[Column, ...]
    sort: tuple[tuple[str, bool], ...] = ()
    limit: int = DEFAULT_LIMIT
    next: str | None = None
    total: bool | None = None
    group_by: tuple[Column, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def is_grouped(self) -> bool:
        """Whether groups are asked for."""
        return bool(self.group_by or self.measures)

    @property
    def is_counted(self) -> bool:
        """Whether all rows or groups that answer are counted."""
        return self.next is None if self.total is None else self.total


def operators_of(column: Column) -> list[str]:
    """Return the operators that fit a column."""
    return [name for name, condition in OPERATORS.items() if condition in CONDITIONS[column.kind]]


def measurable(function: str, table: Table) -> list[Column]:
    """Return the columns that a function can be had of."""
    return [column for column in table.shown if fits(function, column)]


def read_asked(pairs: Sequence[tuple[str, str]], table: Table) -> Asked:
    """Read the parameters of an address in their order; an empty one of a name of its own is one not given.

    Raises:
        ArgumentError: naming the first parameter that cannot be used.
    """
    own: dict[str, list[str]] = {}
    filters: list[Filter] = []
    for name, value in pairs:
        if name in PARAMETERS:
            own.setdefault(name, []).append(value)
        else:
            filters.append(_filter(name, value, table))
    if len(filters) > MAX_FILTERS:
        raise ArgumentError(pairs[-1][0], "too-many-values", limit=MAX_FILTERS)
    for name, values in own.items():
        if len(values) > 1 and name not in _LISTS:
            raise ArgumentError(name, "twice")
    given = {name: [value for value in values if value] for name, values in own.items()}
    return _asked({name: values for name, values in given.items() if values}, tuple(filters), table)


def _asked(given: dict[str, list[str]], filters: tuple[Filter, ...], table: Table) -> Asked:
    one = {name: values[0] for name, values in given.items()}
    asked = Asked(
        question=RowsQuestion(q=read_text("q", one.get("q", "")), filters=filters),
        columns=_columns("columns", given.get("columns", []), table, len(table.columns)) or table.shown,
        limit=whole_number("limit", one.get("limit", DEFAULT_LIMIT), 1, MAX_LIMIT),
        next=read_token("next", one["next"]) if "next" in one else None,
        total=read_truth("total", one["total"]) if "total" in one else None,
        group_by=_columns("group_by", given.get("group_by", []), table, MAX_GROUP_COLUMNS),
        measures=_measures(given, table),
    )
    if asked.is_grouped and "columns" in given:
        raise ArgumentError("columns", "not-in-groups")
    unordered = next((column for column in asked.group_by if not column.is_sortable), None)
    if unordered:
        raise ArgumentError("group_by", "no-order", value=unordered.id)
    return replace(asked, sort=_sort(given.get("sort", []), asked, table))


def _filter(name: str, value: str, table: Table) -> Filter:
    """Read ``column__operator=value``; a column's own name may hold ``__``."""
    place = name[:80]
    column_name, _, operator = name.rpartition("__")
    column = table.column(column_name)
    if operator not in OPERATORS or not column_name:
        return _unknown(name, table, column, operator)
    if column is None:
        raise ArgumentError(place, "no-such-column", value=column_name[:80], allowed=", ".join(each.id for each in table.columns))
    if operator not in operators_of(column):
        raise ArgumentError(place, "unknown-condition", value=operator, column=column.id, allowed=", ".join(operators_of(column)))
    if operator == "empty":
        return Filter(column, "empty" if not value or read_truth(place, value) else "filled")
    return read_filter(place, column, OPERATORS[operator], value)


def _unknown(name: str, table: Table, column: Column | None, operator: str) -> Filter:
    """Refuse a parameter that there is not, naming what there is: a misspelt filter would else answer with everything."""
    if column is not None:
        raise ArgumentError(name[:80], "unknown-condition", value=operator[:80], column=column.id, allowed=", ".join(operators_of(column)))
    bare = table.column(name)
    allowed = [f"{bare.id}__{each}" for each in operators_of(bare)] if bare else [*PARAMETERS, "<column>__<operator>"]
    raise ArgumentError(name[:80], "unknown-argument", allowed=", ".join(allowed))


def _names(argument: str, values: Iterable[str], is_name: Callable[[str], bool]) -> list[str]:
    """Return names that are given one a value or with commas between; a name that has a comma itself is a value of its own."""
    split = [[value] if is_name(value) else value.split(",") for value in values]
    return [read_text(argument, name) for names in split for name in names]


def _columns(argument: str, values: list[str], table: Table, most: int) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    shown = {column.id for column in table.shown}
    for name in _names(argument, values, lambda name: table.column(name) is not None):
        column = table.column(name)
        if column is None or column.id not in shown:
            allowed = ", ".join(each.id for each in table.shown)
            raise ArgumentError(argument, "no-such-column", value=name[:80], allowed=allowed)
        found[column.id] = column
    if len(found) > most:
        raise ArgumentError(argument, "too-many-columns", limit=most)
    return tuple(found.values())


def _measures(given: dict[str, list[str]], table: Table) -> tuple[Measure, ...]:
    measures = []
    for function in FUNCTIONS:
        for column in _columns(function, given.get(function, []), table, len(table.columns)):
            if not fits(function, column):
                allowed = ", ".join(each.id for each in measurable(function, table))
                raise ArgumentError(function, "not-measured", value=column.id, allowed=allowed)
            measures.append(Measure(function, column))
            if len(measures) > MAX_MEASURES:
                raise ArgumentError(function, "too-many-columns", limit=MAX_MEASURES)
    return tuple(measures)


def _sort(values: list[str], asked: Asked, table: Table) -> tuple[tuple[str, bool], ...]:
    """Read names with ``-`` before those that go downwards."""
    names = _sortable(asked, table)
    by_name: dict[str, bool] = {}
    for text in _names("sort", values, lambda text: _nfc(text).removeprefix("-") in names):
        down = text.startswith("-") and text[1:] in names
        name = text[1:] if down else text
        if name not in names:
            raise ArgumentError("sort", "no-such-column", value=name[:80], allowed=", ".join(names))
        if names[name] is None:
            raise ArgumentError("sort", "no-order", value=name)
        by_name.setdefault(str(names[name]), down)
    if len(by_name) > MAX_SORT_COLUMNS:
        raise ArgumentError("sort", "too-many-columns", limit=MAX_SORT_COLUMNS)
    return tuple(by_name.items())


def _sortable(asked: Asked, table: Table) -> dict[str, str | None]:
    """Return what rows or groups can be sorted by, as it is written in addresses (NFC); None for values without an order."""
    if asked.is_grouped:
        return {_nfc(field.name): field.name for field in group_fields(asked.group_by, asked.measures)}
    return {_nfc(column.id): column.id if column.is_sortable else None for column in table.columns}


def _nfc(text: str) -> str:
    return normalize("NFC", text)
