"""What of a question narrows the rows of a layer, as SQL with every value bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.binhduong.core.queries.text_search import text_query
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.places import unit_shape

__all__ = ["LATITUDE_DEGREE", "LONGITUDE_DEGREE", "Layer", "conditions", "values_of"]

# Metres of the shortest degree of latitude on WGS 84, and of longitude at the equator; a little less, so that boxes are never too small.
LATITUDE_DEGREE = 110_500.0
LONGITUDE_DEGREE = 111_300.0
_POINTS = ("Point", "MultiPoint")


@dataclass(frozen=True)
class Layer:
    """What the statements need of a layer: its id, its published columns, its kind of geometry, how many features it has in all, the column
    with opening hours, and the texts in it that answer the question (None: hours are not asked for)."""

    id: str
    columns: tuple[str, ...]
    geometry_type: str
    key_column: str | None
    count: int
    hours_column: str | None = None
    hours_texts: tuple[str, ...] | None = None


def conditions(layer: Layer, question: Question) -> sql.Composable:
    """Return the condition on a row ``t`` of the layer's view; each spatial part has its box first, which the index answers."""
    asked = [condition for name, condition in _CONDITIONS.items() if getattr(question, name) is not None]
    if question.within is not None:
        asked.append(_WITHIN_POINTS if layer.geometry_type in _POINTS else _WITHIN_SHAPES)
    parts: list[sql.Composable] = [sql.SQL(condition) for condition in asked]
    parts += [
        sql.SQL("t.{}::text = ANY({})").format(sql.Identifier(column), sql.Placeholder(_filter_name(column)))
        for column, _ in question.filters
    ]
    if layer.hours_texts is not None:
        parts.append(sql.SQL("t.{} = ANY({})").format(sql.Identifier(layer.hours_column or ""), sql.Placeholder(_hours_name(layer))))
    return sql.SQL(" AND ").join(parts) if parts else sql.SQL("true")


def _filter_name(column: str) -> str:
    return f"filter {column}"


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


def _hours_name(layer: Layer) -> str:
    return f"hours {layer.id}"


def values_of(layers: Sequence[Layer], question: Question) -> dict[str, Any]:
    """Return the values that the conditions on these layers are bound to."""
    values: dict[str, Any] = {"words": text_query(question.q or ""), "radius": question.radius}
    values |= {_hours_name(layer): list(layer.hours_texts) for layer in layers if layer.hours_texts is not None}
    values |= {_filter_name(column): list(texts) for column, texts in question.filters}
    if question.near is not None:
        lon, lat = question.near
        values |= {"near": _point(lon, lat), "latitude": abs(lat), "reach": _box(*_around(lon, lat, question.radius or 0))}
        values |= {"latitude_degree": LATITUDE_DEGREE, "longitude_degree": LONGITUDE_DEGREE}
    if question.at is not None:
        values["at"] = _point(*question.at)
    if question.bbox is not None:
        values["bbox"] = _box(*question.bbox)
    if question.within is not None:
        unit = unit_shape(question.within)
        values |= {"unit": unit.shape, "communes": list(unit.commune_shapes), "inside": list(unit.commune_inside)}
    return values


def _point(lon: float, lat: float) -> str:
    return f"SRID=4326;POINT({lon!r} {lat!r})"


def _box(west: float, south: float, east: float, north: float) -> str:
    return f"SRID=4326;POLYGON(({west!r} {south!r},{east!r} {south!r},{east!r} {north!r},{west!r} {north!r},{west!r} {south!r}))"


def _around(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """The box of everything within a distance; it may leave the globe, where there is nothing to find."""
    height = metres / LATITUDE_DEGREE
    width = metres / (LONGITUDE_DEGREE * max(math.cos(math.radians(min(89.0, abs(lat) + height))), 0.01))
    return lon - width, lat - height, lon + width, lat + height
