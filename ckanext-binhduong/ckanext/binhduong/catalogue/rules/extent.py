"""The rule for a dataset's ``spatial``: a GeoJSON geometry in WGS 84 Solr can index, corrected where the meaning is clear, else refused.

ckanext-spatial drops a shape it dislikes with a line in the log, and the dataset is then never found by place. So the shape is put
right, or refused with a reason, when it is saved.
"""

import json
from typing import Any

import shapely
from shapely.geometry import GeometryCollection, mapping, shape
from shapely.geometry.base import BaseGeometry

__all__ = ["MAX_VERTICES", "ExtentError", "clean_extent"]

MAX_VERTICES = 20_000
"""An extent says where the data are; the 91 communes together have 2,395 vertices. A larger shape only slows Solr down."""

_KINDS = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class ExtentError(ValueError):
    """The text is no usable extent.

    ``code`` is one of ``not-geojson``, ``wrong-type``, ``too-large``, ``out-of-range``, ``swapped`` and ``empty``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_extent(value: str | dict[str, Any]) -> str:
    """Return the extent as compact GeoJSON text: valid, two-dimensional, outer rings counter-clockwise (RFC 7946).

    Args:
        value: a GeoJSON geometry, a Feature, or their text; degrees, longitude first (EPSG:4326 as GeoJSON orders it).

    Raises:
        ExtentError: with the code of what is wrong.
    """
    geometry = _read(value)
    _check_positions(geometry)
    corrected = _same_dimension(shapely.make_valid(geometry), int(shapely.get_dimensions(geometry)))
    if corrected.is_empty:
        raise ExtentError("empty")
    return json.dumps(mapping(shapely.orient_polygons(corrected)), separators=(",", ":"))


def _read(value: str | dict[str, Any]) -> BaseGeometry:
    try:
        content = json.loads(value) if isinstance(value, str) else value
        content = content["geometry"] if content["type"] == "Feature" else content
        kind = content["type"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ExtentError("not-geojson") from error
    if kind not in _KINDS:
        raise ExtentError("wrong-type")
    try:
        return shapely.force_2d(shape(content))
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        raise ExtentError("not-geojson") from error


def _check_positions(geometry: BaseGeometry) -> None:
    if geometry.is_empty:
        raise ExtentError("empty")
    if shapely.get_num_coordinates(geometry) > MAX_VERTICES:
        raise ExtentError("too-large")
    positions = shapely.get_coordinates(geometry)
    x, y = abs(positions[:, 0]), abs(positions[:, 1])
    if (x <= 180).all() and (y <= 90).all():
        return
    # Only a latitude can be at most 90, so a first number within 90 beside a second beyond it is the usual slip.
    raise ExtentError("swapped" if (x <= 90).all() and (y <= 180).all() else "out-of-range")


def _same_dimension(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    """Drop what making a shape valid left over: the points and lines of a polygon that touched itself."""
    if not isinstance(geometry, GeometryCollection):
        return geometry
    parts = [part for part in geometry.geoms if shapely.get_dimensions(part) == dimension]
    return shapely.union_all(parts)
