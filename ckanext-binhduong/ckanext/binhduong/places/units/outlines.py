"""An administrative unit as SQL needs it: its shape, and who owns the points on its border.

The rule for borders: a place on the border of several communes of 2024 belongs to the one with the lowest code, and through it to
one unit of each level and list. So the features within a unit are those within its parts together, each once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import shapely
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.places.units.shapes import boundary_of
from ckanext.binhduong.places.units.tables import all_units, tiles

__all__ = ["UnitShape", "unit_shape"]


@dataclass(frozen=True)
class UnitShape:
    """``shape`` is the unit's outline, EWKB in hex. The three others are parallel, in the order of codes: the communes of 2024 that touch
    the outline from either side, their shapes, and whether they are part of the unit."""

    shape: str
    bounds: tuple[float, float, float, float]
    commune_shapes: tuple[str, ...]
    commune_inside: tuple[bool, ...]


@cache
def unit_shape(unit_id: str) -> UnitShape:
    """Return the shape of a unit of either list, as the union of its communes of 2024 (WGS 84). Raises LookupError for an unknown unit."""
    parts = set(tiles(unit_id))
    communes = {unit.id: boundary_of(unit.id) for unit in sorted(all_units("2024", "commune"), key=lambda unit: unit.code)}
    outline = shapely.coverage_union_all([communes[tile] for tile in parts])
    border = outline.boundary
    touching = {commune: shape for commune, shape in communes.items() if shape is not None and shape.intersects(border)}
    return UnitShape(
        shape=_ewkb(outline),
        bounds=outline.bounds,
        commune_shapes=tuple(_ewkb(shape) for shape in touching.values()),
        commune_inside=tuple(commune in parts for commune in touching),
    )


def _ewkb(shape: BaseGeometry) -> str:
    return shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True)
