"""The features of the base map that ships: borders, names, water and a few places, each from a source named in ``sources/SOURCE.md``."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from ckanext.binhduong.places import Level, UnitList, all_units, boundary_of

__all__ = ["features"]

SOURCES = Path(__file__).parent / "sources"
DATASETS = Path(__file__).parents[2] / "datasets"
HOME = "74@2024"
#: Degrees within which a line of one source follows a line of another.
SAME_LINE = 0.012
#: Shorter pieces (degrees) are what is left where two sources do not agree.
PIECE = 0.05
#: Provinces have islands beyond what the map shows.
REGION = shapely.box(101.0, 7.0, 112.5, 15.5)
#: Names by which people know the airfields of the source, which has English ones; those that are closed are not drawn.
AIRFIELDS = {"VVTS": "Sân bay Tân Sơn Nhất", "VV02": "Sân bay Biên Hòa", "VN-0044": "Sân bay Phú Giáo"}
Feature = dict[str, Any]


def _feature(layer: str, zooms: tuple[int, int], geometry: BaseGeometry, **properties: Any) -> Feature:
    given = {name: value for name, value in properties.items() if value is not None}
    return {
        "type": "Feature",
        "tippecanoe": {"layer": layer, "minzoom": zooms[0], "maxzoom": zooms[1]},
        "properties": given,
        "geometry": mapping(geometry),
    }


def _outline(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return the borders of shapes, each once."""
    return shapely.line_merge(shapely.union_all([each.boundary for each in shapes]))


def _whole(lines: BaseGeometry) -> BaseGeometry:
    """Return lines without loose pieces."""
    parts = getattr(shapely.line_merge(lines), "geoms", [lines])
    return shapely.union_all([part for part in parts if part.length > PIECE])


def _rim(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return the outer border of shapes together, across the slits between them."""
    together = shapely.union_all([each.buffer(SAME_LINE) for each in shapes]).buffer(-SAME_LINE)
    return shapely.union_all([part.exterior for part in getattr(together, "geoms", [together])])


def _middle(area: BaseGeometry) -> BaseGeometry:
    """Return where a name stands: the middle of the largest circle in the largest part."""
    largest = max(getattr(area, "geoms", [area]), key=lambda part: part.area)
    return shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=0.001), 0)


def _read(path: Path) -> list[Feature]:
    return json.loads(path.read_text("utf-8"))["features"]


def _short(name: str) -> str:
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def _home() -> BaseGeometry:
    found = boundary_of(HOME)
    assert found is not None
    return found


def water() -> Iterator[Feature]:
    """Return sea, lakes and rivers."""
    for each in _read(SOURCES / "water.geojson"):
        yield _feature("water", (6, 10), shape(each["geometry"]), **each["properties"])


def _provinces(rows: list[Feature], list_: UnitList) -> dict[str, list[BaseGeometry]]:
    """Return the shapes of the provinces of one list by name, that of the same name first: a merged one is named where its namesake was."""
    with (DATASETS / "tinh-thanh-63-34/tinh-thanh-63-34.csv").open(encoding="utf-8") as lines:
        new = {row["ma_tinh_cu"]: row["ten_tinh_moi"] for row in csv.DictReader(lines)}
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for row in rows:
        old = row["properties"]
        name = _short(old["ten"] if list_ == "2024" else new[old["ma"]])
        found[name].insert(0 if name == _short(old["ten"]) else len(found[name]), shape(row["geometry"]).intersection(REGION))
    return found


def provinces() -> Iterator[Feature]:
    """Return the borders and names of the provinces around, of both lists, and the land border of the country; no coast."""
    rows = _read(SOURCES / "provinces.geojson")
    every = [shape(row["geometry"]).intersection(REGION) for row in rows]
    sea = shapely.union_all([shape(each["geometry"]) for each in _read(SOURCES / "water.geojson") if each["properties"]["kind"] == "area"])
    own = _home().boundary.buffer(SAME_LINE)
    rim = _rim(every)
    yield _feature("border", (6, 10), _whole(rim.difference(sea.buffer(0.03))), kind="country")
    for list_ in ("2024", "2025"):
        named = _provinces(rows, list_)
        merged = [shapely.union_all([part.buffer(0.0005) for part in parts]).buffer(-0.0005) for parts in named.values()]
        inner = _outline(merged).difference(shapely.union_all([rim.buffer(SAME_LINE), own, sea.buffer(0.01)]))
        yield _feature("border", (6, 10), _whole(inner), kind="province", list=list_)
        for name, parts in named.items():
            if name != "Bình Dương":
                yield _feature("name", (6, 10), _middle(parts[0]), kind="province", list=list_, name=name)


def home() -> Iterator[Feature]:
    """Return the area that the portal is about: its shape, outline and name."""
    yield _feature("home", (0, 10), _home())
    yield _feature("border", (0, 10), _home().boundary, kind="home")
    yield _feature("name", (6, 10), _middle(_home()), kind="home", name="Bình Dương")


def _units(list_: UnitList, level: Level, kind: str, above: BaseGeometry) -> Iterator[Feature]:
    shapes = {unit: boundary_of(unit.id) for unit in all_units(list_, level)}
    known = {unit: area for unit, area in shapes.items() if area is not None}
    yield _feature("border", (8, 10), _outline([*known.values()]).difference(above), kind=kind, list=list_)
    for unit, area in known.items():
        yield _feature("name", (8, 10), _middle(area), kind=kind, list=list_, name=unit.name, area=round(unit.area_km2 or 0))


def units() -> Iterator[Feature]:
    """Return the units of both lists; those of 2025 as the portal knows them, unions of old communes."""
    districts = [area for unit in all_units("2024", "district") if (area := boundary_of(unit.id)) is not None]
    yield from _units("2024", "district", "district", _home().boundary)
    yield from _units("2024", "commune", "commune", _outline(districts))
    yield from _units("2025", "commune", "unit", _home().boundary)


def _points(name: str, kind: str, zooms: tuple[int, int], named: Callable[[dict[str, str]], str | None]) -> Iterator[Feature]:
    with (DATASETS / name / f"{name}.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if text := named(row):
                at = shapely.Point(float(row["kinh_do"]), float(row["vi_do"]))
                yield _feature("place", zooms, at, kind=kind, name=text)


def places() -> Iterator[Feature]:
    """Return towns, airfields that are in use, and bus stops."""
    yield from _points("dia-danh", "town", (6, 10), lambda row: row["ten"])
    yield from _points("san-bay", "airfield", (9, 10), lambda row: AIRFIELDS.get(row["ma"]))
    for each in _read(DATASETS / "tram-dung-xe-buyt-2018/tram-dung-xe-buyt-2018.geojson"):
        yield _feature("bus_stop", (10, 10), shape(each["geometry"]), name=each["properties"]["ten"])


def features() -> Iterator[Feature]:
    """Return every feature of the base map."""
    for layer in (water, provinces, home, units, places):
        yield from layer()
