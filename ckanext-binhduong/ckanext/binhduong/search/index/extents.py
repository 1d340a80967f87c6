"""Where a dataset's data are, as the index holds it: one valid shape, and up to four boxes that stand for its parts in the ranking."""

from __future__ import annotations

import json
import math
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong import places
from ckanext.binhduong.search.index.dataset_units import known_units
from ckanext.binhduong.search.query.places.shapes import WIDEN

__all__ = ["MAX_PARTS", "extent_fields", "extent_of"]

MAX_PARTS = 4
SIMPLER = 0.0005
"""Degrees (about 55 m): how far an outline may move, when an extent is drawn from units or has very many vertices."""
MANY_VERTICES = 2_000

_PART = ("minx", "miny", "maxx", "maxy", "area")


def extent_of(spatial: str | dict[str, Any] | None, units: list[str]) -> BaseGeometry | None:
    """Return a dataset's extent in WGS 84: its own ``spatial``, else its administrative units together, else None.

    Args:
        spatial: GeoJSON, as saved; what cannot be read (only possible in old data, saving checks it) counts as none.
        units: unit ids of either list; unknown ones are left out.
    """
    shape = _read(spatial) if spatial else None
    if shape is None:
        return _drawn_from(units)
    return shape.simplify(SIMPLER) if shapely.get_num_coordinates(shape) > MANY_VERTICES else shape


def extent_fields(shape: BaseGeometry | None) -> dict[str, Any]:
    """Return the index's fields for an extent: what ckanext-spatial reads (``spatial``), ``has_extent``, area and boxes of the parts.

    A polygon is handed on as a multipolygon, because ckanext-spatial takes any polygon of five positions for a box.
    """
    if shape is None:
        return {"has_extent": False}
    content = mapping(shape)
    if shape.geom_type == "Polygon":
        content = {"type": "MultiPolygon", "coordinates": [content["coordinates"]]}
    geojson = json.dumps(content)
    fields: dict[str, Any] = {"has_extent": True, "spatial": geojson, "extras_spatial": geojson}
    areas = shape if shape.area > 0 else shape.buffer(WIDEN, quad_segs=4)
    groups = [shapely.union_all(parts) for parts in _groups(list(getattr(areas, "geoms", [areas])), MAX_PARTS)]
    for number in range(MAX_PARTS):
        # Absent parts are zeros: Solr's min and max pass over a missing field instead of taking it as 0.
        values = (*groups[number].bounds, groups[number].area) if number < len(groups) else (0.0,) * 5
        fields |= {f"extent_{number}_{name}": value for name, value in zip(_PART, values, strict=True)}
    return fields | {"extent_area": areas.area}


def _read(spatial: str | dict[str, Any]) -> BaseGeometry | None:
    try:
        shape = shapely.force_2d(shapely.geometry.shape(json.loads(spatial) if isinstance(spatial, str) else spatial))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, shapely.errors.ShapelyError):
        return None
    west, south, east, north = shape.bounds
    usable = not shape.is_empty and math.isfinite(shape.length) and -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if not usable:
        return None
    return _one_kind(shape if shape.is_valid else shapely.make_valid(shape))


def _one_kind(shape: BaseGeometry) -> BaseGeometry:
    """The parts of the highest dimension of a collection: Solr's shape field takes no mixture."""
    if shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shape)
    highest = shapely.get_dimensions(parts).max()
    return shapely.union_all([part for part in parts if shapely.get_dimensions(part) == highest])


def _drawn_from(units: list[str]) -> BaseGeometry | None:
    tiles = sorted({tile for unit in known_units(units) for tile in places.tiles(unit.id)})
    if not tiles:
        return None
    return shapely.coverage_union_all([places.boundary_of(tile) for tile in tiles]).simplify(SIMPLER)


def _groups(parts: list[BaseGeometry], most: int) -> list[list[BaseGeometry]]:
    """Put parts that lie together into at most ``most`` groups: halved again and again across the longer side."""
    if len(parts) <= 1 or most <= 1:
        return [parts]
    west, south, east, north = shapely.total_bounds(parts)
    parts = sorted(parts, key=lambda part: part.centroid.x if east - west >= north - south else part.centroid.y)
    middle = len(parts) // 2
    return _groups(parts[:middle], most // 2) + _groups(parts[middle:], most - most // 2)
