"""The communes that sample rows are placed in, read from the published dataset ``don-vi-hanh-chinh-2024``.

Every random choice goes through a ``random.Random`` that the caller seeded, in a fixed order, so that a run repeats byte by byte.
Lengths are metres, positions WGS 84 degrees (longitude, latitude) rounded to 1e-6° (about 0.1 m).
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import shapely
from shapely.geometry import Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

__all__ = ["LIST", "Commune", "communes", "metres_per_degree", "place_columns", "random_point", "spread"]

LIST = "2024"
SOURCE = Path(__file__).resolve().parents[1] / "don-vi-hanh-chinh-2024" / "cap-xa-2024.geojson"

# Towns have more of everything: how many rows a commune gets for each one a rural commune gets.
WEIGHT_BY_TYPE = {"Phường": 3.0, "Thị trấn": 2.0, "Xã": 1.0}
WEIGHT_BY_DISTRICT = {"718": 2.0, "724": 2.0, "725": 2.0}

# Rows keep off the borders, so that a better drawn boundary moves none of them into another commune.
EDGE_DEGREES = 0.0006


@dataclass(frozen=True)
class Commune:
    """One of the 91 communes in force until 30/06/2025; ``inner`` is the part away from every border."""

    code: str
    name: str
    type: str
    district_code: str
    district: str
    shape: BaseGeometry

    @property
    def weight(self) -> float:
        """How many rows it gets, relative to a rural commune."""
        return WEIGHT_BY_TYPE[self.type] * WEIGHT_BY_DISTRICT.get(self.district_code, 1.0)

    @cached_property
    def inner(self) -> Polygon:
        """The largest part of the outline that lies at least ``EDGE_DEGREES`` from its edge."""
        parts = shapely.get_parts(self.shape.buffer(-EDGE_DEGREES))
        inner = max(parts, key=lambda part: part.area)
        shapely.prepare(inner)
        return inner

    @cached_property
    def centre(self) -> Point:
        """A point well inside, the middle of the settled part in the samples."""
        return self.inner.representative_point()


def communes() -> list[Commune]:
    """All 91 communes in the order of their codes."""
    features = json.loads(SOURCE.read_text(encoding="utf-8"))["features"]
    found = [_commune(feature["properties"], shape(feature["geometry"])) for feature in features]
    return sorted(found, key=lambda commune: commune.code)


def _commune(row: dict[str, str], outline: BaseGeometry) -> Commune:
    return Commune(row["ma"], row["ten_day_du"], row["loai"], row["ma_huyen"], row["ten_huyen"], outline)


def spread(places: list[Commune], total: int) -> Iterator[Commune]:
    """Each commune as often as its weight asks, at least once; ``total`` in all (largest remainders get the rest)."""
    free = total - len(places)
    weights = sum(place.weight for place in places)
    exact = [free * place.weight / weights for place in places]
    counts = [1 + math.floor(share) for share in exact]
    by_remainder = sorted(range(len(places)), key=lambda i: (math.floor(exact[i]) - exact[i], places[i].code))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    for place, count in zip(places, counts, strict=True):
        for _ in range(count):
            yield place


def random_point(commune: Commune, rng: Random) -> tuple[float, float]:
    """A position (longitude, latitude) inside the commune, denser near its centre."""
    west, south, east, north = commune.inner.bounds
    for _ in range(10_000):
        x = round(rng.gauss(commune.centre.x, (east - west) / 4), 6)
        y = round(rng.gauss(commune.centre.y, (north - south) / 4), 6)
        if commune.inner.contains(Point(x, y)):
            return x, y
    raise ValueError(f"no position found inside commune {commune.code}")


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length of one degree of longitude and of latitude at a latitude, on the WGS 84 ellipsoid."""
    semi_major, eccentricity2 = 6_378_137.0, 0.006_694_379_990_14
    phi = math.radians(latitude)
    root = 1 - eccentricity2 * math.sin(phi) ** 2
    east = semi_major / math.sqrt(root) * math.cos(phi)
    north = semi_major * (1 - eccentricity2) / root**1.5
    return math.radians(east), math.radians(north)


def place_columns(commune: Commune) -> dict[str, str]:
    """The columns that say where a row is: names, code and the list the code belongs to (codes are re-used between lists)."""
    return {"xa_phuong": commune.name, "quan_huyen": commune.district, "ma_xa": commune.code, "danh_sach": LIST}
