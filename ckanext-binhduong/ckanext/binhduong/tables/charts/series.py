"""A chart's bars again for each value of another column: 24 stations are not one mean line."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.tables.columns import Column, Name

__all__ = ["MOST_SERIES", "NOTHING", "largest", "values_of"]

MOST_SERIES = 24
NOTHING = {"rows": 0, "measured": 0, "mean": None}
"""What a bar without rows has."""

# Windows are counted before LIMIT: one statement names the largest and says how many there are.
_LARGEST = sql.SQL(
    "SELECT {series} AS value, count({counted}) AS rows, count(*) OVER () AS all_values, sum(count({counted})) OVER () AS all_rows "
    "FROM {table} t WHERE {condition} AND {column} IS NOT NULL AND {series} IS NOT NULL GROUP BY 1 HAVING count({counted}) > 0 "
    "ORDER BY 2 DESC, 1 LIMIT {most}"
)
_VALUES = sql.SQL(
    "SELECT {bar} AS bar, {series} AS value, count(*) AS rows, count({counted}) AS measured, {measure} AS mean FROM {table} t "
    "WHERE {condition} AND {column} IS NOT NULL AND {series} = ANY(%(series_values)s) GROUP BY 1, 2"
)


def largest(
    database: Database, by: Column, parts: dict[str, sql.Composable], values: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, int] | None]:
    """Return the at most 24 values of ``by`` with most rows ([{value, rows}] by value), and what is left out ({values, rows}, or None).

    Args:
        database: the tables.
        by: the column whose values are series.
        parts: ``table``, ``condition``, ``column``, and ``counted``: what a row must have to be drawn.
        values: of the condition.
    """
    found = database.rows(_LARGEST.format(series=Name("t", by.id), most=sql.Literal(MOST_SERIES), **parts), values)
    chosen = sorted(({"value": row["value"], "rows": row["rows"]} for row in found), key=lambda row: str(row["value"]))
    left = found[0]["all_values"] - len(found) if found else 0
    rows = int(found[0]["all_rows"]) - sum(row["rows"] for row in found) if found else 0
    return chosen, {"values": left, "rows": rows} if left else None


def values_of(
    database: Database, by: Column, chosen: list[dict[str, Any]], keys: list[Any], parts: dict[str, sql.Composable], values: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return ``chosen`` with ``bars``: for each bar of the chart, in its order, this series' rows, those with the measure, their mean.

    Args:
        database: the tables.
        by: the column whose values are series.
        chosen: the series, as ``largest`` returns them.
        keys: what the database calls the chart's bars.
        parts: ``table``, ``condition``, ``column``, ``counted``, ``bar`` and ``measure``.
        values: of the condition.
    """
    if not chosen:
        return []
    asked = {**values, "series_values": [row["value"] for row in chosen]}
    found = database.rows(_VALUES.format(series=Name("t", by.id), **parts), asked)
    cells = {(row["value"], row["bar"]): row for row in found}
    return [{**row, "bars": [cells.get((row["value"], key), NOTHING) for key in keys]} for row in chosen]
