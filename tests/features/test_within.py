"""Features by administrative unit of either list: the parts add up to the whole, each feature once, also on borders."""

from __future__ import annotations

import random

import pytest
import shapely
from shapely.geometry import mapping

from ckanext.binhduong import places as unit_lists
from tests.features.conftest import box

RANDOM = random.Random(724)


def _places():
    """Points all over the province, on the corners of the communes' borders and in the middle of their sides."""
    west, south, east, north = unit_lists.boundary_of("74@2024").bounds
    places = [(RANDOM.uniform(west, east), RANDOM.uniform(south, north)) for _ in range(400)]
    for commune in unit_lists.tiles("724@2024"):
        ring = shapely.get_coordinates(unit_lists.boundary_of(commune).exterior)
        for place in RANDOM.sample(range(len(ring) - 1), 8):
            places.append(tuple(ring[place]))
            places.append(tuple((ring[place] + ring[place + 1]) / 2))
    return [(float(lon), float(lat)) for lon, lat in places]


PLACES = _places()
COMMUNES = [(commune, mapping(unit_lists.boundary_of(commune))) for commune in unit_lists.tiles("74@2024")]


@pytest.fixture(scope="module", autouse=True)
def layers(store):
    store.points("khap-noi", [(f"P{n}", "Khắp nơi", None, None, lon, lat) for n, (lon, lat) in enumerate(PLACES)])
    store.zones("vung", [("Trong Dĩ An", box(106.76, 10.90, 106.765, 10.905)), ("Ngoài tỉnh", box(107.5, 12.0, 107.6, 12.1)), *COMMUNES])


def all_within(ids, unit):
    return ids(layer="khap-noi", within=unit, limit=1000)


def test_each_point_is_in_exactly_the_units_of_its_commune(ids):
    """For every district and every unit of 2025, the same points as by the rule of `vn`."""
    communes = unit_lists.assign_communes([lon for lon, _ in PLACES], [lat for _, lat in PLACES])
    units = [unit.id for unit in (*unit_lists.all_units("2024", "district"), *unit_lists.all_units("2025", "commune"))]
    for unit in units:
        tiles = set(unit_lists.tiles(unit))
        assert all_within(ids, unit) == [f"P{n}" for n, commune in enumerate(communes) if commune in tiles], unit


def test_di_an_is_its_three_successors_together(ids):
    """724@2024 = 25942@2025 ∪ 25945@2025 ∪ 25951@2025, each point once, though many lie on shared borders."""
    old = all_within(ids, "724@2024")
    new = [point for unit in ("25942@2025", "25945@2025", "25951@2025") for point in all_within(ids, unit)]
    assert len(old) > 50
    assert sorted(new) == sorted(old)
    assert len(set(new)) == len(new)


def test_the_districts_together_are_the_province(ids):
    """No point is lost and none counted twice."""
    parts = [point for unit in unit_lists.all_units("2024", "district") for point in all_within(ids, unit.id)]
    assert sorted(parts) == sorted(all_within(ids, "74@2024"))


def test_within_combines_with_near_words_and_box(search):
    """All conditions hold, and the order is by distance."""
    found = search(layer="khap-noi", within="724@2024", near="106.76,10.90", bbox="106.7,10.85,106.8,10.95", q="khắp", limit=1000)
    distances = [feature["distance_m"] for feature in found["features"]]
    assert distances == sorted(distances)
    assert 0 < found["count"] == len(distances)


@pytest.mark.parametrize(("unit", "boundary"), [("724@2024", "exact"), ("25942@2025", "approximate"), ("79@2025", "unknown")])
def test_answers_say_how_exact_the_boundary_is(search, unit, boundary):
    """No shape of 2025 passes for the law's."""
    assert search(layer="khap-noi", within=unit, limit=1)["boundary"] == unit_lists.get_unit(unit).boundary == boundary


def test_shapes_within(ids):
    """A zone inside and the unit's own communes are found; one elsewhere and the communes next door, which only touch, are not."""
    own = [str(3 + place) for place, (commune, _) in enumerate(COMMUNES) if commune in unit_lists.tiles("724@2024")]
    assert ids(layer="vung", within="724@2024") == ["1", *own]


def test_unknown_parts_of_ho_chi_minh_city(ids):
    """Of Thành phố Hồ Chí Minh only the former Bình Dương is known, so it gives what the province gives."""
    assert all_within(ids, "79@2025") == all_within(ids, "74@2024")
