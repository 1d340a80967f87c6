"""What a group of rows has: the columns it is made by, the number of its rows, and functions over its columns. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.tables.columns import Column, Name, finite

__all__ = ["FUNCTIONS", "GroupField", "Measure", "fits", "group_fields"]

_ORDERED = ("number", "date", "timestamp")
FUNCTIONS = {"count": (), "sum": ("number",), "mean": ("number",), "min": _ORDERED, "max": _ORDERED}
"""Function → the kinds of column that it can be had of; none for all."""

_COUNT = "count"


@dataclass(frozen=True)
class Measure:
    """One function over the rows of a group; ``count`` is the number of values that are there."""

    function: str
    column: Column


@dataclass(frozen=True)
class GroupField:
    """One value of a group.

    Attributes:
        name: what it is called in answers.
        column: the column it is of; None for the number of rows.
        function: what is made of the column; empty for a column that makes the groups.
    """

    name: str
    column: Column | None
    function: str = ""

    @property
    def type(self) -> str:
        """PostgreSQL's type of it."""
        if self.column is None or self.function == _COUNT:
            return "int8"
        if self.function in ("sum", "mean"):
            return "float8" if self.column.type.startswith("float") else "numeric"
        return self.column.type

    @property
    def sql(self) -> sql.Composable:
        """Its SQL over a row or the rows ``t``."""
        if self.column is None:
            return sql.SQL("count(*)")
        name = Name("t", self.column.id)
        return _SQL[self.function].format(_filled(self.column, name) if self.function == _COUNT else _value(self.column, name))

    def described(self) -> dict[str, Any]:
        """Return the field as answers tell it."""
        if self.column is None:
            return {"id": self.name, "type": self.type, "kind": "number", "title": "Số dòng", "title_en": "Rows", "role": "", "unit": ""}
        kind = "number" if self.function in (_COUNT, "sum", "mean") else self.column.kind
        unit = "" if self.function == _COUNT else self.column.info.get("unit", "")
        return {**self.column.described(), "id": self.name, "type": self.type, "kind": kind, "unit": unit, "function": self.function}


def _value(column: Column, name: sql.Composable) -> sql.Composable:
    value = finite(column, name)
    return sql.SQL("{}::float8").format(value) if column.type == "float4" else value


def _filled(column: Column, name: sql.Composable) -> sql.Composable:
    return sql.SQL("nullif({}, '')").format(name) if column.kind == "text" else name


_SQL = {
    "": sql.SQL("{}"),
    "count": sql.SQL("count({})"),
    "sum": sql.SQL("sum({})"),
    "mean": sql.SQL("avg({})"),
    "min": sql.SQL("min({})"),
    "max": sql.SQL("max({})"),
}


def fits(function: str, column: Column) -> bool:
    """Whether a function can be had of a column."""
    return not FUNCTIONS[function] or column.kind in FUNCTIONS[function]


def group_fields(group_by: tuple[Column, ...], measures: tuple[Measure, ...]) -> list[GroupField]:
    """Return the fields of a group in order. A name that a column has already gets ``_`` at its end."""
    fields = [GroupField(column.id, column) for column in group_by]
    names = {field.name for field in fields}
    made = [(_COUNT, None, ""), *((f"{each.column.id}__{each.function}", each.column, each.function) for each in measures)]
    for wanted, column, function in made:
        name = wanted
        while name in names:
            name += "_"
        names.add(name)
        fields.append(GroupField(name, column, function))
    return fields
