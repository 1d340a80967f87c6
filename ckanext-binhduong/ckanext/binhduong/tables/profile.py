"""What a table's columns hold: how full they are, how many different values, the least, the greatest and the most frequent ones.

Cost: the columns, and two statements that read the table once and each column's values once. Above ``EXACT_ROWS`` rows a sample of about
that many is read instead, so that the page costs the same for any table; the answer then says so and leaves out what a sample cannot tell.
"""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.tables.columns import Column, Table, finite
from ckanext.binhduong.tables.rows import plain

__all__ = ["EXACT_ROWS", "profile"]

EXACT_ROWS = 50_000
FREQUENT = 5

_RANGED = ("number", "date", "timestamp")
_COUNTED = ("text", "number", "boolean", "date")
# Values of a geometry's text are long and all different; counting them says nothing.
_FREQUENT = sql.SQL(
    "(SELECT {name} AS column, {column}::text AS value, count(*) AS rows FROM {table} WHERE {column} IS NOT NULL "
    "GROUP BY {column} HAVING count(*) > 1 ORDER BY count(*) DESC, {column} LIMIT {most})"
)


def profile(database: Database, table: Table) -> dict[str, Any]:
    """Return ``rows`` (how many were read), ``sampled`` and ``columns``: each as :meth:`Column.described`, with ``notes``, ``notes_en``,
    ``filled`` (0 to 1), ``distinct`` (None in a sample), ``min``, ``max`` and ``frequent`` ([{value, rows}]).

    Raises:
        UnavailableError: the database did not answer in time.
    """
    sampled = table.about_rows > EXACT_ROWS
    source = _sample(table) if sampled else table.sql
    counts = database.rows(_counts(table, source, sampled))[0]
    frequent = _frequent(database, table, source)
    rows = counts["rows"]
    return {
        "rows": rows,
        "sampled": sampled,
        "columns": [_described(column, number, counts, frequent.get(column.id, [])) for number, column in enumerate(table.columns)],
    }


def _sample(table: Table) -> sql.Composable:
    """About ``EXACT_ROWS`` rows from pages all over the table, the same ones each time."""
    share = sql.Literal(round(100 * EXACT_ROWS / table.about_rows, 4))
    return sql.SQL("(SELECT * FROM {} TABLESAMPLE SYSTEM ({}) REPEATABLE (1)) sample").format(table.sql, share)


def _counts(table: Table, source: sql.Composable, sampled: bool) -> sql.Composable:
    parts: list[sql.Composable] = [sql.SQL("count(*) AS rows")]
    for number, column in enumerate(table.columns):
        name = sql.Identifier(column.id)
        parts.append(sql.SQL("count({}) AS {}").format(name, sql.Identifier(f"filled{number}")))
        if not sampled and column in table.shown and column.kind != "other":
            parts.append(sql.SQL("count(DISTINCT {}) AS {}").format(name, sql.Identifier(f"distinct{number}")))
        if column.kind in _RANGED:
            parts += [
                sql.SQL("{0}({1}) AS {2}").format(sql.SQL(end), finite(column, name), sql.Identifier(f"{end}{number}"))
                for end in ("min", "max")
            ]
    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(parts), source)


def _frequent(database: Database, table: Table, source: sql.Composable) -> dict[str, list[dict[str, Any]]]:
    """Return the most frequent values of the columns that have any, all in one statement."""
    columns = [column for column in table.shown if column.kind in _COUNTED and column.role not in ("longitude", "latitude", "key")]
    found: dict[str, list[dict[str, Any]]] = {}
    if not columns:
        return found
    parts = [
        _FREQUENT.format(name=sql.Literal(column.id), column=sql.Identifier(column.id), table=source, most=sql.Literal(FREQUENT))
        for column in columns
    ]
    for row in database.rows(sql.SQL(" UNION ALL ").join(parts)):
        found.setdefault(row["column"], []).append({"value": row["value"], "rows": row["rows"]})
    return found


def _described(column: Column, number: int, counts: dict[str, Any], frequent: list[dict[str, Any]]) -> dict[str, Any]:
    rows = counts["rows"]
    return {
        **column.described(),
        "notes": column.info.get("notes", ""),
        "notes_en": column.info.get("notes_en", ""),
        "filled": round(counts[f"filled{number}"] / rows, 4) if rows else 0.0,
        "distinct": counts.get(f"distinct{number}"),
        "min": plain(counts.get(f"min{number}")),
        "max": plain(counts.get(f"max{number}")),
        "frequent": sorted(frequent, key=lambda value: -value["rows"]),
    }
