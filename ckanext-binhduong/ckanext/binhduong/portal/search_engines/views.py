"""What search engines and other readers are given: the sitemap, ``llms.txt``, and the facts of a page in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.binhduong.portal.search_engines.sitemap import LARGEST, Page, index, pages_of, urlset

__all__ = ["binhduong_search_engines"]

binhduong_search_engines = Blueprint("binhduong_search_engines", __name__)

_STANDING = (
    "/",
    "/dataset/",
    "/map",
    "/group/",
    "/organization/",
    "/place",
    "/ke-hoach",
    "/ke-hoach/tre-han",
    "/de-nghi",
    "/about",
    "/docs/api",
)
_PAGE = 1000
_FEATURES = 1000
"""Features of a layer whose pages are listed; those of larger layers are found from their dataset's page."""
_WRITTEN_ALIKE = ("text", "integer", "date")
"""Types of a key column whose values JSON and a feature's address write in the same way."""


@binhduong_search_engines.route("/sitemap.xml")
def sitemap() -> Response:
    """All public pages, or the list of the files that name them."""
    pages = list(_pages())
    return _xml(urlset(_site(), pages) if len(pages) * 2 <= LARGEST else index(_site(), len(pages)))


@binhduong_search_engines.route("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One file of a sitemap that needs several."""
    pages = pages_of(list(_pages()), number)
    return _xml(urlset(_site(), pages)) if pages else tk.abort(404)


@binhduong_search_engines.route("/llms.txt")
def llms() -> Response:
    """What a program that reads text finds here, and what it must not get wrong (the proposal of llmstxt.org)."""
    words = {"site": _site(), "title": tk.config["ckan.site_title"], "description": tk.config["ckan.site_description"].rstrip(".") + "."}
    text = tk.render("binhduong/llms.txt", words)
    return Response(text, content_type="text/plain; charset=utf-8")


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")


def _site() -> str:
    return tk.config["ckan.site_url"].rstrip("/")


def _pages() -> Iterator[Page]:
    yield from (Page(path) for path in _STANDING)
    yield from (Page(f"/group/{name}") for name in tk.get_action("group_list")({}, {}))
    yield from (Page(f"/organization/{name}") for name in tk.get_action("organization_list")({}, {}))
    yield from _datasets()
    for layer in tk.get_action("layer_list")({}, {}):
        if _key_type(layer) in _WRITTEN_ALIKE and layer["count"] <= _FEATURES:
            yield from _features(layer)


def _key_type(layer: dict[str, Any]) -> str | None:
    return next((field["type"] for field in layer["fields"] if field["id"] == layer["key_column"]), None)


def _datasets() -> Iterator[Page]:
    start = 0
    while True:
        asked = {"fl": "name,metadata_modified", "rows": _PAGE, "start": start, "sort": "name asc"}
        found = tk.get_action("package_search")({}, asked)["results"]
        yield from (Page(f"/dataset/{dataset['name']}", str(dataset.get("metadata_modified") or "")) for dataset in found)
        if len(found) < _PAGE:
            return
        start += _PAGE


def _features(layer: dict[str, Any]) -> Iterator[Page]:
    # The keys alone: the rows with their shapes weigh a thousand times as much.
    key = layer["key_column"]
    asked = {"resource_id": layer["resource_id"], "fields": [key], "limit": _FEATURES, "include_total": False}
    try:
        found = tk.get_action("datastore_search")({}, asked)["records"]
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return  # it has been taken down since the layers were listed
    yield from (Page(f"/feature/{layer['id']}/{quote(str(each[key]), safe='')}", str(layer.get("published") or "")) for each in found)
