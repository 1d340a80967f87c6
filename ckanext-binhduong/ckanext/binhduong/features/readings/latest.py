"""Stations with their latest reading: two tables of one dataset, linked by a declaration on the table of readings.

A resource whose field ``latest_by`` says ``ma_tram, thoi_diem`` holds readings: for each value of ``ma_tram`` its newest row by
``thoi_diem`` is the ``latest`` of the feature with that key, in the layer of the same dataset whose key column is ``ma_tram``. Nothing is
guessed from names.

The readings are a plain DataStore table, outside ``geo``, and are read as the DataStore's own reader. Two things keep what is not public
unseen: only resources of public, active datasets are asked, and after the reading the layer must still be published; a dataset that
closed in between has lost its layer before its change was committed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.datastore_schema.tables import HIDDEN_COLUMNS

__all__ = ["Link", "latest_rows", "read_link"]

_LATEST = sql.SQL(
    "SELECT DISTINCT ON (r.{key}) r.{key}::text AS key, to_jsonb(r) - %(hidden)s::text[] AS row FROM public.{table} r "
    "WHERE r.{key}::text = ANY(%(keys)s) AND r.{time} IS NOT NULL ORDER BY r.{key}, r.{time} DESC, r._id DESC"
)


@dataclass(frozen=True)
class Link:
    """The table of readings ``resource_id``; its column ``key`` names the feature, its column ``time`` orders the readings."""

    resource_id: str
    key: str
    time: str


def read_link(resource_id: str, declaration: str) -> Link | None:
    """Return the link that a resource's ``latest_by`` declares ("key column, time column"), or None when it declares none."""
    columns = re.fullmatch(r"\s*(\w+)\s*,\s*(\w+)\s*", declaration or "")
    return Link(resource_id, columns[1], columns[2]) if columns else None


def latest_rows(database: Database, link: Link, keys: list[str]) -> dict[str, dict[str, Any]]:
    """Return the newest reading of each key that has one: its published columns, dates and times in ISO 8601.

    A table that is not there (not loaded yet, being replaced, without these columns) has no readings. Raises UnavailableError.
    """
    statement = _LATEST.format(key=sql.Identifier(link.key), time=sql.Identifier(link.time), table=sql.Identifier(link.resource_id))
    try:
        rows = database.rows(statement, {"keys": keys, "hidden": list(HIDDEN_COLUMNS)})
    except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn):
        return {}
    return {row["key"]: row["row"] for row in rows}
