"""The extents of found datasets as a map draws them: coarse, and one shape for all datasets of one extent. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.search.index.dataset_units import unit_ids
from ckanext.binhduong.search.index.extents import extent_of

__all__ = ["drawn_extent", "drawn_extents", "drawn_shape"]

SIMPLER = 0.001
"""Degrees (about 110 m): a pixel where the province fills a desk's screen."""
GRID = 1e-4
"""Degrees (about 11 m)."""
_KEPT = 256


def drawn_extent(dataset: Mapping[str, Any]) -> BaseGeometry | None:
    """Return the extent of a dataset (as ``package_search`` gives it) as it is indexed, coarse; None without one."""
    spatial, units = dataset.get("spatial"), tuple(unit_ids(dataset.get("units")))
    exact = extent_of(spatial, list(units)) if spatial else _of_units(units)
    return drawn_shape(exact) if exact is not None else None


@lru_cache(_KEPT)
def _of_units(units: tuple[str, ...]) -> BaseGeometry | None:
    """Many datasets are of the same few units, whose union takes longer than all the rest."""
    exact = extent_of(None, list(units))
    return drawn_shape(exact) if exact is not None else None


def drawn_shape(exact: BaseGeometry) -> BaseGeometry:
    """Return the shape on a grid of about 11 m and with fewer vertices; what would vanish keeps its own."""
    coarse = shapely.set_precision(exact.simplify(SIMPLER), GRID)
    return exact if coarse.is_empty else coarse


def drawn_extents(extents: Iterable[tuple[BaseGeometry, dict[str, str]]]) -> list[dict[str, Any]]:
    """Return GeoJSON features, the largest first, so that what is small lies on top and can be touched.

    Args:
        extents: the extent of a dataset as it is drawn, and what the map says of the dataset.
    """
    found: dict[bytes, tuple[BaseGeometry, list[dict[str, str]]]] = {}
    for drawn, dataset in extents:
        found.setdefault(drawn.wkb, (drawn, []))[1].append(dataset)
    largest_first = sorted(found.values(), key=lambda each: -each[0].area)
    return [{"type": "Feature", "geometry": mapping(drawn), "properties": {"datasets": datasets}} for drawn, datasets in largest_first]
