"""The SQL behind the features: one statement a layer, over the view ``geo.<layer>``, every value bound.

**Nearest first.** The index orders by planar degrees, people measure metres on the spheroid, and a degree of longitude is shorter than one
of latitude, so the two orders differ. The index therefore only gives a first guess: the spheroid distance of its n-th neighbour is a
reach within which n features surely lie. All features of the box around that reach are then measured, sorted and cut at n. That is
exact, also at the cut, and reads only what is near.

**Next page.** ``(distance, layer, row)`` is the order; a page begins after the last page's place in it, never at an offset.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.conditions import Layer, conditions, values_of
from ckanext.binhduong.features.query.cursor import Place

__all__ = ["LAYERS", "MAX_COUNT", "count_statement", "facets_statement", "hours_statement", "search_statement", "show_statement"]

MAX_COUNT = 10_000
"""Features that are counted; more are not counted at all, because counting would cost more than answering."""


LAYERS = sql.SQL("SELECT * FROM geo.layers ORDER BY layer")


Statement = tuple[sql.Composable, dict[str, Any]]


def search_statement(layer: Layer, question: Question, after: Place | None, limit: int) -> Statement:
    """Give the statement for at most ``limit`` features of a layer after a place.

    Columns: ``row`` int, ``fid`` text, ``distance`` float8 or null (metres), ``geometry`` GeoJSON, ``properties`` JSON, ``found`` the
    number of all features that answer, at most ``MAX_COUNT`` + 1; null on later pages.
    """
    values = {**values_of(layer, question), **_place_values(layer, after), "limit": limit}
    near = question.near is not None
    columns = _columns(
        layer, "measured.distance" if near else "NULL::float8", sql.SQL("NULL::bigint") if after else _count(layer, question)
    )
    later = _later(layer, after, near) if after else ""
    form = _NEAREST if near else _IN_ORDER
    return form.format(columns=columns, table=_table(layer), filters=conditions(layer, question), later=sql.SQL(later)), values


def count_statement(layer: Layer, question: Question) -> Statement:
    """Give the statement for how many features of a layer answer (column ``count``), at most ``MAX_COUNT`` + 1."""
    return _count(layer, question), values_of(layer, question)


def hours_statement(layer: Layer, question: Question, limit: int) -> Statement:
    """Give the statement for the different texts of opening hours (column ``text``) among the rows that the rest of the question leaves."""
    statement = sql.SQL("SELECT DISTINCT t.{hours} AS text FROM {table} t WHERE t.{hours} IS NOT NULL AND {filters} LIMIT %(limit)s")
    column = sql.Identifier(layer.hours_column or "")
    values = {**values_of(layer, question), "limit": limit}
    return statement.format(hours=column, table=_table(layer), filters=conditions(layer, question)), values


def facets_statement(layer: Layer, question: Question, columns: list[str]) -> Statement:
    """Give the statement for how often each value stands in each of these columns.

    Gives ``place`` (the column's, from 0), ``value`` (text), ``count``.

    A column's own filter does not narrow its values: they are the other choices. At most ``MAX_COUNT`` + 1 rows are counted a column.
    """
    parts, values = [], values_of(layer, question)
    for place, column in enumerate(columns):
        others = replace(question, filters=tuple(each for each in question.filters if each[0] != column))
        parts.append(_FACET.format(
            number=sql.Literal(place), column=sql.Identifier(column), table=_table(layer), filters=conditions(layer, others),
            limit=sql.Literal(MAX_COUNT + 1),
        ))  # fmt: skip
    return sql.SQL(" UNION ALL ").join(parts) + sql.SQL(" ORDER BY 1, 3 DESC, 2"), values


def show_statement(layer: Layer, fid: str) -> Statement:
    """Give the statement for one feature, with the columns of ``search_statement``; without a key column its id is the row number."""
    by_row = layer.key_column is None
    condition = sql.SQL("t._id = %(row)s" if by_row else "t._fid = %(fid)s")
    row = int(fid) if by_row and re.fullmatch(r"\d{1,9}", fid) else -1
    columns = _columns(layer, "NULL::float8", sql.SQL("1::bigint"))
    return _ONE.format(columns=columns, table=_table(layer), condition=condition), {"fid": fid, "row": row}


_COLUMNS = sql.SQL(
    "t._id AS row, t._fid AS fid, {distance} AS distance, ST_AsGeoJSON(t._geom, 7)::json AS geometry, "
    "(SELECT row_to_json(p) FROM (SELECT {published}) p) AS properties, ({found}) AS found"
)
_ONE = sql.SQL("SELECT {columns} FROM {table} t WHERE {condition} LIMIT 1")
_FACET = sql.SQL(
    "SELECT {number} AS place, value, count(*) AS count FROM"
    " (SELECT t.{column}::text AS value FROM {table} t WHERE {filters} LIMIT {limit}) f WHERE value IS NOT NULL GROUP BY value"
)
_IN_ORDER = sql.SQL("SELECT {columns} FROM {table} t WHERE {filters} {later} ORDER BY t._id LIMIT %(limit)s")
_DISTANCE = "ST_Distance(t._geom::geography, %(near)s::geography)"
_NEAREST = sql.SQL(
    """
WITH guess AS (
    SELECT ST_Distance(t._geom::geography, %(near)s::geography) AS distance
    FROM {table} t WHERE t._geom IS NOT NULL AND {filters} {later}
    ORDER BY t._geom <-> %(near)s::geometry LIMIT %(limit)s
), height AS (
    SELECT max(distance) / %(latitude_degree)s AS degrees FROM guess
), reach AS (
    SELECT ST_Expand(%(near)s::geometry,
        degrees * %(latitude_degree)s / %(longitude_degree)s / greatest(cos(radians(least(89, %(latitude)s + degrees))), 0.01),
        degrees) AS box
    FROM height
), measured AS (
    SELECT t._id, ST_Distance(t._geom::geography, %(near)s::geography) AS distance
    FROM {table} t WHERE t._geom && (SELECT box FROM reach) AND {filters} {later}
    ORDER BY distance, t._id LIMIT %(limit)s
)
SELECT {columns} FROM measured JOIN {table} t USING (_id) ORDER BY measured.distance, t._id
"""
)


def _table(layer: Layer) -> sql.Composable:
    return sql.Identifier("geo", layer.id)


def _columns(layer: Layer, distance: str, found: sql.Composable) -> sql.Composable:
    published = sql.SQL(", ").join(sql.Identifier("t", column) for column in layer.columns)
    return _COLUMNS.format(distance=sql.SQL(distance), published=published, found=found)


def _later(layer: Layer, after: Place, near: bool) -> str:
    """The condition for what comes after a place in (distance, layer, row)."""
    if not near:
        return "AND t._id > %(row)s"
    if layer.id == after[1]:
        return f"AND ({_DISTANCE}, t._id) > (%(distance)s, %(row)s)"
    return f"AND {_DISTANCE} {'>' if layer.id < after[1] else '>='} %(distance)s"


def _place_values(layer: Layer, after: Place | None) -> dict[str, Any]:
    if after is None:
        return {}
    distance, last_layer, row = after
    # Without distances layers come one after the other: an earlier one is not asked again, a later one begins at its beginning.
    return {"distance": distance, "row": row if layer.id == last_layer else -1}


def _count(layer: Layer, question: Question) -> sql.Composable:
    if not question.filters_rows:
        return sql.SQL("SELECT {}::bigint AS count").format(sql.Literal(layer.count))
    inner = sql.SQL("SELECT 1 FROM {} t WHERE {} LIMIT {}").format(_table(layer), conditions(layer, question), sql.Literal(MAX_COUNT + 1))
    return sql.SQL("SELECT count(*) FROM ({}) counted").format(inner)
