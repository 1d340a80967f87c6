"""Columns whose names are also words of our own statements: the layer answers everywhere, with their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import call_action

from tests.features.conftest import Store
from tests.features.ogc.conftest import Answer, get, layers

__all__ = ["get", "layers"]

NAMES = ["p", "t", "shape", "cut", "found", "page", "placed", "place", "feature", "features", "matched", "counted", "value", "tile", "last"]
LAYER = "ten-cot"


@pytest.fixture(scope="module")
def hostile(store: Store, layers: None) -> str:
    """A layer of one point with a column of each name, each with its own name as value."""
    columns = ", ".join(f'"{name}" text' for name in NAMES)
    point = "_geom geometry(Point,4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(106.65, 10.98), 4326)) STORED"
    table = store._table(LAYER, f"ten text, {columns}, {point}")
    listed = ", ".join(f'"{name}"' for name in NAMES)
    store.run(f"INSERT INTO public.{table} (ten, {listed}) VALUES ({', '.join(['%s'] * (len(NAMES) + 1))})", ("Một", *NAMES))
    store._publish(LAYER, table, [(name, "text") for name in ("ten", *NAMES)], "nha-thuoc", None, "Point", 1)
    return LAYER


def test_features_have_the_columns(get: Callable[..., Answer], hostile: str) -> None:
    """A page, one feature, and a page sorted by each of them."""
    (feature,) = get(f"/collections/{hostile}/items").json["features"]
    assert {name: feature["properties"][name] for name in NAMES} == {name: name for name in NAMES}
    assert get(f"/collections/{hostile}/items/{feature['id']}").json["properties"]["p"] == "p"
    for name in NAMES:
        assert get(f"/collections/{hostile}/items", sortby=name, **{"filter": f"\"{name}\"='{name}'"}).json["numberReturned"] == 1, name


def test_tiles_have_the_columns(get: Callable[..., Answer], hostile: str) -> None:
    """From zoom 10 on a tile carries them, before it only the ids."""
    for place in ("12/1922/3261", "8/120/203"):
        assert get(f"/collections/{hostile}/tiles/WebMercatorQuad/{place}").status == 200, place


def test_the_action_has_the_columns(app: Any, hostile: str) -> None:
    """`feature_search` of the layer, and of all layers together."""
    (feature,) = call_action("feature_search", layer=hostile)["features"]
    assert feature["properties"]["p"] == "p"
    assert hostile in {found["layer"] for found in call_action("feature_search", near="106.65,10.98", limit=20)["features"]}
