"""The last day that a published table's rows are about, as its own column says it."""

from __future__ import annotations

from typing import Any

from psycopg2.sql import SQL, Identifier

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.freshness.as_of_columns import as_of_column

__all__ = ["last_day"]

# What is planned for later is not the state of the data.
_LAST = SQL("SELECT max({column})::date FROM {table} WHERE {column} <= (now() AT TIME ZONE %s)")


def last_day(resource: dict[str, Any], zone: str) -> str:
    """Return the day in ISO 8601; empty when no column says it, or no row has it. One statement, which reads the column once.

    Args:
        resource: with ``id`` and, when it declares one, ``latest_by``.
        zone: name of the time zone whose clock the rows are written by.
    """
    table = Identifier("public", resource["id"])
    with datastore_connection.transaction() as cursor:
        columns = dict(datastore_connection.columns_of(cursor, resource["id"]))
        column = as_of_column(columns, resource.get("latest_by") or "")
        if column is None:
            return ""
        cursor.execute(_LAST.format(column=Identifier(column), table=table), (zone,))
        day = cursor.fetchone()[0]
    return day.isoformat() if day else ""
