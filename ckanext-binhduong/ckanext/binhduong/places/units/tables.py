"""The units of both code lists and what became of what on 1 July 2025, read once from ``places/data``."""

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from ckanext.binhduong.places.units.model import Level, Unit, UnitList, UnitShare
from ckanext.binhduong.vn.text import nfc, tone_placed, unmarked

DATA = files("ckanext.binhduong.places") / "data"

OLD_PROVINCE = "74@2024"
NEW_PROVINCE = "79@2025"

_LAST_DAY_2024 = "2025-06-30"
_FIRST_DAY_2025 = "2025-07-01"

# Resolutions of the Standing Committee of the National Assembly; other units of the 2024 list are older than the sources tell.
_VALID_FROM = {
    "723": "2023-04-10",  # thành phố Tân Uyên
    "721": "2024-05-01",  # thành phố Bến Cát, NQ 1012/NQ-UBTVQH15
    "25840": "2024-05-01",  # phường An Điền
    "25843": "2024-05-01",  # phường An Tây
}

_TYPE_EN = {
    "Tỉnh": "Province",
    "Thành phố": "City",
    "Thị xã": "Town",
    "Huyện": "District",
    "Phường": "Ward",
    "Xã": "Commune",
    "Thị trấn": "Township",
}


def _rows(name: str) -> list[dict[str, str]]:
    table = csv.DictReader(StringIO((DATA / name).read_text("utf-8")))
    return [{key: nfc(value) for key, value in row.items()} for row in table]


def _areas() -> dict[str, float]:
    """Return the area in km² of every unit of 2024: measured for communes, summed above."""
    areas = {row["code"]: float(row["area_km2"]) for row in _rows("areas_2024.csv")}
    parents = {row["code"]: row["parent_code"] for row in _rows("units_2024.csv")}
    for code, area in list(areas.items()):
        for above in (parents[code], parents[parents[code]]):
            areas[above] = areas.get(above, 0.0) + area
    return areas


def _unit_2024(row: dict[str, str], areas: dict[str, float]) -> Unit:
    level: Any = row["level"]
    return Unit(
        id=f"{row['code']}@2024",
        code=row["code"],
        list="2024",
        level=level,
        name=tone_placed(row["name"]),
        name_with_type=tone_placed(row["name_with_type_2024_05"]),
        type=row["type_2024_05"],
        name_en=f"{unmarked(row['name'])} {_TYPE_EN[row['type_2024_05']]}",
        parent=f"{row['parent_code']}@2024" if row["parent_code"] else None,
        valid_from=_VALID_FROM.get(row["code"]),
        valid_to=_LAST_DAY_2024,
        area_km2=round(areas[row["code"]], 2),
        boundary="exact",
    )


def _unit_2025(row: dict[str, str]) -> Unit:
    return Unit(
        id=f"{row['code']}@2025",
        code=row["code"],
        list="2025",
        level="commune",
        name=tone_placed(row["name_with_type"]).removeprefix(f"{row['type']} "),
        name_with_type=tone_placed(row["name_with_type"]),
        type=row["type"],
        name_en=row["name_en"],
        parent=NEW_PROVINCE,
        valid_from=row["valid_from"],
        valid_to=None,
        area_km2=float(row["area_km2_source"]),
        boundary="approximate",
    )


_HO_CHI_MINH = Unit(
    id=NEW_PROVINCE,
    code="79",
    list="2025",
    level="province",
    name="Hồ Chí Minh",
    name_with_type="Thành phố Hồ Chí Minh",
    type="Thành phố",
    name_en="Ho Chi Minh City",
    parent=None,
    valid_from=_FIRST_DAY_2025,
    valid_to=None,
    area_km2=None,
    boundary="unknown",
)


@cache
def _units() -> dict[str, Unit]:
    areas = _areas()
    old = [_unit_2024(row, areas) for row in _rows("units_2024.csv")]
    return {unit.id: unit for unit in (*old, _HO_CHI_MINH, *map(_unit_2025, _rows("units_2025.csv")))}


@cache
def _children() -> dict[str, list[Unit]]:
    below: dict[str, list[Unit]] = defaultdict(list)
    for unit in _units().values():
        if unit.parent:
            below[unit.parent].append(unit)
    return dict(below)


@cache
def earlier_names() -> dict[str, str]:
    """Return the earlier name with type of every unit of 2024 that has another one now, by unit id ("Thị xã Bến Cát")."""
    rows = _rows("units_2024.csv")
    earlier = {f"{row['code']}@2024": tone_placed(row["name_with_type_earlier_snapshot"]) for row in rows}
    return {unit_id: name for unit_id, name in earlier.items() if name != get_unit(unit_id).name_with_type}


def get_unit(unit_id: str) -> Unit:
    """Return the unit of an id such as "718@2024". Raises ``LookupError`` for an unknown one."""
    unit = _units().get(unit_id)
    if unit is None:
        raise LookupError(f"no administrative unit {unit_id!r}")
    return unit


def all_units(list: UnitList | None = None, level: Level | None = None) -> tuple[Unit, ...]:
    """Return the units of one list or both, of one level or all, in the order of the official lists."""
    return tuple(unit for unit in _units().values() if list in (None, unit.list) and level in (None, unit.level))


def children(unit_id: str) -> tuple[Unit, ...]:
    """Return the units directly below a unit; of Thành phố Hồ Chí Minh only the 36 of the former Bình Dương are known."""
    return tuple(_children().get(get_unit(unit_id).id, ()))


def descendants(unit_id: str) -> tuple[Unit, ...]:
    """Return all units below a unit, each before its own children."""
    return tuple(below for child in children(unit_id) for below in (child, *descendants(child.id)))


def ancestors(unit_id: str) -> tuple[Unit, ...]:
    """Return the units above a unit, the nearest first."""
    parent = get_unit(unit_id).parent
    return (get_unit(parent), *ancestors(parent)) if parent else ()


@cache
def _flows() -> tuple[tuple[str, str, float], ...]:
    """Return (old commune, new unit, km²) for every pair the law names; an old commune's area is divided by the measured overlaps."""
    percent: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows("crosswalk.csv"):
        if row["in_resolution_text"] == "yes":
            percent[row["old_code"]][row["new_code"]] = float(row["overlap_pct_of_old"])
    areas = _areas()
    return tuple(
        (f"{old}@2024", f"{new}@2025", areas[old] * part / sum(parts.values()))
        for old, parts in percent.items()
        for new, part in parts.items()
    )


def _shares(amounts: dict[str, float]) -> list[UnitShare]:
    total = sum(amounts.values())
    ordered = sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
    return [{"unit": get_unit(unit_id), "share": round(amount / total, 4)} for unit_id, amount in ordered]


def successors(unit_id: str) -> list[UnitShare]:
    """Return the units of 2025 a unit of 2024 went into, with the share of its area, the largest first; none for a unit of 2025.

    A district's successors are those of its communes. Shares of split communes are indicative (see ``places/data/SOURCE.md``).
    """
    unit = get_unit(unit_id)
    if unit.id == OLD_PROVINCE:
        return [{"unit": _HO_CHI_MINH, "share": 1.0}]
    own = {unit.id, *(below.id for below in descendants(unit.id))}
    amounts: dict[str, float] = defaultdict(float)
    for old, new, area in _flows():
        if old in own:
            amounts[new] += area
    return _shares(amounts)


def predecessors(unit_id: str) -> list[UnitShare]:
    """Return the communes of 2024 a unit of 2025 was formed from, with the share of its area, the largest first; none for one of 2024.

    Of Thành phố Hồ Chí Minh's predecessors only Bình Dương is known here, with an unknown share.
    """
    unit = get_unit(unit_id)
    if unit.id == NEW_PROVINCE:
        return [{"unit": get_unit(OLD_PROVINCE), "share": None}]
    return _shares({old: area for old, new, area in _flows() if new == unit.id})


@cache
def _heir() -> dict[str, str]:
    largest: dict[str, tuple[float, str]] = {}
    for old, new, area in _flows():
        # Of two equal shares the lower code wins, so that the answer never depends on the order of rows.
        if old not in largest or (-area, new) < (-largest[old][0], largest[old][1]):
            largest[old] = (area, new)
    return {old: new for old, (_, new) in largest.items()}


def tiles(unit_id: str) -> tuple[str, ...]:
    """Return the ids of the communes of 2024 that make up a unit's shape, in the order of codes.

    For a unit of 2025 these are the old communes that went to it whole or by their larger share. So every place belongs to exactly one
    commune of 2024, and through it to exactly one unit of each level and list. Of Thành phố Hồ Chí Minh they are the 91 known ones.
    Raises ``LookupError`` for an unknown id.
    """
    unit = get_unit(unit_id)
    own = {unit.id, *(below.id for below in descendants(unit.id))}
    return tuple(sorted(old for old, new in _heir().items() if old in own or new in own))


def memberships(commune_id: str) -> tuple[str, ...]:
    """Return the ids of all units whose shape holds a commune of 2024: itself, those above it, and its unit of 2025 with those above.

    ``unit in memberships(commune)`` is the same as ``commune in tiles(unit)``. Raises ``LookupError`` for what is no commune of 2024.
    """
    heir = _heir().get(get_unit(commune_id).id)
    if heir is None:
        raise LookupError(f"{commune_id!r} is no commune of 2024")
    return tuple(unit_id for start in (commune_id, heir) for unit_id in (start, *(above.id for above in ancestors(start))))


def named_by_law(commune_id: str) -> tuple[str, ...]:
    """Return the ids of all units of 2025 that the law names for a commune of 2024: one, or two for each of the 16 split ones."""
    return tuple(sorted(new for old, new, _ in _flows() if old == commune_id))
