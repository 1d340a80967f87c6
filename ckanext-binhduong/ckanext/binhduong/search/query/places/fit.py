"""How well a dataset's extent fits the asked shape, as a function Solr computes: 2·|asked ∩ extent| / (|asked| + |extent|), from 0 to 1.

This is Dice's measure, which ckanext-spatial's backend solr-bbox also uses; it prefers the extent that is neither much larger nor much
smaller than what was asked. The overlap is estimated: each of the extent's up to four parts counts with its box's overlap, yet with no
more than its own true area, and all together with no more than the asked shape's. For boxes, for an extent within the asked shape and
for an asked shape within the extent that is exact. Whether a dataset is found at all is decided by the true shapes, not by this.
"""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.search.index.extents import MAX_PARTS

__all__ = ["fit_function"]


def fit_function(asked: BaseGeometry) -> str:
    """Return the function query for one asked polygon (WGS 84, area above 0)."""
    west, south, east, north = (f"{bound:.5f}" for bound in asked.bounds)
    overlaps = ",".join(_overlap(part, west, south, east, north) for part in range(MAX_PARTS))
    area = f"{asked.area:.12f}"
    return f"div(mul(2,min({area},sum({overlaps}))),sum({area},extent_area))"


def _overlap(part: int, west: str, south: str, east: str, north: str) -> str:
    """The overlap of the asked box and one part's box. A part that is not there has zeros everywhere, so its overlap is 0."""
    name = f"extent_{part}"
    width = f"max(0,sub(min({east},{name}_maxx),max({west},{name}_minx)))"
    height = f"max(0,sub(min({north},{name}_maxy),max({south},{name}_miny)))"
    return f"min({name}_area,product({width},{height}))"
