"""What stands in front of ckanext-dcat's addresses: which of them exist, what they may be asked, and who gets RDF at a page's address."""

from __future__ import annotations

from importlib.metadata import entry_points
from urllib.parse import urlencode

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import CONTENT_TYPES, read_catalog_page, read_dataset_page
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.core.parameters import read_limit
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.metadata.bulk.tombstone_graph import find_tombstone, tombstone_graph
from ckanext.binhduong.metadata.bulk.views import read_since
from ckanext.binhduong.metadata.dcat import concepts
from ckanext.binhduong.metadata.dcat.serializer import written
from ckanext.binhduong.metadata.marks import mark
from ckanext.binhduong.metadata.withdrawals import page

__all__ = ["binhduong_metadata"]

binhduong_metadata = Blueprint("binhduong_metadata", __name__)

_DATASET, _CATALOGUE = "dataset.read", ("binhduong.home", "dataset.search")
_FORMS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "xml", "text/n3": "n3"}
_MOST_PAGES = 10_000


@binhduong_metadata.before_app_request
def answer_metadata() -> BaseResponse | None:
    """Refuse a form that ckanext-dcat would fail on and a page that there cannot be; give RDF to a program that prefers it to a page."""
    if request.blueprint == "dcat":
        if (request.view_args or {}).get("_format") not in CONTENT_TYPES:
            tk.abort(404)
        _check_arguments()
        return _gone((request.view_args or {}).get("_id"), (request.view_args or {})["_format"])
    form = _wanted_form()
    if form is None:
        return None
    if request.endpoint == _DATASET:
        dataset = (request.view_args or {})["id"]
        return _gone(dataset, form) or _finished(read_dataset_page(dataset, form))
    _check_arguments()
    return _finished(read_catalog_page(form))


@binhduong_metadata.after_app_request
def mark_answer(response: BaseResponse) -> BaseResponse:
    """Name what an answer depends on, and give metadata the marks by which a reader need not fetch it twice; say what is withdrawn."""
    if request.endpoint == _DATASET:
        response = page.in_place_of(response)
    if request.endpoint == _DATASET or request.endpoint in _CATALOGUE:
        response.vary.add("Accept")
    is_metadata = request.blueprint == "dcat" and request.method in ("GET", "HEAD") and response.status_code == 200
    return _finished(response) if is_metadata else response


@binhduong_metadata.route("/id/<any('data-kind', 'licence', 'hvd-category'):kind>/<code>")
def identifier(kind: str, code: str) -> BaseResponse:
    """Answer one of our identifiers by ``Accept``: JSON-LD (the default) or another RDF form; for HTML the way to its datasets."""
    graph = concepts.graph_of(kind, code, tk.config["ckan.site_url"].rstrip("/"))
    if graph is None:
        return tk.abort(404)
    best = request.accept_mimetypes.best_match(["application/ld+json", *_FORMS, "text/html"], "application/ld+json")
    if best == "text/html":
        response = tk.redirect_to(f"/dataset/?{urlencode({concepts.FILTERS[kind]: code})}")
        response.status_code = 303
        response.vary.add("Accept")
        return response
    form = best or "application/ld+json"
    return _finished(Response(written(graph, _FORMS[form]), content_type=form))


def _gone(dataset: str | None, form: str) -> BaseResponse | None:
    """Answer 410 for a public dataset that was deleted, with what is remembered of it."""
    tombstone = find_tombstone(dataset) if dataset else None
    if tombstone is None:
        return None
    return Response(written(tombstone_graph(tombstone), form), 410, content_type=CONTENT_TYPES[form], headers={"Cache-Control": "no-cache"})


def _wanted_form() -> str | None:
    """Return the RDF form that the caller of a page prefers to a page, if any."""
    if request.method not in ("GET", "HEAD") or request.endpoint not in (_DATASET, *_CATALOGUE):
        return None
    return _FORMS.get(request.accept_mimetypes.best_match(["text/html", *_FORMS], "text/html"))


def _check_arguments() -> None:
    """Refuse arguments of the feed of datasets that it cannot be asked with, by their names."""
    if "page" in request.args:
        read_limit("page", request.args["page"], _MOST_PAGES)
    read_since(request.args.get("modified_since") or "")
    if profiles := request.args.get("profiles"):
        known = sorted(entry_points(group="ckan.rdf.profiles").names)
        if not set(profiles.split(",")) <= set(known):
            raise ArgumentError("profiles", "wrong-value", allowed=", ".join(known))


def _finished(response: BaseResponse) -> BaseResponse:
    """Mark metadata by their content; who has them already gets 304."""
    dataset = (request.view_args or {}).get("_id") or (request.view_args or {}).get("id")
    stored = model.Package.get(dataset) if dataset else None
    return mark(response, request.environ, stored.metadata_modified if stored else None)
