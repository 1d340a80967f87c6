"""The places a search of datasets may ask for: a box, a shape, a circle, a unit, a typed place; each becomes one polygon in WGS 84.

Everything is bounded before Solr sees it: length of the text, vertices, range, validity. A polygon of a million vertices is refused after
reading its length; one of a few thousand is made simpler than the eye can tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from ckanext.binhduong import places
from ckanext.binhduong.core.parameters import read_box, read_position, read_radius, read_unit
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.search.query.places.typed_place import read_typed_place
from ckanext.binhduong.search.query.search_errors import SearchArgumentError

__all__ = ["DEFAULT_RADIUS", "as_wkt", "asked_shapes", "boundary_note"]

DEFAULT_RADIUS = 5_000
"""Metres, when ``ext_near`` comes without ``ext_radius``: how far one goes in a town."""
CORNERS = 48
"""Of the polygon that stands for a circle; it leaves out 0.2 % of the radius at most."""
MAX_RADIUS = 500_000
MAX_TEXT = 300_000
"""Characters of a shape's text: 10,000 vertices with fifteen digits."""
MAX_VERTICES = 10_000
SENT_VERTICES = 500
"""A shape with more goes to Solr simplified."""
TOUCH = 0.001
"""Degrees (about 110 m) by which a unit is drawn in, so that neighbours that only share its boundary are not found."""
WIDEN = 0.0005
"""Degrees (about 55 m) by which a point or line is widened: it has no area of its own to fit."""

_PLACE = re.compile(r"\[(\S+) ([^\s\]]+)")
_WKT = re.compile(r"\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*Z?\s*\(", re.IGNORECASE)
_KINDS = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
_EARTH = Geod(ellps="WGS84")


def asked_shapes(extras: dict[str, Any]) -> dict[str, BaseGeometry]:
    """Return the polygon that each spatial argument asks for, keyed by the argument.

    Args:
        extras: the ``ext_…`` arguments: ``ext_bbox`` (w,s,e,n), ``ext_geom`` (WKT or GeoJSON, text or object), ``ext_near`` (lon,lat) with
            ``ext_radius`` (metres), ``ext_within`` (unit id), ``ext_place`` (a place as people type it). Others are ignored.

    Raises:
        SearchArgumentError: naming the argument, what is wrong with it and the remedy.
    """
    try:
        if extras.get("ext_radius") and not (extras.get("ext_near") or extras.get("ext_place")):
            raise ArgumentError("ext_radius", "needs", allowed="ext_near")
        return {name: reader(extras) for name, reader in _READERS.items() if extras.get(name) not in (None, "", [])}
    except ArgumentError as error:
        raise SearchArgumentError(error.place, error.code, **error.values) from error


def as_wkt(shape: BaseGeometry) -> str:
    """Return a shape as text for Solr, rounded to 0.00001° (a metre): with all digits it is four times as long, and every one is parsed."""
    rounded = shapely.set_precision(shape, 1e-5)
    return shapely.to_wkt(shape, rounding_precision=-1) if rounded.is_empty else shapely.to_wkt(rounded, rounding_precision=5, trim=True)


def boundary_note(extras: dict[str, Any]) -> dict[str, str]:
    """Return ``{"boundary": "exact" | "approximate" | "unknown"}`` for an answer by a unit: how exact its shape is; nothing without one."""
    typed = read_typed_place(extras.get("ext_place"))
    unit = extras.get("ext_within") or (typed.value if typed and typed.argument == "ext_within" else "")
    return {"boundary": places.get_unit(str(unit)).boundary} if unit else {}


def _bbox(extras: dict[str, Any]) -> BaseGeometry:
    return _with_area(shapely.box(*read_box("ext_bbox", extras["ext_bbox"])))


def _near(extras: dict[str, Any]) -> BaseGeometry:
    lon, lat = read_position("ext_near", extras["ext_near"])
    radius = read_radius("ext_radius", extras.get("ext_radius") or DEFAULT_RADIUS, MAX_RADIUS)
    bearings = np.linspace(0, 360, CORNERS, endpoint=False)
    x, y, _ = _EARTH.fwd(np.full(CORNERS, lon), np.full(CORNERS, lat), bearings, np.full(CORNERS, radius))
    return _checked("ext_near", shapely.Polygon(np.column_stack([x, y])))


def _within(extras: dict[str, Any]) -> BaseGeometry:
    return read_unit("ext_within", extras["ext_within"], _inside)


@cache
def _inside(unit_id: str) -> BaseGeometry:
    """A unit's shape without its border; there are fewer than 200 units, so all may stay in memory. Raises LookupError."""
    tiles = places.tiles(unit_id)
    boundary = shapely.coverage_union_all([places.boundary_of(tile) for tile in tiles])
    inner = boundary.simplify(TOUCH / 2).buffer(-TOUCH)
    return boundary if inner.is_empty else inner


def _geom(extras: dict[str, Any]) -> BaseGeometry:
    value = extras["ext_geom"]
    shape = _read(value if isinstance(value, str) else json.dumps(value))
    if shapely.get_num_coordinates(shape) > MAX_VERTICES:
        raise ArgumentError("ext_geom", "too-many-vertices", limit=MAX_VERTICES)
    return _with_area(_fewer_vertices(_checked("ext_geom", shapely.force_2d(shape))))


def _place(extras: dict[str, Any]) -> BaseGeometry:
    typed = read_typed_place(extras["ext_place"])
    if typed is None:
        raise ArgumentError("ext_place", "unknown-place")
    return _READERS[typed.argument]({**extras, typed.argument: typed.value})


_READERS: dict[str, Callable[[dict[str, Any]], BaseGeometry]] = {
    "ext_bbox": _bbox,
    "ext_geom": _geom,
    "ext_near": _near,
    "ext_within": _within,
    "ext_place": _place,
}


def _read(text: str) -> BaseGeometry:
    if len(text) > MAX_TEXT:
        raise ArgumentError("ext_geom", "too-long", limit=MAX_TEXT)
    try:
        if _WKT.match(text):
            return shapely.from_wkt(text)
        content = json.loads(text)
        content = content["geometry"] if content["type"] == "Feature" else content
        if content["type"] in _KINDS:
            return shapely.geometry.shape(content)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, shapely.errors.ShapelyError) as error:
        raise ArgumentError("ext_geom", "not-a-shape") from error
    raise ArgumentError("ext_geom", "not-a-shape")


def _checked(name: str, shape: BaseGeometry) -> BaseGeometry:
    """Refuse what Solr would refuse or misread: nothing, metres sent as degrees, the antimeridian crossed, rings that cross themselves."""
    positions = shapely.get_coordinates(shape)
    if shape.is_empty or not np.isfinite(positions).all():
        raise ArgumentError(name, "not-a-shape")
    if (abs(positions[:, 0]) > 180).any() or (abs(positions[:, 1]) > 90).any():
        raise ArgumentError(name, "out-of-range", allowed="±180, ±90 (WGS 84)")
    if float(np.ptp(positions[:, 0])) > 180:
        raise ArgumentError(name, "antimeridian")
    if not shape.is_valid:
        raise ArgumentError(name, "invalid-shape", where=_fault(shape))
    return shape


def _fault(shape: BaseGeometry) -> str:
    """Return where GEOS says that a shape is not valid, as longitude,latitude; its words for it are English only."""
    found = _PLACE.search(explain_validity(shape))
    return ",".join(found.groups()) if found else "?"


def _fewer_vertices(shape: BaseGeometry) -> BaseGeometry:
    """Simplify until few enough vertices are left, first by a thousandth of the shape's size, then by twice as much each time."""
    west, south, east, north = shape.bounds
    tolerance = max(east - west, north - south) / 1000
    while shapely.get_num_coordinates(shape) > SENT_VERTICES:
        shape = shape.simplify(tolerance)
        if shapely.get_num_coordinates(shape) > SENT_VERTICES and tolerance > (east - west + north - south) / 8:
            return shapely.convex_hull(shape)
        tolerance *= 2
    return shape


def _with_area(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.area > 0 else shape.buffer(WIDEN, quad_segs=4)
