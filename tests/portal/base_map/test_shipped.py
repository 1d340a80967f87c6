"""The base map that ships: what is on it, and what pages say of it."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from ckanext.binhduong.places import UnitList, all_units
from frontend.base_map import build
from frontend.base_map.layers import features

ARCHIVE = Path(__file__).parents[3] / "ckanext-binhduong/ckanext/binhduong/portal/public/binhduong/base-map/base-map.pmtiles"
Layer = Callable[[str], Any]


@pytest.fixture(scope="module")
def layer() -> Layer:
    """A layer of the tiles of the nearest zoom, as a table."""
    return lambda name: pyogrio.read_dataframe(ARCHIVE, layer=name)


def names(layer: Layer, kind: str) -> set[str]:
    """The names of one kind that the tiles hold."""
    rows = layer("name")
    return set(rows[rows.kind == kind].name)


@pytest.mark.parametrize(
    ("kind", "of", "level"), [("unit", "2025", "commune"), ("district", "2024", "district"), ("commune", "2024", "commune")]
)
def test_every_unit_of_both_lists_has_its_name(layer: Layer, kind: str, of: UnitList, level: Any) -> None:
    """36 units of 2025; 9 districts and 91 communes of 2024."""
    rows = layer("name")
    assert set(rows[rows.kind == kind].list) == {of}
    assert names(layer, kind) == {unit.name for unit in all_units(of, level)}


def test_a_merged_province_is_named_once_and_where_its_namesake_was(layer: Layer) -> None:
    """Hồ Chí Minh of 2025 holds Bình Dương; its name stands in the old city, not on the portal's own area."""
    rows = layer("name")
    cities = rows[(rows.kind == "province") & (rows.name == "Hồ Chí Minh")].to_crs(4326)
    assert sorted(cities.list) == ["2024", "2025"]
    assert cities.geometry.y.max() < 10.87
    assert set(rows[(rows.kind == "province") & (rows.name == "Bình Phước")].list) == {"2024"}


def test_rivers_have_the_names_that_people_know(layer: Layer) -> None:
    """The two large ones flow where people know them: the Sài Gòn along the west, the Đồng Nai along the south-east."""
    rivers = layer("water").dropna(subset=["name"]).to_crs(4326).dissolve("name")
    assert set(rivers.index) == {"Sông Sài Gòn", "Sông Đồng Nai", "Sông Thị Tính", "Sông La Ngà", "Sông Vàm Cỏ Đông", "Sông Vàm Cỏ Tây"}
    assert rivers.geometry["Sông Sài Gòn"].centroid.x < 106.55 < 106.7 < rivers.geometry["Sông Đồng Nai"].bounds[0]


def test_places_are_those_of_the_catalogue_that_still_are(layer: Layer) -> None:
    """Seven towns; airfields that are in use, closed ones not; the bus stops of 2018."""
    places = layer("place")
    assert sorted(places[places.kind == "town"].name) == [
        "Bến Cát",
        "Dĩ An",
        "Dầu Tiếng",
        "Lái Thiêu",
        "Thuận An",
        "Thủ Dầu Một",
        "Tân Uyên",
    ]
    assert set(places[places.kind == "airfield"].name) == {"Sân bay Tân Sơn Nhất", "Sân bay Biên Hòa", "Sân bay Phú Giáo"}
    assert len(layer("bus_stop").drop_duplicates("geometry")) >= 200


def test_each_feature_says_its_layer_and_zooms() -> None:
    """A feature without them would lie on every zoom in a layer that no style draws; only what differs between the lists has one."""
    found = list(features())
    assert {each["tippecanoe"]["layer"] for each in found} == {"water", "border", "name", "home", "place", "bus_stop"}
    assert all(0 <= each["tippecanoe"]["minzoom"] <= each["tippecanoe"]["maxzoom"] == 10 for each in found)
    listed = {each["properties"]["kind"] for each in found if "list" in each["properties"]}
    assert listed == {"province", "district", "commune", "unit"}


@pytest.mark.usefixtures("clean_db")
def test_pages_with_a_map_say_where_its_tiles_are_and_whose(app: Any) -> None:
    """The address has the digest of the file, so that it may be kept for a year; the credit names every maker."""
    found = re.search(r'<script type="application/json" id="base-map">(.*?)</script>', app.get("/map").body, re.DOTALL)
    assert found
    said = json.loads(found[1])
    assert said["tiles"].endswith(f"/binhduong/base-map/base-map.pmtiles?v={hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()[:10]}")
    assert re.findall(r">([^<]+)</a>", said["credit"]) == ["GSHHG", "censusVN2009", "GeoNames", "OurAirports", "© OpenStreetMap"]
    assert said["lists"]["2025"].startswith("Đơn vị hành chính từ 1/7/2025")
    assert said["locale"]["NavigationControl.ZoomIn"] == "Phóng to"


def test_the_shipped_tiles_are_what_the_sources_give(tmp_path: Path) -> None:
    """Cut again, the same bytes: who changes a source or a rule cuts the tiles too."""
    build.main(tmp_path / "again.pmtiles")
    assert (tmp_path / "again.pmtiles").read_bytes() == ARCHIVE.read_bytes()
