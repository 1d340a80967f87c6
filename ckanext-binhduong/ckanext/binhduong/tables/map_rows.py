"""A table's rows as a map needs them: which row, where, of which category; nothing else, so that thousands fit.

Cost: four statements (is there a geometry, how many rows, the categories, the shapes), each under the pool's five seconds. The answer is
bounded in rows and in bytes; what the bound leaves out is counted, never silent.
"""

from __future__ import annotations

import json
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.tables.columns import Column, Name, Table
from ckanext.binhduong.tables.row_query import RowsQuestion
from ckanext.binhduong.tables.rows import condition_of, plain

__all__ = ["MOST_BYTES", "MOST_CATEGORIES", "MOST_ROWS", "map_rows", "suggested_category"]

MOST_ROWS = 20_000
#: Of the shapes' text, before compression; a province's planning zones take a tenth of it.
MOST_BYTES = 1_500_000
#: As many as a reader tells apart by colour; further values share the last colour.
MOST_CATEGORIES = 12

#: How Vietnamese tables call the kind of a thing, and its state, which is not its kind.
_KINDS = ("loai", "kieu", "nhom")
_STATES = ("trang_thai", "tinh_trang")
#: A pixel of a map that shows the whole table on a large screen.
_PIXELS = 2000

_GEOMETRY = sql.SQL(
    "SELECT postgis.postgis_typmod_type(atttypmod) AS type FROM pg_attribute "
    "WHERE attrelid = to_regclass(%(table)s) AND attname = '_geom' AND NOT attisdropped"
)
_COUNT = sql.SQL("SELECT count(*) AS count, count(t._geom) AS placed, postgis.ST_Extent(t._geom) AS box FROM {table} t WHERE {condition}")
_CATEGORIES = sql.SQL(
    "SELECT {column}::text AS value, count(*) AS rows FROM {table} t WHERE {condition} AND t._geom IS NOT NULL "
    "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s"
)
_POINTS = sql.SQL(
    "SELECT {key}::text AS id, round(postgis.ST_X(t._geom)::numeric, 5) AS lon, round(postgis.ST_Y(t._geom)::numeric, 5) AS lat, "
    "{category}::text AS category FROM {table} t WHERE {condition} AND t._geom IS NOT NULL ORDER BY t._rank DESC, t._id LIMIT %(limit)s"
)
_SHAPES = sql.SQL(
    "SELECT id, shape, category FROM (SELECT id, shape, category, sum(length(shape)) OVER (ORDER BY place) AS bytes FROM ("
    "SELECT {key}::text AS id, {category}::text AS category, row_number() OVER (ORDER BY t._rank DESC, t._id) AS place, "
    "postgis.ST_AsGeoJSON(postgis.ST_SimplifyPreserveTopology(t._geom, %(tolerance)s), 5) AS shape "
    "FROM (SELECT * FROM {table} t WHERE {condition} AND t._geom IS NOT NULL ORDER BY t._rank DESC, t._id LIMIT %(limit)s) t"
    ") shaped) summed "
    "WHERE bytes <= %(bytes)s"
)


def suggested_category(table: Table) -> Column | None:
    """Return the column that says what kind of thing a row is, None when no column does."""
    few = [column for column in table.shown if column.role == "category" and not column.id.startswith(_STATES)]
    return next((column for column in few if column.id.startswith(_KINDS)), next(iter(few), None))


def map_rows(database: Database, table: Table, question: RowsQuestion, category: Column | None) -> dict[str, Any]:
    """Return the rows that answer a question, for a map.

    Args:
        question: its words and filters; order and page mean nothing here.
        category: the column to colour by.

    Returns:
        ``geometry`` (PostGIS's name, None when the table has no map), ``count`` of all rows that answer, ``without_position``,
        ``extent`` (w, s, e, n in degrees, None without rows), ``categories`` ([{value, rows}], the most frequent first, at most
        :data:`MOST_CATEGORIES`), and ``rows``: ``[id, lon, lat, category]`` of points, ``[id, GeoJSON geometry, category]`` of other
        shapes, where category is a place in ``categories`` and -1 all others. Fewer rows than ``count - without_position`` means that the
        bound was met.

    Raises:
        UnavailableError: the database did not answer in time.
    """
    kind = database.rows(_GEOMETRY, {"table": f'public."{table.name}"'})
    if not kind:
        return {"geometry": None, "count": 0, "without_position": 0, "extent": None, "categories": [], "rows": []}
    condition, values = condition_of(question)
    parts = {"table": table.sql, "condition": condition, "key": _key(table)}
    parts["category"] = Name("t", category.id) if category else sql.SQL("NULL")
    counted = database.rows(_COUNT.format(**parts), values)[0]
    extent = _box(counted["box"])
    categories: list[dict[str, Any]] = []
    if category:
        categories = database.rows(_CATEGORIES.format(column=parts["category"], **parts), {**values, "most": MOST_CATEGORIES})
    is_point = kind[0]["type"].startswith("Point")
    asked = {**values, "limit": MOST_ROWS, "bytes": MOST_BYTES, "tolerance": _tolerance(extent)}
    found = database.rows((_POINTS if is_point else _SHAPES).format(**parts), asked)
    places = {each["value"]: place for place, each in enumerate(categories)}
    return {
        "geometry": kind[0]["type"],
        "count": counted["count"],
        "without_position": counted["count"] - counted["placed"],
        "extent": extent,
        "categories": categories,
        "rows": [_row(row, places.get(row["category"], -1)) for row in found],
    }


def _key(table: Table) -> sql.Composable:
    """The id that the row's page and card have: the key column when one is declared."""
    key = next((column for column in table.columns if column.role == "key"), None)
    return Name("t", key.id) if key else sql.SQL("t._id")


def _row(row: dict[str, Any], category: int) -> list[Any]:
    if "shape" in row:
        return [row["id"], json.loads(row["shape"]), category]
    return [row["id"], plain(row["lon"]), plain(row["lat"]), category]


def _box(text: str | None) -> list[float] | None:
    """Read PostGIS's ``BOX(w s,e n)``."""
    if not text:
        return None
    low, high = text.removeprefix("BOX(").removesuffix(")").split(",")
    return [round(float(number), 6) for number in (*low.split(" "), *high.split(" "))]


def _tolerance(extent: list[float] | None) -> float:
    """In degrees: what is smaller than a pixel cannot be seen when the map shows all."""
    if extent is None:
        return 0.0
    return max(extent[2] - extent[0], extent[3] - extent[1]) / _PIXELS
