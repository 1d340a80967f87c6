"""OGC API - Features Part 2: a test a requirement, and coordinates to the centimetre."""

from __future__ import annotations

import numpy as np
import pytest

from ckanext.binhduong.features.ogc.crs import SYSTEMS, read_system
from ckanext.binhduong.vn.crs import from_wgs84, postgis_srid, proj4text
from tests.features.ogc.conftest import CRS84, EPSG

ITEMS = "/collections/nha-thuoc/items"
ALL = [CRS84, f"{EPSG}4326", f"{EPSG}3857", f"{EPSG}9210"]


def test_req_crs_fc_md_crs_list(get):
    """CRS84 comes first; a collection refers to the list of all; a collection's own document has what OGC's tests know."""
    document = get("/collections").json
    assert (document["crs"], {tuple(each["crs"]) for each in document["collections"]}) == (ALL, {("#/crs",)})
    assert get("/collections/nha-thuoc").json["crs"] == ALL[:3]


def test_req_crs_fc_md_storage_crs(get):
    """The storage's is one of the list."""
    assert get("/collections/nha-thuoc").json["storageCrs"] == CRS84


@pytest.mark.parametrize("crs", ALL)
@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/NT01"])
def test_req_crs_ogc_crs_header(get, path, crs):
    """Every answer with shapes says what their coordinates are, as JSON and as a page."""
    assert get(path).headers["Content-Crs"] == f"<{CRS84}>"
    assert get(path, crs=crs).headers["Content-Crs"] == f"<{crs}>"
    assert get(path, crs=crs, f="html").headers["Content-Crs"] == f"<{crs}>"


@pytest.mark.parametrize(
    ("crs", "coordinates"),
    [
        (CRS84, [106.65, 10.98]),
        (f"{EPSG}4326", [10.98, 106.65]),
        (f"{EPSG}3857", [11872223.692, 1229838.818]),
        (f"{EPSG}9210", [598163.651, 1214391.478]),
    ],
)
@pytest.mark.parametrize("path", [f"{ITEMS}?limit=1", f"{ITEMS}/NT01"])
def test_req_crs_fc_crs_action(get, path, crs, coordinates):
    """In the system's own axis order."""
    document = get(path, crs=crs).json
    found = document.get("features", [document])[0]["geometry"]["coordinates"]
    assert found == pytest.approx(coordinates, abs=2e-3)


def test_shapes_in_vn2000_are_those_of_the_pinned_operation(get):
    """On both sides of 11.04° N, where PROJ left to choose changes its operation, to the millimetre."""
    for feature in get(ITEMS, crs=f"{EPSG}9210").json["features"]:
        if feature["geometry"]:
            lon, lat = (feature["properties"][name] for name in ("kinh_do", "vi_do"))
            expected = np.array(from_wgs84(lon, lat)).ravel()
            assert feature["geometry"]["coordinates"] == pytest.approx(list(expected), abs=0.001)


def test_the_database_has_the_pinned_system(store):
    """The text of datastore.sql is that of vn/crs.py."""
    found = store.run("SELECT proj4text FROM spatial_ref_sys WHERE srid = %s", (postgis_srid(9210),))
    assert found == [(proj4text(9210),)]


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
@pytest.mark.parametrize(
    "value", ["http://www.opengis.net/def/crs/0/unsupported", "EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/3405"]
)
def test_req_crs_exception(get, name, value):
    """What is not in the list is 400, and the answer has the list."""
    answer = get(ITEMS, **{name.replace("-", "__"): value})
    assert (answer.status, answer.json["parameter"], ALL[3] in answer.json["description"]) == (400, name, True)


@pytest.mark.parametrize(
    ("crs", "box"),
    [
        (CRS84, "106.645,10.975,106.665,10.995"),
        (f"{EPSG}4326", "10.975,106.645,10.995,106.665"),
        (f"{EPSG}3857", "11871667,1229273,11873893,1231540"),
        (f"{EPSG}9210", "597600,1213800,599800,1216100"),
    ],
)
def test_req_crs_fc_bbox_crs_action(items, crs, box):
    """The same box in each system, in its axis order."""
    assert items(bbox=box, bbox__crs=crs) == ["NT01", "NT02", "NT05"]


def test_req_crs_fc_bbox_crs_default_value(items):
    """Without ``bbox-crs`` a box is CRS84, whatever the answer is in."""
    assert items(bbox="106.645,10.975,106.665,10.995", crs=f"{EPSG}9210") == ["NT01", "NT02", "NT05"]


def test_a_box_outside_its_system_finds_nothing(items):
    """No latitude is 106: nothing is there, and nothing fails."""
    assert items(bbox="106,10,107,11", bbox__crs=f"{EPSG}4326") == ["NT05"]


@pytest.mark.parametrize("box", ["1e9,0,1e9,1", "2,0,1,1", "0,2,1,1"])
@pytest.mark.parametrize("crs", [f"{EPSG}3857", f"{EPSG}9210"])
def test_a_box_that_is_none_is_refused(get, box, crs):
    """Corners turned round, or beyond the earth."""
    assert get(ITEMS, bbox=box, bbox__crs=crs).status == 400


@pytest.mark.parametrize("box", ["-90000000,-90000000,90000000,90000000", "0,0,0,0", "-1e-300,0,1e-300,1e-300"])
@pytest.mark.parametrize("crs", ALL[2:])
def test_large_and_small_boxes_end(get, box, crs):
    """An answer or a refusal, never an error of ours."""
    assert get(ITEMS, bbox=box, bbox__crs=crs).status in (200, 400)


def test_other_names_of_the_systems():
    """URNs and CRS84 with a height are the same systems."""
    assert read_system("crs", "urn:ogc:def:crs:EPSG::9210") is SYSTEMS[f"{EPSG}9210"]
    assert read_system("crs", "http://www.opengis.net/def/crs/OGC/0/CRS84h") is SYSTEMS[CRS84]
