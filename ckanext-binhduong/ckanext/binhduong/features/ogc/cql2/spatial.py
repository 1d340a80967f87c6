"""Spatial predicates of CQL2, and shapes written in a condition."""

from __future__ import annotations

import math
from typing import Any

import shapely
from psycopg2 import sql
from shapely.errors import ShapelyError

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.crs import System, box_shape, transformed
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = ["SPATIAL", "geometry_literal"]

SPATIAL = {
    f"s_{name}": f"ST_{name.capitalize()}"
    for name in ("intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains")
}
"""Operator of CQL2 → function of PostGIS; each but the third looks at the index first."""

_TYPES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")
_LARGEST = 1e8


def geometry_literal(place: str, tree: dict[str, Any], system: System, values: Values) -> sql.Composable:
    """Return SQL of a shape in EPSG:4326, longitude first.

    Args:
        place: the parameter's name, for errors.
        tree: a geometry of GeoJSON, or ``{"bbox": […]}``.
        system: of its coordinates, in that system's axis order.
        values: where the shape is bound.

    Raises:
        ArgumentError: it is no shape, is empty, crosses itself or lies outside the system.
    """
    if "bbox" in tree:
        return box_shape(place, _numbers(place, tree["bbox"]), system, values)
    shape = _shape(place, tree)
    if not shapely.is_valid(shape):
        where = shapely.is_valid_reason(shape).partition("[")[2].rstrip("]")
        raise ArgumentError(place, "invalid-shape", where=where or "?")
    literal = sql.SQL("ST_SetSRID({}::geometry, {})").format(values.bind(shapely.to_wkb(shape, hex=True)), sql.Literal(system.srid))
    return transformed(literal, system)


def _numbers(place: str, box: Any) -> list[float]:
    good = isinstance(box, list) and len(box) in (4, 6) and all(isinstance(each, int | float) for each in box)
    if not good or any(isinstance(each, bool) or not abs(each) <= _LARGEST for each in box):
        raise ArgumentError(place, "bbox-form")
    return [float(each) for each in box]


def _shape(place: str, tree: dict[str, Any]) -> shapely.Geometry:
    try:
        if tree.get("type") not in _TYPES:
            raise ArgumentError(place, "not-a-shape")
        shape = shapely.force_2d(shapely.geometry.shape(tree))
        bounds = shape.bounds
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ArgumentError(place, "not-a-shape") from error
    if shape.is_empty or not all(math.isfinite(each) and abs(each) <= _LARGEST for each in bounds):
        raise ArgumentError(place, "not-a-shape")
    return shape
