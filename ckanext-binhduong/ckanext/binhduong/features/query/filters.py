"""Filters by the values of columns: which columns take them, how they are written, and what a wrong one is told.

``filters`` is JSON as CKAN's ``datastore_search`` has it: ``{"loai_hinh": "Nhà thuốc", "gpp": true}``. Several values of one column, in a
list, mean any of them; several columns mean all. Only columns of few values take filters: those of role category and the boolean ones.
"""

from __future__ import annotations

import json
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connection_pool import Database
from ckanext.binhduong.core.problems.argument_errors import ArgumentError

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
    """Give the fields of a layer (a row of ``geo.layers``) that take filters."""
    return [field for field in layer["fields"] if field.get("role") == "category" or field["type"] == "boolean"]


def check_filters(database: Database, filters: Filters, layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the layers that have all the columns; the others cannot answer.

    Raises:
        ArgumentError: no layer has them, or a value stands in no row of any layer; it says which there are.
    """
    columns = {layer["layer"]: [field["id"] for field in filter_columns(layer)] for layer in layers}
    able = [layer for layer in layers if all(column in columns[layer["layer"]] for column, _ in filters)]
    if layers and not able:
        everything = sorted({column for known in columns.values() for column in known})
        wrong = next((column for column, _ in filters if column not in everything), ", ".join(column for column, _ in filters))
        raise ArgumentError("filters", "unknown-column", column=wrong[:60], allowed=", ".join(everything) or "–")
    for column, values in filters:
        missing = set(values)
        for layer in able:
            missing -= _present(database, layer["layer"], column, missing)
        if able and missing:
            known = sorted({value for layer in able for value in _all_values(database, layer["layer"], column)})
            raise ArgumentError("filters", "unknown-value", column=column, value=min(missing)[:60], allowed=", ".join(known))
    return able


# Stops at the first row of each value, so that only a value that is nowhere costs a reading of the whole table.
_PRESENT = sql.SQL("SELECT v AS value FROM unnest(%(values)s::text[]) v WHERE EXISTS (SELECT 1 FROM {table} t WHERE t.{column}::text = v)")
_ALL = sql.SQL("SELECT DISTINCT t.{column}::text AS value FROM {table} t WHERE t.{column} IS NOT NULL LIMIT %(limit)s")


def _present(database: Database, layer: str, column: str, values: set[str]) -> set[str]:
    statement = _PRESENT.format(table=sql.Identifier("geo", layer), column=sql.Identifier(column))
    return {row["value"] for row in database.rows(statement, {"values": sorted(values)})} if values else set()


def _all_values(database: Database, layer: str, column: str) -> list[str]:
    statement = _ALL.format(table=sql.Identifier("geo", layer), column=sql.Identifier(column))
    return [row["value"] for row in database.rows(statement, {"limit": MAX_VALUES})]
