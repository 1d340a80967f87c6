"""``feature_suggest``: features by the beginnings of their names, on the real PostGIS."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from tests.features.conftest import Store


@pytest.fixture(scope="module", autouse=True)
def layers(store: Store) -> None:
    """Two layers with a column of names, one without."""
    for layer in ("quay", "tiem"):
        store.places(layer, [(f"{layer}{n}", f"Hòa Bình {n}", "Chợ Lớn", True, "24/7", 106.65, 10.98) for n in range(9)])
        fields = store.run("SELECT fields FROM portal.layer WHERE layer = %s", (layer,))[0][0]
        named = [{**field, "role": "name" if field["id"] == "ten" else field["role"]} for field in fields]
        store.run("UPDATE portal.layer SET fields = %s WHERE layer = %s", (json.dumps(named), layer))
        store.run(f"UPDATE public._t_{layer} SET _full_text = to_tsvector('public.vi', ten || ' ' || loai)")
    store.places("khong-ten", [("x", "Hòa Bình", "", True, "24/7", 106.65, 10.98)])


def ids(**asked: Any) -> list[str]:
    """The ids of what is suggested."""
    return [each["id"] for each in call_action("feature_suggest", **asked)]


@pytest.mark.parametrize("q", ["hoa bi", "Hoà Bình", "hòa bình", "BINH HOA"])
def test_each_layer_in_turn_gives_a_feature_with_the_name(q: str):
    """The last word may be begun; marks, capitals and where the tone stands make no difference."""
    assert ids(q=q, limit=4) == ["quay0", "tiem0", "quay1", "tiem1"]


def test_a_feature_says_what_it_is():
    """Its layer, theme and dataset beside its name."""
    assert call_action("feature_suggest", q="hoa binh 3", limit=1) == [
        {"id": "quay3", "name": "Hòa Bình 3", "layer": "quay", "theme": "nha-thuoc", "dataset": "quay"}
    ]


@pytest.mark.parametrize("q", ["cho lon", "ho", "", "hoa binh x", "' | !:*"])
def test_what_stands_in_another_column_or_is_too_short_is_no_name(q: str):
    """Nor are signs of the database's language."""
    assert ids(q=q) == []


def test_a_withdrawn_layer_is_not_suggested(store: Store):
    """Nor does it disturb the others."""
    store.places("cu", [("cu", "Vĩnh Phú", "", True, "24/7", 106.65, 10.98)])
    store.withdraw("cu")
    assert ids(q="vinh phu") == []


@pytest.mark.parametrize(
    ("asked", "place"), [({"limit": 0}, "limit"), ({"limit": 101}, "limit"), ({"rows": 1}, "rows"), ({"q": ["a"]}, "q")]
)
def test_a_wrong_argument_is_named(asked: dict[str, Any], place: str):
    """As of every action."""
    with pytest.raises(tk.ValidationError) as refused:
        call_action("feature_suggest", **{"q": "hoa", **asked})
    assert place in refused.value.error_dict
