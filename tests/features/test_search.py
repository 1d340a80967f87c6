"""`feature_search`, `feature_show` and `layer_list` on the real PostGIS."""

from __future__ import annotations

import random
import unicodedata

import psycopg2
import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action
from pyproj import Geod

from ckanext.binhduong.core.connections.databases import geo_database
from ckanext.binhduong.features.layers import layer_of, published_layers
from ckanext.binhduong.features.query import search as room
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.statements import search_statement
from tests.features.conftest import HERE, box

RANDOM = random.Random(7)
PHARMACIES = [
    (f"NT{n:03}", f"Nhà thuốc số {n}", "2026-03-0" + str(n % 9 + 1), n / 2, 106.5 + RANDOM.random() / 3, 10.85 + RANDOM.random() / 3)
    for n in range(300)
]
CLINICS = [(f"PK{n}", "Phòng khám Đức An", None, None, 106.5 + RANDOM.random() / 3, 10.85 + RANDOM.random() / 3) for n in range(40)]
ZONES = [("Khu A", box(106.6, 10.9, 106.7, 11.0)), ("Khu B", box(106.64, 10.97, 106.66, 10.99)), ("Khu C", box(106.9, 11.2, 106.91, 11.21))]


@pytest.fixture(scope="module", autouse=True)
def layers(store):
    store.points("nha-thuoc", PHARMACIES, theme="nha-thuoc")
    store.points("phong-kham", CLINICS)
    store.zones("phan-khu", ZONES)


def nearest(rows, position, count):
    """The ids and spheroid metres that `near` must give, computed without PostGIS."""
    earth = Geod(ellps="WGS84")
    metres = sorted((earth.inv(*position, row[4], row[5])[2], row[0]) for row in rows)
    return [(name, distance) for distance, name in metres[:count]]


def test_near_gives_the_nearest_first_in_spheroid_metres(search):
    """Ids, order and distances equal those of an independent geodesic computation."""
    found = search(theme="nha-thuoc", near="106.65,10.98", limit=25)["features"]
    expected = nearest(PHARMACIES, HERE, 25)
    assert [feature["id"] for feature in found] == [name for name, _ in expected]
    assert [feature["distance_m"] for feature in found] == pytest.approx([metres for _, metres in expected], abs=0.02)


def test_the_order_is_right_where_degrees_and_metres_disagree(store, ids):
    """At 60° north a point 0.010° east is nearer than one 0.008° north; the index alone would say the opposite."""
    store.points("phia-bac", [("dong", "Đông", None, None, 106.010, 60.0), ("bac", "Bắc", None, None, 106.0, 60.008)])
    assert ids(layer="phia-bac", near="106,60", limit=1) == ["dong"]


def test_near_merges_layers_in_one_order(search):
    """Pharmacies and clinics alternate by distance."""
    found = search(near="106.65,10.98", limit=200, bbox="106,10,107,12")["features"]
    points = [feature for feature in found if feature["layer"] != "phan-khu"]
    assert [feature["id"] for feature in points] == [name for name, _ in nearest(PHARMACIES + CLINICS, HERE, len(points))]
    assert [feature["id"] for feature in found[:2]] == ["1", "2"]


@pytest.mark.parametrize("near", [{}, {"near": "106.65,10.98"}])
def test_pages_give_every_feature_once_in_the_order_of_one_page(search, near):
    """Walking the cursor over several layers gives what one large page gives; only the first page counts."""
    whole = search(**near, limit=1000)
    pages, cursor = [], None
    while True:
        page = search(**near, limit=97, **({"cursor": cursor} if cursor else {}))
        assert ("count" in page) is (cursor is None)
        pages += page["features"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert pages == whole["features"]
    assert whole["next_cursor"] is None
    assert whole["count"] == len(whole["features"])


def test_equal_distances_do_not_lose_or_repeat_features(store, search):
    """Ten features at one place are walked one by one."""
    store.points("mot-cho", [(f"X{n}", "Cùng chỗ", None, None, 106.4, 11.4) for n in range(10)])
    seen, cursor = [], None
    for _ in range(10):
        page = search(layer="mot-cho", near="106.41,11.4", limit=1, **({"cursor": cursor} if cursor else {}))
        seen.append(page["features"][0]["id"])
        cursor = page["next_cursor"]
    assert (sorted(seen), cursor) == ([f"X{n}" for n in range(10)], None)
    store.withdraw("mot-cho")


def test_radius_is_in_metres(ids):
    """Exactly the pharmacies within 5 km."""
    expected = [name for name, metres in nearest(PHARMACIES, HERE, 300) if metres <= 5000]
    assert len(expected) > 3
    assert ids(layer="nha-thuoc", near="106.65,10.98", radius="5000", limit=1000) == expected


def test_at_gives_the_shapes_that_cover_the_point(ids):
    """Both zones around the point, not the third."""
    assert ids(layer="phan-khu", at="106.65,10.98") == ["1", "2"]
    assert ids(layer="phan-khu", at="106.905,11.205") == ["3"]


def test_bbox(ids):
    """Exactly the pharmacies in the box."""
    expected = [row[0] for row in PHARMACIES if 106.6 <= row[4] <= 106.7 and 10.9 <= row[5] <= 11.0]
    assert sorted(ids(layer="nha-thuoc", bbox="106.6,10.9,106.7,11.0", limit=1000)) == expected


@pytest.mark.parametrize("q", ["Đức An", "duc an", unicodedata.normalize("NFD", "Đức An"), "phòng khám đứ", "AN DUC"])
def test_words_are_folded(search, q):
    """With marks, without, decomposed, the beginning of the last word, in any order."""
    assert search(q=q, limit=1)["count"] == 40


def test_words_that_are_nowhere_find_nothing(search):
    """No feature, and the count says so."""
    assert search(q="qqzz") == {"features": [], "next_cursor": None, "count": 0}


def test_properties_hold_the_published_columns_with_their_types(search):
    """Dates are ISO, numbers numbers; layer, theme, dataset and distance stand beside."""
    feature = search(layer="nha-thuoc", near=f"{PHARMACIES[7][4]},{PHARMACIES[7][5]}", limit=1)["features"][0]
    assert feature == {
        "type": "Feature",
        "id": "NT007",
        "geometry": {"type": "Point", "coordinates": pytest.approx([PHARMACIES[7][4], PHARMACIES[7][5]], abs=1e-6)},
        "properties": {
            "ma": "NT007",
            "ten": "Nhà thuốc số 7",
            "ngay": "2026-03-08",
            "so_giuong": 3.5,
            "kinh_do": PHARMACIES[7][4],
            "vi_do": PHARMACIES[7][5],
        },
        "layer": "nha-thuoc",
        "theme": "nha-thuoc",
        "dataset": "nha-thuoc",
        "distance_m": 0.0,
        "open": None,
        "open_changes": None,
    }


def test_the_geometry_column_is_not_repeated(search):
    """The text column that holds a zone's GeoJSON is the feature's geometry, not also a property."""
    feature = search(layer="phan-khu", limit=1)["features"][0]
    assert (feature["properties"], feature["geometry"]["type"]) == ({"ten": "Khu A"}, "MultiPolygon")


def test_show_gives_one_feature_with_its_permalink():
    """By the key where there is one; without one there is no promise, so no permalink."""
    feature = call_action("feature_show", layer="nha-thuoc", id="NT007")
    assert (feature["properties"]["ten"], feature["permalink"]) == ("Nhà thuốc số 7", "http://test.ckan.net/feature/nha-thuoc/NT007")
    assert (feature["dataset"], feature["dataset_title"]) == ("nha-thuoc", "Lớp nha-thuoc")
    assert call_action("feature_show", layer="phan-khu", id=2)["permalink"] is None


@pytest.mark.parametrize("place", [("nha-thuoc", "khong-co"), ("khong-co", "NT001"), ("layers", "1"), ("phan-khu", "1; DROP TABLE x")])
def test_what_is_not_there_is_not_found(place):
    """Unknown layers, also a name in the schema that is no layer, and unknown ids."""
    with pytest.raises(tk.ObjectNotFound):
        call_action("feature_show", layer=place[0], id=place[1])


def test_layer_list():
    """Every promised field of a layer, and the theme as a filter."""
    (layer,) = call_action("layer_list", theme="nha-thuoc")
    assert layer["fields"][2] == {"id": "ngay", "type": "date", "title": "ngay", "role": None}
    assert {
        name: layer[name] for name in ("id", "title", "theme", "geometry_type", "count", "extent", "release", "published", "key_column")
    } == {
        "id": "nha-thuoc",
        "title": "Lớp nha-thuoc",
        "theme": "nha-thuoc",
        "geometry_type": "Point",
        "count": 300,
        "extent": [106.3, 10.8, 107.0, 11.5],
        "release": 3,
        "published": "2026-11-01T01:00:00.000Z",
        "key_column": "ma",
    }
    assert {layer["id"] for layer in call_action("layer_list")} >= {"nha-thuoc", "phong-kham", "phan-khu"}


QUESTIONS = {
    "near": Question(near=HERE, limit=20),
    "near and radius": Question(near=HERE, radius=800.0, limit=20),
    "bbox": Question(bbox=(106.65, 10.98, 106.652, 10.982)),
    "at": Question(at=HERE),
    "within": Question(within="25741@2024"),
}


@pytest.fixture(scope="module")
def large_layer(store):
    """20,000 points, so that reading the whole table is no plan worth choosing."""
    store.points("rat-nhieu", [])
    store.run(
        "INSERT INTO public._t_rat_nhieu (ma, ten, kinh_do, vi_do) SELECT n::text, 'Điểm', 106.3 + 0.7 * random(), 10.8 + 0.7 * random()"
        " FROM generate_series(1, 20000) n"
    )
    store.run("ANALYZE public._t_rat_nhieu")
    yield layer_of(published_layers(geo_database(), layer="rat-nhieu")[0])
    store.withdraw("rat-nhieu")


@pytest.mark.parametrize("name", QUESTIONS)
def test_plans_use_the_spatial_index(large_layer, name):
    """No statement of a place reads the whole table."""
    statement, values = search_statement([large_layer], QUESTIONS[name], None, 21)
    plan = "\n".join(row["QUERY PLAN"] for row in geo_database().rows(psycopg2.sql.SQL("EXPLAIN ") + statement, values))
    assert "_geom_idx" in plan
    assert "Seq Scan on _t_" not in plan


@pytest.mark.parametrize(
    ("arguments", "statements"),
    [
        ({"near": "106.65,10.98", "limit": 500}, 2),
        ({"q": "thuốc", "counts": True}, 2),
        ({"near": "106.65,10.98", "facets": True}, 2),
    ],
)
def test_all_layers_are_asked_at_once(search, monkeypatch, arguments, statements):
    """The list of layers and one statement for all of them, however many there are; the choices are one more where a layer has any."""
    database = geo_database()
    asked = []
    rows = database.rows
    monkeypatch.setattr(database, "rows", lambda *statement: asked.append(statement) or rows(*statement))
    search(**arguments)
    assert len(published_layers(database)) > 1
    assert len(asked) - 1 == statements


def test_a_count_of_each_layer_is_given_when_asked_for(search):
    """`counts` has every layer that is asked, with 0 where nothing answers; their sum is the count."""
    answer = search(q="thuốc", counts=True)
    assert set(answer["counts"]) == {row["layer"] for row in published_layers(geo_database())}
    assert sum(answer["counts"].values()) == answer["count"]
    assert answer["counts"]["nha-thuoc"] > 0


def test_a_withdrawn_layer_is_gone_at_once(store, ids, search):
    """The next request does not see it."""
    store.points("tam-thoi", [("T1", "Tạm thời", None, None, 106.6, 11.1)])
    assert ids(layer="tam-thoi") == ["T1"]
    store.withdraw("tam-thoi")
    with pytest.raises(tk.ObjectNotFound):
        ids(layer="tam-thoi")


def test_a_layer_that_vanishes_between_list_and_statement_is_left_out(store, search, monkeypatch):
    """The request is asked again and answers without it."""
    store.points("bien-mat", [("B1", "Biến mất", None, None, 106.6, 11.1)])
    listed = room.published_layers
    monkeypatch.setattr(room, "published_layers", lambda *args, **kwargs: _withdrawing(store, listed(*args, **kwargs)))
    assert {feature["layer"] for feature in search(q="thuốc", limit=5)["features"]} == {"nha-thuoc"}


def _withdrawing(store, rows):
    if any(row["layer"] == "bien-mat" for row in rows):
        store.withdraw("bien-mat")
    return rows
