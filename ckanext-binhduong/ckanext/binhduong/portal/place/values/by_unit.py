"""How many points lie in each administrative unit. Imports no CKAN."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.binhduong.places import Unit, all_units, assign_communes, memberships

__all__ = ["LISTS", "UnitValue", "values_of"]

#: What is compared, as the address says it: the units' list and level.
LISTS = {"commune@2025": ("2025", "commune"), "commune@2024": ("2024", "commune"), "district@2024": ("2024", "district")}


@dataclass(frozen=True)
class UnitValue:
    """A unit with the number of its points, and how many that is a square kilometre of its land."""

    unit: Unit
    count: int
    density: float


def values_of(points: Iterable[tuple[float, float]], of: str) -> tuple[list[UnitValue], int]:
    """Count points by unit.

    Args:
        points: longitude and latitude, degrees WGS 84.
        of: a key of :data:`LISTS`.

    Returns:
        every unit of the list, those without a point too, in the order of their names; and how many points lie in none of them.
    """
    placed = list(points)
    communes = Counter(assign_communes([point[0] for point in placed], [point[1] for point in placed]) if placed else ())
    counts: Counter[str] = Counter()
    for commune, number in communes.items():
        if commune:
            for unit_id in set(memberships(commune)):
                counts[unit_id] += number
    year, level = LISTS[of]
    units = sorted(all_units(year, level), key=lambda unit: unit.name)  # type: ignore[arg-type]
    return [UnitValue(unit, number := counts[unit.id], number / (unit.area_km2 or math.inf)) for unit in units], communes[None]
