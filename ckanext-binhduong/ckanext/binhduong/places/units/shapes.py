"""Where the units are: boundaries, and which units a place is in.

The 91 communes of 2024 tile the province, and every other shape is a union of them. **The rule for borders**: a place on the border of
several communes belongs to the one with the lowest code; its district, province and unit of 2025 follow from that commune. So each
place has exactly one unit of each kind, and features counted by parts add up to the whole. In PostGIS the same rule is
``SELECT code FROM communes WHERE ST_Covers(geom, point) ORDER BY code LIMIT 1``.
"""

import json
from functools import cache

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.places.units.model import UnitAt, UnitList
from ckanext.binhduong.places.units.tables import DATA, get_unit, named_by_law, tiles


@cache
def _communes() -> dict[str, BaseGeometry]:
    """Return the shapes of the communes by unit id, in the order of codes."""
    features = json.loads((DATA / "communes_2024.geojson").read_text("utf-8"))["features"]
    return {f"{feature['id']}@2024": shape(feature["geometry"]) for feature in sorted(features, key=lambda feature: feature["id"])}


@cache
def _tree() -> shapely.STRtree:
    shapes = list(_communes().values())
    shapely.prepare(shapes)
    return shapely.STRtree(shapes)


@cache
def boundary_of(unit_id: str) -> BaseGeometry | None:
    """Return the shape of a unit in WGS 84 degrees, or None for Thành phố Hồ Chí Minh, of which only a part is known here.

    A unit of 2025 is the union of the old communes that went to it whole or by their larger share (``boundary`` is "approximate").
    Raises ``LookupError`` for an unknown id.
    """
    if get_unit(unit_id).boundary == "unknown":
        return None
    return shapely.coverage_union_all([_communes()[tile] for tile in tiles(unit_id)])


def assign_communes(lon: ArrayLike, lat: ArrayLike) -> list[str | None]:
    """Return each place (WGS 84 degrees) the id of its one commune of 2024, or None outside the province and for missing coordinates."""
    xs, ys = np.atleast_1d(np.asarray(lon, dtype=np.float64)), np.atleast_1d(np.asarray(lat, dtype=np.float64))
    places, found = _tree().query(shapely.points(xs, ys), predicate="intersects")
    first = np.full(xs.shape, len(_communes()))
    np.minimum.at(first, places, found)
    names = [*_communes(), None]
    return [names[each] for each in first.tolist()]


def units_at(lon: float, lat: float, list: UnitList | None = None) -> list[UnitAt]:
    """Return the communes (wards, townships) at a place in WGS 84 degrees, of one list or of both; what is above them are ``ancestors``.

    Of 2024 there is one. Of 2025 there is one too, but in each of the 16 old communes that the law split there are all the units it
    names, not ``certain``: the data cannot tell on which side the place is. Outside the province there is none.
    """
    commune = assign_communes(lon, lat)[0]
    if commune is None:
        return []
    heirs = named_by_law(commune)
    of_list: dict[UnitList, tuple[str, ...]] = {"2024": (commune,), "2025": heirs}
    return [
        {"unit": get_unit(unit_id), "certain": len(unit_ids) == 1}
        for each, unit_ids in of_list.items()
        if list in (None, each)
        for unit_id in unit_ids
    ]
