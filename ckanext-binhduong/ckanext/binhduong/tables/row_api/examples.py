"""A value of each column from the table's own first rows, for the examples of its OpenAPI document. Imports no CKAN."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.tables.columns import Column, Name, Table, finite
from ckanext.binhduong.tables.rows import plain

__all__ = ["examples_of"]

_ROWS = 50
_LONGEST = 60
_STATEMENT = sql.SQL("SELECT {values} FROM {table} t ORDER BY _id LIMIT {rows}")


def examples_of(database: Database, table: Table) -> dict[str, Any]:
    """Return a value of each column that has a short one among the first rows, as JSON has it: one statement.

    Raises:
        UnavailableError: the database did not answer in time.
    """
    columns = [column for column in table.shown if column.kind != "other"]
    if not columns:
        return {}
    values = [sql.SQL("{} AS {}").format(_short(column), sql.Identifier(f"e{number}")) for number, column in enumerate(columns)]
    rows = database.rows(_STATEMENT.format(values=sql.SQL(", ").join(values), table=table.sql, rows=sql.Literal(_ROWS)), {})
    found = {column.id: _first(plain(row[f"e{number}"]) for row in rows) for number, column in enumerate(columns)}
    return {name: value for name, value in found.items() if value is not None}


def _short(column: Column) -> sql.Composable:
    name = finite(column, Name("t", column.id))
    return sql.SQL("left({}, {})").format(name, sql.Literal(_LONGEST + 1)) if column.kind == "text" else name


def _first(values: Any) -> Any:
    """The first that is there; of texts one that is whole, on one line, and reads the same in a list."""
    good = (value for value in values if value is not None and (not isinstance(value, str) or _is_plain(value)))
    return next(good, None)


def _is_plain(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text.isprintable() and "," not in text and not text.startswith("[")
