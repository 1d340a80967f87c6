"""Layers to ask, and how they are asked: over WSGI, through all guards."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.features.conftest import Store, box

BASE = "http://test.ckan.net/geo"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"

PHARMACIES = [
    ("NT01", "Nhà thuốc Đức An", "2024-01-05", 3, 106.65, 10.98),
    ("NT02", "Nhà thuốc đức bình", "2024-02-10", 7.5, 106.66, 10.99),
    ("NT03", "Quầy thuốc O'Hara", "2024-03-15", None, 106.67, 11.00),
    ("NT04", "Quầy thuốc 100%", None, 12, 106.68, 11.10),
    ("NT05", "Nhà thuốc Ánh", "2025-07-01", 5, None, None),
    ("NT06", "Nhà thuốc Dầu Tiếng", "2025-08-20", 5, 106.36, 11.28),
]
"""ma, ten, ngay, so_giuong, kinh_do, vi_do; the fifth has no place."""


class Answer:
    """An answer: status, headers and body."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.data: bytes = response.get_data()

    @property
    def text(self) -> str:
        """The body as text."""
        return self.data.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The document."""
        return json.loads(self.text)

    @property
    def ids(self) -> list[str]:
        """Of the features, in order."""
        return [feature["id"] for feature in self.json["features"]]

    def link(self, rel: str) -> str | None:
        """The address of the first link of that relation."""
        return next((each["href"] for each in self.json["links"] if each["rel"] == rel), None)


@pytest.fixture(scope="module")
def layers(store: Store) -> None:
    """A layer of six pharmacies and one of three zones without a key."""
    store.points("nha-thuoc", PHARMACIES, theme="nha-thuoc")
    zones = [("Khu A", 106.6, 106.7), ("Khu B", 106.7, 106.8), ("Khu C", 106.8, 106.9)]
    store.zones("phan-khu", [(name, box(west, 10.9, east, 11.0)) for name, west, east in zones])


@pytest.fixture
def get(app: Any, layers: None) -> Callable[..., Answer]:
    """Ask an address below ``/geo``, or a whole one that a link has; parameters with ``__`` for ``-``."""

    def ask(path: str = "", accept: str = "", **parameters: Any) -> Answer:
        query = urlencode({name.replace("__", "-"): value for name, value in parameters.items()})
        address = path.removeprefix("http://test.ckan.net") if path.startswith("http") else f"/geo{path}"
        headers = {"Accept": accept} if accept else {}
        return Answer(app.get(address + (("&" if "?" in address else "?") + query if query else ""), headers=headers))

    return ask


@pytest.fixture
def items(get: Callable[..., Answer]) -> Callable[..., list[str]]:
    """Ask for pharmacies: the ids."""
    return lambda **parameters: get("/collections/nha-thuoc/items", **parameters).ids


@pytest.fixture
def filtered(items: Callable[..., list[str]]) -> Callable[[str], str]:
    """Ask for pharmacies by a filter: the last digits of their ids."""
    return lambda text: "".join(each[-1] for each in items(filter=text))
