"""Boundaries that tile, and the units at a place."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, shape

from ckanext.binhduong.places import all_units, assign_communes, boundary_of, get_unit, named_by_law, tiles, units_at
from ckanext.binhduong.places.units.tables import DATA
from ckanext.binhduong.places.units.tiling import tile

THU_DAU_MOT = (106.6512, 10.9804)  # in the old ward Phú Cường
THAI_HOA = boundary_of("25939@2024")


def found(lon: float, lat: float, year: str) -> list[tuple[str, bool]]:
    """Give what ``units_at`` answers as ids and certainty."""
    answers = units_at(lon, lat, "2024") if year == "2024" else units_at(lon, lat, "2025")
    return [(each["unit"].id, each["certain"]) for each in answers]


@pytest.mark.parametrize("units", [all_units("2024", "commune"), all_units("2024", "district"), all_units("2025", "commune")])
def test_shapes_tile_the_province(units: tuple) -> None:
    """The 91, the 9 and the 36 shapes each cover the province without a gap or an overlap."""
    shapes = [boundary_of(unit.id) for unit in units]
    province = boundary_of("74@2024")
    assert shapely.coverage_is_valid(shapes)
    assert all(shapely.is_valid(shapes))
    assert shapely.equals(shapely.coverage_union_all(shapes), province)
    assert sum(shapely.area(shapes)) == pytest.approx(float(shapely.area(province)), rel=1e-12)


def test_the_three_wards_cover_di_an_exactly() -> None:
    """The shape of 724@2024 equals the union of its three wards of 2025."""
    assert shapely.equals(shapely.union_all([boundary_of(f"{code}@2025") for code in ("25942", "25945", "25951")]), boundary_of("724@2024"))


def test_all_but_one_are_of_one_piece() -> None:
    """Tây Nam is in two: the part of An Lập that joins An Tây to Thanh Tuyền is the smaller one, so An Lập went to Thanh An."""
    shapes = {unit.name: boundary_of(unit.id) for unit in all_units(level="commune")}
    assert [name for name, each in shapes.items() if each and each.geom_type != "Polygon"] == ["Tây Nam"]


def test_thanh_pho_ho_chi_minh_has_no_shape_here() -> None:
    """A part is not passed off as the whole."""
    assert boundary_of("79@2025") is None
    assert len(tiles("79@2025")) == 91
    with pytest.raises(LookupError):
        boundary_of("79@2024")


def test_shapes_follow_their_source() -> None:
    """Tiling moves borders by slivers only: every commune keeps at least 96 % of its area in common with the source."""
    source = json.loads((DATA / "communes_2024_source.geojson").read_text("utf-8"))["features"]
    originals = {f"{feature['id']}@2024": shape(feature["geometry"]) for feature in source}
    shares = [boundary_of(each).intersection(polygon).area / boundary_of(each).union(polygon).area for each, polygon in originals.items()]  # type: ignore[union-attr]
    assert len(shares) == 91
    assert min(shares) > 0.96


def test_the_committed_shapes_are_what_the_source_gives() -> None:
    """Tiling the source again gives the file in the repository."""
    source = json.loads((DATA / "communes_2024_source.geojson").read_text("utf-8"))["features"]
    for code, polygon in tile({feature["id"]: shape(feature["geometry"]) for feature in source}).items():
        assert shapely.equals_exact(shapely.normalize(polygon), shapely.normalize(boundary_of(f"{code}@2024")), tolerance=1e-9)


def test_tiling_gives_overlaps_and_holes_to_the_longest_neighbour() -> None:
    """Two squares that overlap and a hole between three of them become a clean floor."""
    tiled = tile({"1": box(0, 0, 2, 2), "2": box(1.9, 0, 4, 2), "3": box(0, 2, 4, 3).difference(box(1, 2, 1.5, 2.2))})
    assert shapely.coverage_is_valid(list(tiled.values()))
    assert {code: round(polygon.area, 6) for code, polygon in tiled.items()} == {"1": 4.0, "2": 4.0, "3": 4.0}


def test_a_place_has_one_commune_of_each_list() -> None:
    """The market of Thủ Dầu Một was in Phú Cường and is in Thủ Dầu Một."""
    assert found(*THU_DAU_MOT, "2024") == [("25747@2024", True)]
    assert found(*THU_DAU_MOT, "2025") == [("25747@2025", True)]
    assert [each["unit"].id for each in units_at(*THU_DAU_MOT)] == ["25747@2024", "25747@2025"]


def test_in_a_split_commune_every_unit_of_the_law_is_named() -> None:
    """Thái Hòa went to Tân Khánh and to Tân Đông Hiệp: inside it neither is certain, and the old ward is."""
    assert THAI_HOA is not None
    place = THAI_HOA.representative_point()
    assert found(place.x, place.y, "2025") == [("25891@2025", False), ("25945@2025", False)]
    assert found(place.x, place.y, "2024") == [("25939@2024", True)]


def test_every_commune_answers_as_the_law_says() -> None:
    """For an inner point of each of the 91, the answer is exactly what the law names; certain where it names one."""
    for commune in all_units("2024", "commune"):
        polygon = boundary_of(commune.id)
        assert polygon is not None
        place = polygon.representative_point()
        named = named_by_law(commune.id)
        assert found(place.x, place.y, "2024") == [(commune.id, True)]
        assert found(place.x, place.y, "2025") == [(unit_id, len(named) == 1) for unit_id in named]


def test_on_a_border_the_lowest_code_wins() -> None:
    """Every corner of every boundary belongs to the first commune by code that covers it, so to one only."""
    communes = sorted(all_units("2024", "commune"), key=lambda unit: unit.code)
    shapes = np.array([boundary_of(unit.id) for unit in communes])
    corners = np.unique(shapely.get_coordinates(shapes), axis=0)
    covers = shapely.covers(shapes[None, :], np.asarray(shapely.points(corners))[:, None])
    assert (covers.sum(axis=1) > 1).sum() > 1000
    assert assign_communes(corners[:, 0], corners[:, 1]) == [communes[first].id for first in covers.argmax(axis=1)]


@given(st.floats(106.3, 107.0), st.floats(10.85, 11.51))
def test_any_place_belongs_to_one_commune_or_to_none(lon: float, lat: float) -> None:
    """Inside the province there is one commune of 2024 and its heirs; outside there is nothing."""
    province = boundary_of("74@2024")
    assert province is not None
    old = found(lon, lat, "2024")
    assert len(old) == int(province.covers(shapely.Point(lon, lat)))
    assert [unit_id for unit_id, _ in found(lon, lat, "2025")] == (list(named_by_law(old[0][0])) if old else [])


@pytest.mark.parametrize("place", [(105.85, 21.03), (10.98, 106.65), (float("nan"), 11.0), (float("inf"), 11.0), (0.0, 0.0)])
def test_outside_there_is_nothing(place: tuple[float, float]) -> None:
    """Hà Nội, turned coordinates and missing ones are in no unit."""
    assert units_at(*place) == []


def test_columns_are_assigned_at_once() -> None:
    """A column of places gives a column of communes, with None for the empty and foreign ones."""
    assert assign_communes([106.6512, np.nan, 105.85], [10.9804, 10.98, 21.03]) == ["25747@2024", None, None]
    assert assign_communes([], []) == []


def test_areas_agree_with_the_law() -> None:
    """Districts measured on the shapes are within 6 % of official areas where those are known."""
    assert get_unit("721@2024").area_km2 == pytest.approx(234.35, rel=0.06)
    assert get_unit("74@2024").area_km2 == pytest.approx(2694, rel=0.001)
