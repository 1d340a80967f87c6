"""What the tests of this package share: a small catalogue in the database and in Solr."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan import plugins
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.connections.circuit_breaker import CircuitBreaker
from ckanext.binhduong.search import solr_connection
from ckanext.binhduong.search.without_solr import public_datasets

DEAD = "http://127.0.0.1:1/solr/ckan"
OFFICER = "can-bo"
AGENCIES = {"so-xay-dung": ("Sở Xây dựng", "Department of Construction"), "so-y-te": ("Sở Y tế", "Department of Health")}
THEMES = {"quy-hoach": ("Quy hoạch", "Planning"), "y-te": ("Y tế", "Health"), "nha-thuoc": ("Nhà thuốc", "Pharmacies")}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A GeoJSON polygon of a box in WGS 84."""
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}


def several(*boxes: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON multipolygon of some boxes."""
    return {"type": "MultiPolygon", "coordinates": [each["coordinates"] for each in boxes]}


def make_dataset(name: str, title: str, **fields: Any) -> dict[str, Any]:
    """A dataset with every required field; ``spatial`` may be an object."""
    base = {
        "notes": "Không có mô tả.",
        "owner_org": "so-y-te",
        "theme": "y-te",
        "license_id": "CC-BY-4.0",
        "data_kind": "sample",
        "contact_name": "Văn phòng",
        "contact_email": "vanphong@example.vn",
    }
    if "spatial" in fields:
        fields["spatial"] = json.dumps(fields["spatial"])
    return call_action("package_create", context={"user": OFFICER}, name=name, title=title, **{**base, **fields})


@pytest.fixture(scope="module")
def empty_catalogue(reset_db: Callable[[], None], reset_index: Callable[[], None]) -> None:
    """A catalogue of two agencies and three themes, without datasets, once a module; the portal's plugins are loaded."""
    if not plugins.plugin_loaded("binhduong_search"):
        plugins.load_all()
    reset_db()
    reset_index()
    factories.Sysadmin(name=OFFICER, password="mot cau dai de thu")
    for name, (title, title_en) in AGENCIES.items():
        call_action("organization_create", context={"user": OFFICER}, name=name, title=title, title_en=title_en)
    for name, (title, title_en) in THEMES.items():
        call_action("group_create", context={"user": OFFICER}, name=name, title=title, title_en=title_en)


@pytest.fixture
def no_solr(catalogue: None, with_plugins: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Solr refuses connections; nothing read before is kept."""
    own = CircuitBreaker(pause=600)
    stock = solr_connection.Guard.__init__
    monkeypatch.setattr(solr_connection.Guard, "__init__", lambda self, breaker=own: stock(self, breaker))
    monkeypatch.setitem(tk.config, "solr_url", DEAD)
    public_datasets._kept.clear()
    solr_connection._session.cache_clear()
    yield
    solr_connection._session.cache_clear()


@pytest.fixture
def names() -> Callable[..., list[str]]:
    """Give the names a search finds, in its order."""

    def search(**params: Any) -> list[str]:
        return [dataset["name"] for dataset in call_action("package_search", **params)["results"]]

    return search
