"""Open now, always open, values of columns, and the choices with their counts."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.features.query import opening
from ckanext.binhduong.features.query import search as room
from ckanext.binhduong.vn import VIETNAM_TIME

SUNDAY_NOON = datetime(2026, 11, 22, 12, 30, tzinfo=VIETNAM_TIME)

SHOPS = [
    ("A1", "Nhà thuốc An", "Nhà thuốc", True, "7h-21h", 106.650, 10.980),
    ("A2", "Nhà thuốc Bình", "Nhà thuốc", False, "T2-T7 07:00-21:00; CN 08:00-12:00", 106.651, 10.981),
    ("A3", "Quầy thuốc Chi", "Quầy thuốc", True, "24/7", 106.652, 10.982),
    ("A4", "Quầy thuốc Dung", "Quầy thuốc", None, "theo hẹn", 106.653, 10.983),
    ("A5", "Nhà thuốc Giang", "Nhà thuốc", True, None, 106.654, 10.984),
]
MARKETS = [("C1", "Chợ An", "Chợ", None, "04:00-18:00", 106.66, 10.99)]


@pytest.fixture(scope="module", autouse=True)
def layers(store):
    store.places("nha-thuoc", SHOPS)
    store.places("cho", MARKETS, theme="mat-hang-thiet-yeu")
    store.points("tram", [("T1", "Trạm An", None, None, 106.65, 10.98)], theme="moi-truong")


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """It is half past twelve on a Sunday."""
    monkeypatch.setattr(room, "now", lambda: SUNDAY_NOON)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"open_now": "true"}, ["A1", "A3"]),
        ({"open_now": "false"}, ["A2"]),
        ({"always_open": "true"}, ["A3"]),
        ({"always_open": "false"}, ["A1", "A2", "A4"]),
        ({"open_now": "true", "always_open": "false"}, ["A1"]),
        ({"open_now": "true", "q": "quay"}, ["A3"]),
        ({"open_now": "true", "near": "106.654,10.984"}, ["A3", "A1"]),
        ({"filters": '{"loai": "Quầy thuốc"}'}, ["A3", "A4"]),
        ({"filters": {"loai": ["Quầy thuốc", "Nhà thuốc"], "gpp": True}}, ["A1", "A3", "A5"]),
        ({"filters": {"gpp": False}}, ["A2"]),
        ({"filters": {"loai": "Nhà thuốc"}, "open_now": "true"}, ["A1"]),
    ],
)
def test_only_what_answers(search, question, expected):
    """Unknown hours are neither open nor closed; conditions hold together; the count is that of the answer."""
    found = search(layer="nha-thuoc", **question)
    assert [feature["id"] for feature in found["features"]] == expected
    assert found["count"] == len(expected)


def test_each_feature_tells_whether_it_is_open(search):
    """True, false or null beside the properties, with the end of it where that is known."""
    told = {feature["id"]: (feature["open"], feature["open_changes"]) for feature in search(layer="nha-thuoc")["features"]}
    assert told == {
        "A1": (True, "2026-11-22T21:00:00+07:00"),
        "A2": (False, "2026-11-23T07:00:00+07:00"),
        "A3": (True, None),
        "A4": (None, None),
        "A5": (None, None),
    }
    assert "open" not in search(layer="nha-thuoc")["features"][0]["properties"]


def test_one_feature_tells_it_too():
    """feature_show has the same words."""
    shown = tk.get_action("feature_show")({}, {"layer": "nha-thuoc", "id": "A2"})
    assert (shown["open"], shown["open_changes"]) == (False, "2026-11-23T07:00:00+07:00")


def test_several_layers_at_once(ids):
    """Names with commas between; the layers that cannot know about hours are left out of a question about hours."""
    assert ids(layer="nha-thuoc, cho") == ["C1", "A1", "A2", "A3", "A4", "A5"]
    assert ids(theme="moi-truong,mat-hang-thiet-yeu") == ["C1", "T1"]
    assert ids(layer="tram,cho", open_now="true") == ["C1"]
    with pytest.raises(tk.ObjectNotFound):
        ids(layer="nha-thuoc,khong-co")


def test_pages_of_a_filtered_question(search):
    """The cursor belongs to the filters; the pages together are the answer."""
    question = {"layer": "nha-thuoc", "filters": {"gpp": True}, "near": "106.654,10.984"}
    first = search(**question, limit=2)
    second = search(**question, limit=2, cursor=first["next_cursor"])
    assert [feature["id"] for page in (first, second) for feature in page["features"]] == ["A5", "A3", "A1"]
    with pytest.raises(tk.ValidationError, match="cursor"):
        search(layer="nha-thuoc", near="106.654,10.984", cursor=first["next_cursor"])


def test_choices_with_their_counts(search):
    """A column's own filter does not narrow its choices, the other conditions do; a choice without any answer keeps its place."""
    found = search(layer="nha-thuoc", filters={"loai": "Quầy thuốc", "gpp": True}, facets="true")["facets"]
    assert found == {
        "nha-thuoc": [
            {
                "column": "loai", "title": "loai", "title_en": "", "type": "text",
                "values": [{"value": "Nhà thuốc", "count": 2}, {"value": "Quầy thuốc", "count": 1}],
            },
            {"column": "gpp", "title": "gpp", "title_en": "", "type": "boolean", "values": [{"value": True, "count": 1}]},
        ]
    }  # fmt: skip
    none = search(layer="nha-thuoc", q="binh", filters={"loai": "Quầy thuốc"}, facets="true")
    assert none["facets"]["nha-thuoc"][0]["values"] == [{"value": "Nhà thuốc", "count": 1}, {"value": "Quầy thuốc", "count": 0}]
    assert "facets" not in search(layer="nha-thuoc")


@pytest.mark.parametrize(
    ("question", "argument", "words"),
    [
        ({"layer": "nha-thuoc", "filters": '{"mau": "xanh"}'}, "filters", ["mau", "gpp, loai"]),
        ({"layer": "nha-thuoc", "filters": '{"ten": "An"}'}, "filters", ["ten", "gpp, loai"]),
        ({"layer": "nha-thuoc", "filters": '{"loai": "Bệnh viện"}'}, "filters", ["Bệnh viện", "Nhà thuốc, Quầy thuốc"]),
        ({"layer": "tram", "open_now": "true"}, "open_now", ["giờ mở cửa", "opening hours"]),
        ({"layer": "nha-thuoc", "open_now": "maybe"}, "open_now", ["true", "false"]),
    ],
)
def test_what_cannot_be_asked_is_400_with_what_can(app, question, argument, words):
    """The message names the argument and what there is instead, in both languages."""
    error = app.get("/api/3/action/feature_search", query_string=question, status=400).json["error"]
    assert all(word in error[argument][0] for word in words)
    assert " / " in error[argument][0]


def test_filters_are_values_never_sql(search):
    """What looks like SQL is a value that is nowhere, or a column that there is not."""
    for filters in ({"loai": "x' OR '1'='1"}, {'loai" = "loai" OR "loai': "x"}):
        with pytest.raises(tk.ValidationError):
            search(layer="nha-thuoc", filters=json.dumps(filters))


def test_hours_read_only_what_the_rest_leaves(search, monkeypatch):
    """The texts of hours are asked of the rows within the other conditions, each evaluated once."""
    asked = []
    known = tk.get_action("feature_search")
    state = opening.vn.opening_state
    monkeypatch.setattr(opening.vn, "opening_state", lambda text, moment: asked.append(text) or state(text, moment))
    known({}, {"layer": "nha-thuoc", "q": "giang chi", "open_now": "true"})
    assert asked == []
    known({}, {"layer": "nha-thuoc", "q": "dung", "open_now": "true"})
    assert asked == ["theo hẹn"]
