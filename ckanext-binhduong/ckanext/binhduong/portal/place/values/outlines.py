"""The outlines of a list's units as paths of one picture. Imports no CKAN."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import shapely
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.places import all_units, boundary_of
from ckanext.binhduong.portal.place.values.by_unit import LISTS

__all__ = ["HEIGHT", "WIDTH", "outlines_of"]

WIDTH = 600
"""Of the picture, in its own units; it is as wide as the page leaves it."""
_TOLERANCE = 0.001
"""Degrees, a hundred metres: about a unit of the picture. Neighbours are simplified together, so that no gap opens between them."""
_WEST, _SOUTH, _EAST, _NORTH = 106.32, 10.86, 106.97, 11.51
"""The province, degrees WGS 84."""
_NARROW = math.cos(math.radians((_SOUTH + _NORTH) / 2))
_SCALE = WIDTH / ((_EAST - _WEST) * _NARROW)
HEIGHT = round((_NORTH - _SOUTH) * _SCALE)


@cache
def outlines_of(of: str) -> dict[str, str]:
    """Return the path (SVG, ``WIDTH`` × ``HEIGHT``) of each unit of a list by its id; ``of`` is a key of ``LISTS``."""
    year, level = LISTS[of]
    shapes = {unit.id: shape for unit in all_units(year, level) if (shape := boundary_of(unit.id))}  # type: ignore[arg-type]
    simple = shapely.coverage_simplify(list(shapes.values()), _TOLERANCE)
    return {unit_id: "".join(_paths(shape)) for unit_id, shape in zip(shapes, simple, strict=True)}


def _paths(shape: BaseGeometry) -> Iterator[str]:
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            yield "M" + "L".join(f"{(x - _WEST) * _NARROW * _SCALE:.0f} {(_NORTH - y) * _SCALE:.0f}" for x, y in ring.coords[:-1]) + "Z"
