"""The SQL behind the features: one statement for all layers of a query, over the views ``geo.<layer>``, every value bound.

**One statement.** The layers' branches stand side by side in one ``UNION ALL``: their rows, their counts and the releases that they are of
come from one snapshot, and a query costs one round trip however many layers it is about.

**Nearest first.** The index orders by planar degrees, people measure metres on the spheroid, and a degree of longitude is shorter than one
of latitude, so the two orders differ. The index therefore only gives a first guess: the spheroid distance of its n-th neighbour is a
reach within which n features surely lie. All features of the box around that reach are then measured, sorted and cut at n. That is
exact, also at the cut, and reads only what is near.

**In order.** Without ``near`` the branches come one after the other and the outer ``LIMIT`` ends them: a layer behind a full page is not
read. (``Append`` keeps the order of its branches; the role ``geo_reader`` has no parallel workers.)

**Next page.** ``(distance, layer, row)`` is the order; a page begins after the last page's place in it, never at an offset.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.datastore_schema.tables import LAYER_COLUMNS
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.conditions import Layer, conditions, values_of
from ckanext.binhduong.features.query.cursor import Place

__all__ = ["LAYERS", "MAX_COUNT", "facets_statement", "hours_statement", "search_statement", "show_statement"]

MAX_COUNT = 10_000
"""Features that are counted; more are not counted at all, because counting would cost more than answering."""


LAYERS = sql.SQL("SELECT {} FROM geo.layers ORDER BY layer").format(sql.SQL(", ").join(map(sql.Identifier, LAYER_COLUMNS)))


Statement = tuple[sql.Composable, dict[str, Any]]


def search_statement(layers: Sequence[Layer], question: Question, after: Place | None, limit: int) -> Statement:
    """Return the statement for at most ``limit`` features of these layers after a place, in the order of the page.

    Columns: ``part`` ("feature", "count" or "release"), ``layer`` (id), ``row`` int, ``fid`` text, ``distance`` float8 or null (metres),
    ``geometry`` GeoJSON, ``properties`` JSON, ``number`` bigint. A "count" row has the number of a layer's features that answer, at most
    ``MAX_COUNT`` + 1 (first page only; with ``counts`` a row a layer, else one for all, whose ``layer`` is empty); a "release" row has the
    number of a layer's release.
    """
    near = question.near is not None
    branches = [_branch(layer, question, after, near) for layer in layers if near or after is None or layer.id >= after[1]]
    parts = [_ORDERED.format(branches=_union(branches), order=sql.SQL(_ORDER if near else ""))] if branches else []
    if after is None:
        parts += _counts(layers, question)
        parts.append(_RELEASES)
    values = {**values_of(layers, question), "limit": limit, "layers": [layer.id for layer in layers]}
    return _union(parts), values


def hours_statement(layers: Sequence[Layer], question: Question, limit: int) -> Statement:
    """Return the statement for the different texts of opening hours (``layer``, ``text``) among the rows that the rest of the query leaves.

    At most ``limit`` a layer.
    """
    return _union([_HOURS.format(
        id=sql.Literal(layer.id), hours=sql.Identifier(layer.hours_column or ""), table=_table(layer), filters=conditions(layer, question),
    ) for layer in layers]), {**values_of(layers, question), "limit": limit}  # fmt: skip


def facets_statement(layers: Sequence[tuple[Layer, Sequence[str]]], question: Question) -> Statement:
    """Return the statement for how often each value stands in each of these columns of these layers.

    Columns: ``layer``, ``place`` (the column's, from 0), ``value`` (text), ``count``.

    A column's own filter does not narrow its values: they are the other choices. At most ``MAX_COUNT`` + 1 rows are counted a column.
    """
    parts = []
    for layer, columns in layers:
        for place, column in enumerate(columns):
            others = replace(question, filters=tuple(each for each in question.filters if each[0] != column))
            parts.append(_FACET.format(
                id=sql.Literal(layer.id), number=sql.Literal(place), column=sql.Identifier(column), table=_table(layer),
                filters=conditions(layer, others), limit=sql.Literal(MAX_COUNT + 1),
            ))  # fmt: skip
    return _union(parts) + sql.SQL(" ORDER BY 1, 2, 4 DESC, 3"), values_of([layer for layer, _ in layers], question)


def show_statement(layer: Layer, fid: str) -> Statement:
    """Return the statement for one feature, with the columns of ``search_statement``; without a key column its id is the row number."""
    by_row = layer.key_column is None
    condition = sql.SQL("t._id = %(row)s" if by_row else "t._fid = %(fid)s")
    row = int(fid) if by_row and re.fullmatch(r"\d{1,9}", fid) else -1
    return _ONE.format(columns=_columns(layer, "NULL::float8"), table=_table(layer), condition=condition), {"fid": fid, "row": row}


_COLUMNS = sql.SQL(
    "'feature' AS part, {id} AS layer, t._id AS row, t._fid AS fid, {distance} AS distance, ST_AsGeoJSON(t._geom, 7)::json AS geometry, "
    "(SELECT row_to_json(_p) FROM (SELECT {published}) _p) AS properties, NULL::bigint AS number"
)
_ORDERED = sql.SQL("SELECT * FROM ({branches}) found {order} LIMIT %(limit)s")
_ORDER = "ORDER BY distance, layer, row"
_COUNT = sql.SQL("SELECT 'count', {id}, NULL::int, NULL, NULL::float8, NULL::json, NULL::json, ({number})::bigint")
_RELEASES = sql.SQL(
    "SELECT 'release', layer, NULL::int, NULL, NULL::float8, NULL::json, NULL::json, release::bigint"
    " FROM geo.layers WHERE layer = ANY(%(layers)s)"
)
_ONE = sql.SQL("SELECT {columns} FROM {table} t WHERE {condition} LIMIT 1")
_FACET = sql.SQL(
    "SELECT {id} AS layer, {number} AS place, value, count(*) AS count FROM"
    " (SELECT t.{column}::text AS value FROM {table} t WHERE {filters} LIMIT {limit}) f WHERE value IS NOT NULL GROUP BY value"
)
_HOURS = sql.SQL(
    "SELECT {id} AS layer, text FROM"
    " (SELECT DISTINCT t.{hours} AS text FROM {table} t WHERE t.{hours} IS NOT NULL AND {filters} LIMIT %(limit)s) h"
)
_IN_ORDER = sql.SQL("SELECT {columns} FROM {table} t WHERE {filters} {later} ORDER BY t._id LIMIT %(limit)s")
_DISTANCE = sql.SQL("ST_Distance(t._geom::geography, %(near)s::geography)")
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


def _union(parts: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL(" UNION ALL ").join(sql.SQL("({})").format(part) for part in parts)


def _branch(layer: Layer, question: Question, after: Place | None, near: bool) -> sql.Composable:
    later = _later(layer, after, near) if after else sql.SQL("")
    columns = _columns(layer, "measured.distance" if near else "NULL::float8")
    return (_NEAREST if near else _IN_ORDER).format(columns=columns, table=_table(layer), filters=conditions(layer, question), later=later)


def _table(layer: Layer) -> sql.Composable:
    return sql.Identifier("geo", layer.id)


def _columns(layer: Layer, distance: str) -> sql.Composable:
    published = sql.SQL(", ").join(sql.Identifier("t", column) for column in layer.columns)
    return _COLUMNS.format(id=sql.Literal(layer.id), distance=sql.SQL(distance), published=published)


def _later(layer: Layer, after: Place, near: bool) -> sql.Composable:
    """The condition for what comes after a place in (distance, layer, row)."""
    distance, last_layer, row = after
    if not near:
        # Layers come one after the other: a later one begins at its beginning.
        return sql.SQL("AND t._id > {}").format(sql.Literal(row if layer.id == last_layer else -1))
    place = {"distance": _DISTANCE, "last": sql.Literal(distance), "row": sql.Literal(row)}
    if layer.id == last_layer:
        return sql.SQL("AND ({distance}, t._id) > ({last}::float8, {row})").format(**place)
    return sql.SQL("AND {distance} > {last}" if layer.id < last_layer else "AND {distance} >= {last}").format(**place)


def _counts(layers: Sequence[Layer], question: Question) -> list[sql.Composable]:
    """The rows of counts: of each layer when they are wanted apart, else of all together, so that no more than one maximum is counted."""
    groups = [(layer.id, [layer]) for layer in layers] if question.counts else [("", list(layers))]
    return [_COUNT.format(id=sql.Literal(name), number=_number(group, question)) for name, group in groups if group]


def _number(layers: list[Layer], question: Question) -> sql.Composable:
    if not question.filters_rows:
        return sql.Literal(sum(layer.count for layer in layers))
    most = sql.Literal(MAX_COUNT + 1)
    each = [sql.SQL("SELECT 1 FROM {} t WHERE {} LIMIT {}").format(_table(layer), conditions(layer, question), most) for layer in layers]
    return sql.SQL("SELECT count(*) FROM (SELECT 1 FROM ({}) every LIMIT {}) counted").format(_union(each), most)
