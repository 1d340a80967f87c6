"""The places a search of datasets may ask for: a box, a shape, a circle, an administrative unit; each becomes one polygon in WGS 84.

Everything is bounded before Solr sees it: length of the text, vertices, range, validity. A polygon of a million vertices is refused after
reading its length; one of a few thousand is made simpler than the eye can tell.
"""

from __future__ import annotations

import json
import math
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
from ckanext.binhduong.search.errors import SearchArgumentError

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
    """Give the polygon that each spatial argument asks for, keyed by the argument.

    Args:
        extras: the ``ext_…`` arguments: ``ext_bbox`` (w,s,e,n), ``ext_geom`` (WKT or GeoJSON, text or object), ``ext_near`` (lon,lat) with
            ``ext_radius`` (metres), ``ext_within`` (unit id). Others are ignored.

    Raises:
        SearchArgumentError: naming the argument, what is wrong with it and the remedy.
    """
    if extras.get("ext_radius") and not extras.get("ext_near"):
        raise SearchArgumentError("ext_radius", "needs", allowed="ext_near")
    return {name: reader(extras) for name, reader in _READERS.items() if extras.get(name) not in (None, "", [])}


def as_wkt(shape: BaseGeometry) -> str:
    """Give a shape as text for Solr, rounded to 0.00001° (a metre): with all digits it is four times as long, and every one is parsed."""
    rounded = shapely.set_precision(shape, 1e-5)
    return shapely.to_wkt(shape, rounding_precision=-1) if rounded.is_empty else shapely.to_wkt(rounded, rounding_precision=5, trim=True)


def boundary_note(extras: dict[str, Any]) -> dict[str, str]:
    """Give ``{"boundary": "exact" | "approximate" | "unknown"}`` for an answer by a unit: how exact its shape is; nothing without one."""
    return {"boundary": places.get_unit(str(extras["ext_within"])).boundary} if extras.get("ext_within") else {}


def _bbox(extras: dict[str, Any]) -> BaseGeometry:
    west, south, east, north = _numbers("ext_bbox", extras["ext_bbox"], 4, "box")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise SearchArgumentError("ext_bbox", "box")
    return _with_area(shapely.box(west, south, east, north))


def _near(extras: dict[str, Any]) -> BaseGeometry:
    lon, lat = _numbers("ext_near", extras["ext_near"], 2, "position")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise SearchArgumentError("ext_near", "position")
    (radius,) = _numbers("ext_radius", extras.get("ext_radius") or DEFAULT_RADIUS, 1, "not-a-number")
    if not 1 <= radius <= MAX_RADIUS:
        raise SearchArgumentError("ext_radius", "out-of-range", allowed=f"1–{MAX_RADIUS}")
    bearings = np.linspace(0, 360, CORNERS, endpoint=False)
    x, y, _ = _EARTH.fwd(np.full(CORNERS, lon), np.full(CORNERS, lat), bearings, np.full(CORNERS, radius))
    return _checked("ext_near", shapely.Polygon(np.column_stack([x, y])))


def _within(extras: dict[str, Any]) -> BaseGeometry:
    try:
        return _inside(str(extras["ext_within"]))
    except LookupError as error:
        raise SearchArgumentError("ext_within", "unknown-unit") from error


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
        raise SearchArgumentError("ext_geom", "too-many-vertices", limit=MAX_VERTICES)
    return _with_area(_fewer_vertices(_checked("ext_geom", shapely.force_2d(shape))))


_READERS: dict[str, Callable[[dict[str, Any]], BaseGeometry]] = {
    "ext_bbox": _bbox,
    "ext_geom": _geom,
    "ext_near": _near,
    "ext_within": _within,
}


def _read(text: str) -> BaseGeometry:
    if len(text) > MAX_TEXT:
        raise SearchArgumentError("ext_geom", "too-long", limit=MAX_TEXT)
    try:
        if _WKT.match(text):
            return shapely.from_wkt(text)
        content = json.loads(text)
        content = content["geometry"] if content["type"] == "Feature" else content
        if content["type"] in _KINDS:
            return shapely.geometry.shape(content)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, shapely.errors.ShapelyError) as error:
        raise SearchArgumentError("ext_geom", "not-a-shape") from error
    raise SearchArgumentError("ext_geom", "not-a-shape")


def _checked(name: str, shape: BaseGeometry) -> BaseGeometry:
    """Refuse what Solr would refuse or misread: nothing, metres sent as degrees, the antimeridian crossed, rings that cross themselves."""
    positions = shapely.get_coordinates(shape)
    if shape.is_empty or not np.isfinite(positions).all():
        raise SearchArgumentError(name, "not-a-shape")
    if (abs(positions[:, 0]) > 180).any() or (abs(positions[:, 1]) > 90).any():
        raise SearchArgumentError(name, "out-of-range", allowed="±180, ±90 (WGS 84)")
    if float(np.ptp(positions[:, 0])) > 180:
        raise SearchArgumentError(name, "antimeridian")
    if not shape.is_valid:
        raise SearchArgumentError(name, "invalid-shape", where=_fault(shape))
    return shape


def _fault(shape: BaseGeometry) -> str:
    """Give where GEOS says that a shape is not valid, as longitude,latitude; its words for it are English only."""
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


def _numbers(name: str, value: Any, count: int, code: str) -> list[float]:
    """Read ``count`` finite numbers from "a,b,…", from a list or from one number."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else [value]
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError) as error:
        raise SearchArgumentError(name, code) from error
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise SearchArgumentError(name, code)
    return numbers
