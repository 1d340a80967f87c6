"""The seed and the portal agree about places: the published boundaries are those that it searches by, the codes those that it gives."""

import pytest
import shapely
from shapely.geometry import shape

from ckanext.binhduong.places import all_units, assign_communes, boundary_of
from tests.datasets.seed import features, resources, rows

LAYERS = [(name, resource["file"]) for name, resource in resources() if "ma_xa" in resource["columns"] and resource["format"] == "GeoJSON"]
TABLES = [(name, resource["file"]) for name, resource in resources() if "ma_xa" in resource["columns"] and resource["format"] == "CSV"]


@pytest.mark.parametrize(("level", "file"), [("commune", "cap-xa-2024.geojson"), ("district", "cap-huyen-2024.geojson")])
def test_the_published_boundaries_are_those_the_portal_searches_by(level: str, file: str) -> None:
    """Same units, names and shapes: "within Dĩ An" means the same by the layer and by the unit."""
    published = {feature["id"]: feature for feature in features("don-vi-hanh-chinh-2024", file)}
    units = {unit.id: unit for unit in all_units(list="2024", level=level)}
    assert sorted(published) == sorted(units)
    for unit_id, feature in published.items():
        assert feature["properties"]["ten_day_du"] == units[unit_id].name_with_type
        boundary = boundary_of(unit_id)
        assert boundary is not None
        assert shape(feature["geometry"]).symmetric_difference(boundary).area < 1e-9


def test_the_communes_tile() -> None:
    """No overlap and no gap between the 91, and the nine districts cover exactly the same ground."""
    communes = [shape(f["geometry"]) for f in features("don-vi-hanh-chinh-2024", "cap-xa-2024.geojson")]
    districts = [shape(f["geometry"]) for f in features("don-vi-hanh-chinh-2024", "cap-huyen-2024.geojson")]
    assert all(shapely.is_valid(communes))
    assert shapely.coverage_is_valid(communes)
    assert shapely.union_all(communes).symmetric_difference(shapely.union_all(districts)).area < 1e-9


def test_rings_turn_as_geojson_asks() -> None:
    """RFC 7946: exterior rings anticlockwise."""
    for file in ("cap-xa-2024.geojson", "cap-huyen-2024.geojson"):
        assert all(shape(f["geometry"]).exterior.is_ccw for f in features("don-vi-hanh-chinh-2024", file))


@pytest.mark.parametrize(("dataset", "file"), TABLES)
def test_codes_in_tables_are_those_the_portal_gives(dataset: str, file: str) -> None:
    """The commune of every position, sample or real, as `place_at` answers it."""
    found = rows(dataset, file)
    given = assign_communes([float(row["kinh_do"]) for row in found], [float(row["vi_do"]) for row in found])
    assert given == [f"{row['ma_xa']}@{row['danh_sach']}" for row in found]


@pytest.mark.parametrize(("dataset", "file"), LAYERS)
def test_codes_in_layers_are_those_the_portal_gives(dataset: str, file: str) -> None:
    """The same for cameras, bus stops and planning zones."""
    found = features(dataset, file)
    places = [shape(feature["geometry"]).representative_point() for feature in found]
    given = assign_communes([place.x for place in places], [place.y for place in places])
    assert given == [f"{f['properties']['ma_xa']}@{f['properties']['danh_sach']}" for f in found]


def test_one_dataset_tells_two_neighbouring_wards_apart() -> None:
    """The Wi-Fi points lie in Thủ Dầu Một of 2024 but wholly outside phường Thủ Dầu Một of 2025, one of its successors."""
    found = rows("wifi-cong-cong-thu-dau-mot", "wifi-cong-cong-thu-dau-mot.csv")
    points = shapely.points([[float(row["kinh_do"]), float(row["vi_do"])] for row in found])
    city, ward = boundary_of("718@2024"), boundary_of("25747@2025")
    assert all(shapely.covers(city, points))
    assert not shapely.box(*shapely.total_bounds(points)).intersects(ward)
