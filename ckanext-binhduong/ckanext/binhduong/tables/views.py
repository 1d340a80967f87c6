"""``/dataset/<name>/resource/<id>/rows``: the rows of a published table by an address, and the OpenAPI document of that table."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.core.connections.databases import datastore_database
from ckanext.binhduong.core.problems.request_errors import LayerNotFoundError
from ckanext.binhduong.tables.columns import Table, read_table
from ckanext.binhduong.tables.row_api.asked import read_asked
from ckanext.binhduong.tables.row_api.examples import examples_of
from ckanext.binhduong.tables.row_api.formats import FORMS
from ckanext.binhduong.tables.row_api.openapi import Described, document
from ckanext.binhduong.tables.row_api.page import find_page

__all__ = ["binhduong_rows"]

binhduong_rows = Blueprint("binhduong_rows", __name__)

_ADDRESS = "/dataset/<id>/resource/<resource_id>/rows"


@binhduong_rows.route(_ADDRESS, defaults={"ext": "json"})
@binhduong_rows.route(f"{_ADDRESS}.<ext>")
def rows(id: str, resource_id: str, ext: str) -> BaseResponse:
    """Answer one page of rows, or of groups of rows.

    Args:
        id: the dataset's name or id.
        ext: the form, as ``FORMS`` has it.
    """
    _, table = _readable(id, resource_id)
    asked = read_asked(list(request.args.items(multi=True)), table)
    form = FORMS.get(ext)
    shapes = ext == "geojson"
    if form is None or (shapes and (asked.is_grouped or not table.has_shapes)):
        return tk.abort(404, tk._("There is no file of this format."))
    page = find_page(datastore_database(), table, asked, tk.config["SECRET_KEY"], shapes=shapes)
    following = _next(page.next) if page.next else None
    links = [f'<{following}>; rel="next"'] if following else []
    links.append(f'<{_site()}{request.path.rpartition("/")[0]}/rows/openapi.json>; rel="service-desc"; type="application/json"')
    return _answer(form.write(page, following), form.media_type, {"Link": ", ".join(links)})


@binhduong_rows.route(f"{_ADDRESS}/openapi.json")
def openapi(id: str, resource_id: str) -> BaseResponse:
    """Answer the OpenAPI document of one table: its columns, what each can be asked, and examples from its rows."""
    resource, table = _readable(id, resource_id)
    described = Described(
        site=_site(),
        path=request.path.removesuffix("/openapi.json"),
        title=resource.get("name") or resource["id"],
        title_en=resource.get("name_en") or "",
        examples=examples_of(datastore_database(), table),
    )
    spec = document(table, described, "en" if tk.h.lang() == "en" else "vi")
    return _answer(json.dumps(spec, ensure_ascii=False, indent=1), "application/json", {})


def _readable(id: str, resource_id: str) -> tuple[dict[str, Any], Table]:
    """Return the resource and its table when the caller may see the dataset; what may not be seen is not there."""
    try:
        dataset = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Dataset not found"))
    resource = next((each for each in dataset["resources"] if each["id"] == resource_id), None)
    if resource is None or dataset.get("state") == "deleted":
        return tk.abort(404, tk._("Resource not found"))
    try:
        return resource, read_table(datastore_database(), resource_id)
    except LayerNotFoundError:
        return tk.abort(404, tk._("This resource has no published table."))


def _site() -> str:
    return tk.config["ckan.site_url"].rstrip("/")


def _next(token: str) -> str:
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "next"]
    return f"{_site()}{request.path}?{urlencode([*asked, ('next', token)])}"


def _answer(body: str, media_type: str, headers: dict[str, str]) -> BaseResponse:
    """Send a text; who has it already gets 304."""
    response = Response(body, content_type=media_type, headers=headers)
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.cache_control.no_cache = True
    response.vary.update(["Authorization", "Cookie"])
    return response.make_conditional(request)
