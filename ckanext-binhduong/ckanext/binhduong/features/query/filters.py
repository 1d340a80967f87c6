"""Filters by the values of columns: which columns take them, how they are written, and what a wrong one is told.

``filters`` is JSON as CKAN's ``datastore_search`` has it: ``{"loai_hinh": "Nhà thuốc", "gpp": true}``. Several values of one column, in a
list, mean any of them; several columns mean all. Only columns of few values take filters: those of role category and the boolean ones.
"""

from __future__ import annotations

import json
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["Filters", "check_filters", "filter_columns", "read_filters"]

MAX_FILTERS = 10
MAX_VALUES = 50
MAX_TEXT = 500

Filters = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns with the values asked for, as PostgreSQL writes them as text: "true", "Nhà thuốc"."""


def read_filters(name: str, value: Any) -> Filters:
    """Read the argument ``filters``, JSON text or an object; the order of columns and values does not matter.

    Raises:
        ArgumentError: it is no object of column names and values.
    """
    try:
        asked = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError) as error:
        raise ArgumentError(name, "filters-form") from error
    if not isinstance(asked, dict) or len(asked) > MAX_FILTERS:
        raise ArgumentError(name, "filters-form")
    return tuple(sorted((column, _values(name, values)) for column, values in asked.items()))


def _values(name: str, values: Any) -> tuple[str, ...]:
    each = values if isinstance(values, list) else [values]
    if not 0 < len(each) <= MAX_VALUES or not all(isinstance(value, str | bool) for value in each):
        raise ArgumentError(name, "filters-form")
    texts = {str(value).lower() if isinstance(value, bool) else value for value in each}
    if any(len(text) > MAX_TEXT or "\x00" in text for text in texts):
        raise ArgumentError(name, "filters-form")
    return tuple(sorted(texts))


def filter_columns(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a layer (a row of ``geo.layers``) that take filters."""
    return [field for field in layer["fields"] if field.get("role") == "category" or field["type"] == "boolean"]


def check_filters(database: Database, filters: Filters, layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the layers that have all the columns; the others cannot answer.

    Raises:
        ArgumentError: no layer has them, or a value stands in no row of any layer; it says which there are.
    """
    columns = {layer["layer"]: [field["id"] for field in filter_columns(layer)] for layer in layers}
    able = [layer for layer in layers if all(column in columns[layer["layer"]] for column, _ in filters)]
    if layers and not able:
        everything = sorted({column for known in columns.values() for column in known})
        wrong = next((column for column, _ in filters if column not in everything), ", ".join(column for column, _ in filters))
        raise ArgumentError("filters", "unknown-column", column=wrong[:60], allowed=", ".join(everything) or "–")
    if able:
        _refuse_unknown_values(database, filters, [layer["layer"] for layer in able])
    return able


# Stops at the first row of each value, so that only a value that is nowhere costs a reading of the whole table.
_HAS = sql.SQL("EXISTS (SELECT 1 FROM {table} t WHERE t.{column}::text = v)")
_MISSING = sql.SQL("SELECT {place} AS place, v AS value FROM unnest({values}::text[]) v WHERE NOT ({present})")
_ALL = sql.SQL("SELECT DISTINCT t.{column}::text AS value FROM {table} t WHERE t.{column} IS NOT NULL LIMIT {limit}")


def _refuse_unknown_values(database: Database, filters: Filters, layers: list[str]) -> None:
    """Refuse a value that stands in no row of any layer: one statement for all values, and one more for what there is instead."""
    parts = []
    for place, (column, values) in enumerate(filters):
        present = sql.SQL(" OR ").join(_HAS.format(table=sql.Identifier("geo", layer), column=sql.Identifier(column)) for layer in layers)
        parts.append(_MISSING.format(place=sql.Literal(place), values=sql.Literal(list(values)), present=present))
    missing = database.rows(sql.SQL(" UNION ALL ").join(parts)) if parts else []
    if missing:
        first = min(missing, key=lambda row: (row["place"], row["value"]))
        column = filters[first["place"]][0]
        known = _all_values(database, layers, column)
        raise ArgumentError("filters", "unknown-value", column=column, value=first["value"][:60], allowed=", ".join(known))


def _all_values(database: Database, layers: list[str], column: str) -> list[str]:
    each = [
        _ALL.format(table=sql.Identifier("geo", layer), column=sql.Identifier(column), limit=sql.Literal(MAX_VALUES)) for layer in layers
    ]
    rows = database.rows(sql.SQL(" UNION ALL ").join(sql.SQL("({})").format(part) for part in each))
    return sorted({row["value"] for row in rows})
