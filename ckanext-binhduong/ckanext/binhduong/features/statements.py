"""The SQL behind the features: one statement a layer, over the view ``geo.<layer>``, every value bound.

**Nearest first.** The index orders by planar degrees, people measure metres on the spheroid, and a degree of longitude is shorter than one
of latitude, so the two orders differ. The index therefore only gives a first guess: the spheroid distance of its n-th neighbour is a
reach within which n features surely lie. All features of the box around that reach are then measured, sorted and cut at n. That is
exact, also at the cut, and reads only what is near.

**Next page.** ``(distance, layer, row)`` is the order; a page begins after the last page's place in it, never at an offset.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.features.arguments import Question
from ckanext.binhduong.features.cursor import Place
from ckanext.binhduong.features.places import unit_shape

__all__ = ["LAYERS", "MAX_COUNT", "Layer", "count_statement", "search_statement", "show_statement", "text_query"]

MAX_COUNT = 10_000
"""Features that are counted; more are not counted at all, because counting would cost more than answering."""

# Metres of the shortest degree of latitude on WGS 84, and of longitude at the equator; a little less, so that boxes are never too small.
_LATITUDE_DEGREE = 110_500.0
_LONGITUDE_DEGREE = 111_300.0
_POINTS = ("Point", "MultiPoint")

LAYERS = sql.SQL("SELECT * FROM geo.layers ORDER BY layer")


@dataclass(frozen=True)
class Layer:
    """What the statements need of a layer: its id, its published columns, its kind of geometry, and how many features it has in all."""

    id: str
    columns: tuple[str, ...]
    geometry_type: str
    key_column: str | None
    count: int


Statement = tuple[sql.Composable, dict[str, Any]]


def search_statement(layer: Layer, question: Question, after: Place | None, limit: int) -> Statement:
    """Give the statement for at most ``limit`` features of a layer after a place.

    Columns: ``row`` int, ``fid`` text, ``distance`` float8 or null (metres), ``geometry`` GeoJSON, ``properties`` JSON, ``found`` the
    number of all features that answer, at most ``MAX_COUNT`` + 1; null on later pages.
    """
    values = {**_values(question), **_place_values(layer, after), "limit": limit}
    near = question.near is not None
    columns = _columns(
        layer, "measured.distance" if near else "NULL::float8", sql.SQL("NULL::bigint") if after else _count(layer, question)
    )
    later = _later(layer, after, near) if after else ""
    form = _NEAREST if near else _IN_ORDER
    return form.format(columns=columns, table=_table(layer), filters=_filters(layer, question), later=sql.SQL(later)), values


def count_statement(layer: Layer, question: Question) -> Statement:
    """Give the statement for how many features of a layer answer (column ``count``), at most ``MAX_COUNT`` + 1."""
    return _count(layer, question), _values(question)


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
    inner = sql.SQL("SELECT 1 FROM {} t WHERE {} LIMIT {}").format(_table(layer), _filters(layer, question), sql.Literal(MAX_COUNT + 1))
    return sql.SQL("SELECT count(*) FROM ({}) counted").format(inner)


def _filters(layer: Layer, question: Question) -> sql.Composable:
    """What of the question narrows the rows; each spatial condition has its box first, which the index answers."""
    conditions = [condition for name, condition in _CONDITIONS.items() if getattr(question, name) is not None]
    if question.within is not None:
        conditions.append(_WITHIN_POINTS if layer.geometry_type in _POINTS else _WITHIN_SHAPES)
    return sql.SQL(" AND ".join(conditions) or "true")


_CONDITIONS = {
    "q": "t._full_text @@ to_tsquery('postgis.vi', %(words)s)",
    "at": "t._geom && %(at)s::geometry AND ST_Covers(t._geom, %(at)s::geometry)",
    "bbox": "t._geom && %(bbox)s::geometry AND ST_Intersects(t._geom, %(bbox)s::geometry)",
    "radius": "t._geom && %(reach)s::geometry AND ST_DWithin(t._geom::geography, %(near)s::geography, %(radius)s)",
}
# A point on the outline belongs to the unit when the commune with the lowest code among those that hold it does (the rule of `vn`).
_WITHIN_POINTS = """
    t._geom && %(unit)s::geometry AND ST_Intersects(%(unit)s::geometry, t._geom) AND (
        ST_Contains(%(unit)s::geometry, t._geom) OR (
            SELECT c.inside FROM unnest(%(communes)s::text[], %(inside)s::bool[]) WITH ORDINALITY AS c(shape, inside, place)
            WHERE ST_Covers(c.shape::geometry, t._geom) ORDER BY c.place LIMIT 1))
"""
# Most shapes lie inside, which PostGIS answers quickly with a prepared unit; touching is only asked of those on the border.
_WITHIN_SHAPES = """
    t._geom && %(unit)s::geometry AND ST_Intersects(%(unit)s::geometry, t._geom)
    AND (ST_Contains(%(unit)s::geometry, t._geom) OR NOT ST_Touches(t._geom, %(unit)s::geometry))
"""


def _values(question: Question) -> dict[str, Any]:
    values: dict[str, Any] = {"words": text_query(question.q or ""), "radius": question.radius}
    if question.near is not None:
        lon, lat = question.near
        values |= {"near": _point(lon, lat), "latitude": abs(lat), "reach": _box(*_around(lon, lat, question.radius or 0))}
        values |= {"latitude_degree": _LATITUDE_DEGREE, "longitude_degree": _LONGITUDE_DEGREE}
    if question.at is not None:
        values["at"] = _point(*question.at)
    if question.bbox is not None:
        values["bbox"] = _box(*question.bbox)
    if question.within is not None:
        unit = unit_shape(question.within)
        values |= {"unit": unit.shape, "communes": list(unit.commune_shapes), "inside": list(unit.commune_inside)}
    return values


def text_query(q: str) -> str:
    """A text-search query: all words, the last one as the beginning of a word."""
    words = re.findall(r"\w+", q)
    return " & ".join(f"'{word}'" for word in words) + (":*" if words and len(words[-1]) > 1 else "")


def _point(lon: float, lat: float) -> str:
    return f"SRID=4326;POINT({lon!r} {lat!r})"


def _box(west: float, south: float, east: float, north: float) -> str:
    return f"SRID=4326;POLYGON(({west!r} {south!r},{east!r} {south!r},{east!r} {north!r},{west!r} {north!r},{west!r} {south!r}))"


def _around(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """The box of everything within a distance; it may leave the globe, where there is nothing to find."""
    height = metres / _LATITUDE_DEGREE
    width = metres / (_LONGITUDE_DEGREE * max(math.cos(math.radians(min(89.0, abs(lat) + height))), 0.01))
    return lon - width, lat - height, lon + width, lat + height
