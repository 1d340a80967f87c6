"""What the index says of a dataset's releases, on the real Solr: formats and kinds of shapes."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests.helpers import call_action

from tests.releases.conftest import TABLE, add

pytestmark = pytest.mark.usefixtures("clean")


def facets() -> dict[str, set[str]]:
    """The values of both facets."""
    names = ["served_formats", "geometry_type"]
    found = call_action("package_search", **{"facet.field": names})["facets"]
    return {name: set(found[name]) for name in names}


def test_a_release_with_points_is_served_in_every_format(dataset: dict[str, Any]) -> None:
    """Once it is published: before, a dataset is served in none."""
    assert facets() == {"served_formats": set(), "geometry_type": set()}
    add(dataset)
    found = facets()
    assert found["geometry_type"] == {"point"}
    assert {"csv", "xlsx", "geojson", "gpkg", "parquet"} <= found["served_formats"]


def test_a_table_without_a_place_has_no_shapes(dataset: dict[str, Any]) -> None:
    """Nor formats that need some."""
    add(dataset, TABLE)
    found = facets()
    assert found["geometry_type"] == set()
    assert {"csv", "xlsx"} <= found["served_formats"]
    assert not {"geojson", "gpkg"} & found["served_formats"]
