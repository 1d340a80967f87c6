"""Datasets by place: box, shape, circle and unit, ranked by how well their extents fit."""

from __future__ import annotations

import json

import pytest
import shapely
from ckan import model
from ckan.lib.search import rebuild
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.search.index.extents import extent_fields, extent_of
from ckanext.binhduong.search.query.places.shapes import MAX_VERTICES, asked_shapes
from ckanext.binhduong.search.query.search_errors import SearchArgumentError
from tests.search.conftest import box, make_dataset, several

ASKED = "106.60,10.95,106.70,11.05"
ASKED_WKT = "POLYGON((106.60 10.95,106.70 10.95,106.70 11.05,106.60 11.05,106.60 10.95))"


@pytest.fixture(scope="module")
def catalogue(empty_catalogue):
    make_dataset("ca-tinh", "Cả tỉnh", units=["74@2024"])
    make_dataset("vua-van", "Vừa vặn", spatial=box(106.60, 10.95, 106.70, 11.05))
    make_dataset("mot-nua", "Một nửa", spatial=box(106.60, 10.95, 106.65, 11.05))
    make_dataset("mot-goc", "Một góc", spatial=box(106.69, 11.04, 106.80, 11.15))
    make_dataset("hai-ben", "Hai bên", spatial=several(box(106.40, 10.95, 106.50, 11.05), box(106.80, 10.95, 106.90, 11.05)))
    make_dataset("thu-dau-mot", "Thủ Dầu Một", units=["718@2024"])
    make_dataset("dinh-hoa", "Định Hòa", units=["25759@2024"])
    make_dataset("phu-giao", "Phú Giáo", units=["722@2024"])
    make_dataset("khong-cho", "Không có phạm vi")


def found_in(names, **place):
    return names(extras=place, rows=100)


@pytest.mark.usefixtures("catalogue")
class TestPlaces:
    """On the real Solr."""

    @pytest.mark.parametrize(
        "place", [{"ext_bbox": ASKED}, {"ext_geom": ASKED_WKT}, {"ext_geom": json.dumps(box(106.6, 10.95, 106.7, 11.05))}]
    )
    def test_the_best_fit_is_first(self, names, place):
        """Equal before half, half before the whole province, a mere corner last; what lies on both sides is not found."""
        found = found_in(names, **place)
        assert found[0] == "vua-van"
        assert found.index("mot-nua") < found.index("ca-tinh") < found.index("mot-goc")
        assert not {"hai-ben", "khong-cho", "phu-giao"} & set(found)

    def test_parts_of_an_extent_are_found_each(self, names):
        """A box in the gap between two parts finds nothing of them, one on either part does."""
        assert "hai-ben" not in found_in(names, ext_bbox="106.55,10.96,106.56,10.97")
        assert "hai-ben" in found_in(names, ext_bbox="106.81,10.96,106.82,10.97")

    def test_a_part_fits_better_than_one_box_around_both(self, names):
        """Asked for one of its two parts, the two-part dataset comes before the province."""
        found = found_in(names, ext_bbox="106.80,10.95,106.90,11.05")
        assert found.index("hai-ben") < found.index("ca-tinh")

    def test_near(self, names):
        """A circle of 2 km in the east part; 500 km reach everything with an extent."""
        assert found_in(names, ext_near="106.85,11.0", ext_radius=2000) == ["hai-ben"]
        assert "khong-cho" not in found_in(names, ext_near="106.45,11.0", ext_radius="500000")
        assert len(found_in(names, ext_near="106.45,11.0", ext_radius="500000")) == 8

    def test_within_a_successor_is_a_proper_subset(self, names):
        """25747@2025 is one of the five successors of 718@2024; Định Hòa is in another one, Phú Giáo in neither."""
        old, new = set(found_in(names, ext_within="718@2024")), set(found_in(names, ext_within="25747@2025"))
        assert new < old
        assert {"thu-dau-mot", "ca-tinh"} <= new
        assert "dinh-hoa" in old - new
        assert "phu-giao" not in old

    def test_answers_say_how_exact_the_boundary_is(self):
        """The shapes of 2025 are approximate, and the answer says so."""
        assert call_action("package_search", extras={"ext_within": "25747@2025"})["boundary"] == "approximate"
        assert "boundary" not in call_action("package_search")

    def test_the_unit_itself_ranks_first(self, names):
        """Who asks for Thủ Dầu Một gets the dataset of Thủ Dầu Một before that of the province."""
        assert found_in(names, ext_within="718@2024")[0] == "thu-dau-mot"

    def test_neighbours_that_only_touch_are_not_found(self, names):
        """Bàu Bàng shares a border with Phú Giáo and nothing else."""
        assert "phu-giao" not in found_in(names, ext_within="719@2024")

    def test_places_combine_with_words(self, names):
        """Words and place both hold; what is of the named unit stands before what is of a ward in it."""
        assert names(q="thủ dầu một", extras={"ext_within": "718@2024"}) == ["thu-dau-mot", "dinh-hoa"]

    def test_datasets_without_an_extent_can_be_found(self, names):
        """They are counted by a facet and found by it."""
        assert names(fq="has_extent:false") == ["khong-cho"]

    def test_unit_facet_counts_what_lies_below(self, names):
        """A district finds its communes' datasets, the province all."""
        assert set(names(fq='units:"718@2024"')) == {"thu-dau-mot", "dinh-hoa"}
        assert set(names(fq='units:"74@2024"')) == {"thu-dau-mot", "dinh-hoa", "ca-tinh", "phu-giao"}

    def test_unit_tree(self):
        """Province, district and commune as a tree."""
        items = tk.get_action("package_search")({"ignore_auth": True}, {"facet.field": ["units"], "rows": 0})["search_facets"]["units"][
            "items"
        ]
        (province,) = tk.h.binhduong_unit_tree(items)
        assert (province["name"], province["display_name"], province["count"]) == ("74@2024", "Tỉnh Bình Dương", 4)
        assert [(node["name"], node["count"]) for node in province["children"]] == [("718@2024", 2), ("722@2024", 1)]
        assert [node["name"] for node in province["children"][0]["children"]] == ["25759@2024"]

    def test_the_page_takes_places_too(self, app):
        """`/dataset/?ext_within=…` lists the unit's dataset; a shape that is none is answered with 400."""
        assert "/dataset/thu-dau-mot" in app.get("/dataset/", query_string={"ext_within": "718@2024"}).body
        app.get("/dataset/", query_string={"ext_geom": "POLYGON((1"}, status=400)


STAR = "POLYGON((106 10,107 11,107 10,106 11,106 10))"
REFUSED = {
    "million vertices": ({"ext_geom": "POLYGON((" + "106 10," * 1_000_000 + "106 10))"}, "too-long"),
    "many vertices": ({"ext_geom": "LINESTRING(" + ",".join(f"106.{n} 10" for n in range(MAX_VERTICES + 1)) + ")"}, "too-many-vertices"),
    "not a number": ({"ext_geom": '{"type":"Point","coordinates":[NaN,10]}'}, "not-a-shape"),
    "infinite": ({"ext_geom": "POINT(inf 10)"}, "not-a-shape"),
    "antimeridian": ({"ext_geom": "POLYGON((-179 10,179 10,179 11,-179 11,-179 10))"}, "antimeridian"),
    "metres": ({"ext_geom": "POINT(685000 1213000)"}, "out-of-range"),
    "self-crossing": ({"ext_geom": STAR}, "invalid-shape"),
    "collection": ({"ext_geom": "GEOMETRYCOLLECTION(POINT(106 10))"}, "not-a-shape"),
    "no shape": ({"ext_geom": "hình tròn"}, "not-a-shape"),
    "deep": ({"ext_geom": '{"type":"Polygon","coordinates":' + "[" * 100_000}, "not-a-shape"),
    "empty": ({"ext_geom": "POLYGON EMPTY"}, "not-a-shape"),
    "Solr syntax": ({"ext_geom": "Intersects(ENVELOPE(1,2,3,4))"}, "not-a-shape"),
    "bbox NaN": ({"ext_bbox": "nan,nan,nan,nan"}, "box"),
    "bbox over the antimeridian": ({"ext_bbox": "170,10,-170,11"}, "box"),
    "bbox with three": ({"ext_bbox": "1,2,3"}, "box"),
    "bbox upside down": ({"ext_bbox": "106,11,107,10"}, "box"),
    "near swapped": ({"ext_near": "10.98,106.65"}, "position"),
    "near words": ({"ext_near": "đây"}, "position"),
    "radius of the moon": ({"ext_near": "106,10", "ext_radius": "1e9"}, "out-of-range"),
    "radius alone": ({"ext_radius": "5"}, "needs"),
    "unknown unit": ({"ext_within": "718"}, "unknown-unit"),
    "unit as a list": ({"ext_within": ["718@2024", "722@2024"]}, "unknown-unit"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_and_wrong_places_are_refused(name):
    """Each with its own message; none reaches Solr."""
    extras, code = REFUSED[name]
    with pytest.raises(SearchArgumentError) as caught:
        asked_shapes(extras)
    assert caught.value.code == code


def test_where_a_shape_is_wrong_is_told_in_our_words():
    """The point where the star crosses itself, and no word of the geometry library's."""
    with pytest.raises(SearchArgumentError, match=r"^(?!.*Self-intersection).*106\.5,10\.5.*106\.5,10\.5"):
        asked_shapes({"ext_geom": STAR})


def test_a_detailed_shape_is_sent_simpler():
    """9,000 vertices become at most 500, and the area stays within 2 %."""
    circle = shapely.Point(106.6, 11).buffer(0.2, quad_segs=2250)
    sent = asked_shapes({"ext_geom": shapely.to_wkt(circle, rounding_precision=5)})["ext_geom"]
    assert shapely.get_num_coordinates(sent) <= 500
    assert sent.area == pytest.approx(circle.area, rel=0.02)


def test_extent_comes_from_the_units_when_the_dataset_gives_none():
    """Two communes far apart are two parts; the fields have a box for each."""
    fields = extent_fields(extent_of(None, ["25759@2024", "25858@2024"]))
    assert json.loads(fields["spatial"])["type"] == "MultiPolygon"
    assert [fields[f"extent_{part}_area"] > 0 for part in range(4)] == [True, True, False, False]
    assert fields["extent_area"] == pytest.approx(fields["extent_0_area"] + fields["extent_1_area"])


def test_an_extent_that_crosses_itself_is_mended_not_dropped():
    """Old data may hold a bow-tie; it is indexed as its two triangles."""
    bow_tie = {"type": "Polygon", "coordinates": [[[106, 10], [107, 11], [107, 10], [106, 11], [106, 10]]]}
    assert extent_fields(extent_of(bow_tie, []))["extent_area"] == pytest.approx(0.5)


@pytest.mark.parametrize("spatial", [None, "", "{", '{"type":"Point","coordinates":[685000,1213000]}', '{"type":"Point","coordinates":[]}'])
def test_no_usable_extent(spatial):
    """Nothing is indexed, and the dataset counts among those without an extent."""
    assert extent_fields(extent_of(spatial, [])) == {"has_extent": False}


def test_a_very_detailed_extent_is_indexed_simpler():
    """20,000 vertices would make every search slow that has to look at them."""
    coast = shapely.Point(106.6, 11).buffer(0.2, quad_segs=5000)
    kept = extent_of(json.dumps(shapely.geometry.mapping(coast)), [])
    assert shapely.get_num_coordinates(kept) < 200
    assert kept.area == pytest.approx(coast.area, rel=0.02)


@pytest.mark.usefixtures("empty_catalogue")
def test_an_unreadable_extent_in_old_data_does_not_stop_the_indexing(names):
    """It counts as none; the dataset is found by its words."""
    dataset = make_dataset("cu", "Dữ liệu cũ")
    package = model.Package.get(dataset["id"])
    package.extras = {**package.extras, "spatial": '{"type":"Polygon","coordinates":[]}', "provenance": "dài " * 20_000}
    model.Session.commit()
    rebuild(dataset["id"])
    assert names(q="dữ liệu cũ", fq="has_extent:false") == ["cu"]
