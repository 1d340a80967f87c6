"""``/records``: OGC API - Records. Every answer is that of an anonymous visitor, whoever asks."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ckan.lib.search.query import solr_literal
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.metadata.bulk.tombstone_graph import find_tombstone
from ckanext.binhduong.metadata.portal_dataset import described_dataset
from ckanext.binhduong.metadata.records import documents
from ckanext.binhduong.metadata.records.addresses import MOUNT, OPERATIONS
from ckanext.binhduong.metadata.records.documents import Service
from ckanext.binhduong.metadata.records.openapi import openapi
from ckanext.binhduong.metadata.records.questions import DEFAULT_LIMIT, Search, read_question, search_of
from ckanext.binhduong.metadata.records.record import record
from ckanext.binhduong.metadata.withdrawals.page import said_of

__all__ = ["binhduong_records"]

binhduong_records = Blueprint("binhduong_records", __name__, url_prefix=MOUNT)

# Pages follow each other by when datasets were made: an edit moves no other dataset to another page.
_ORDER = "metadata_created asc, id asc"
_DOCUMENTS = {
    "landing": documents.landing,
    "conformance": documents.conformance,
    "api": openapi,
    "collections": documents.collections,
    "collection": documents.collection,
}


def _describe(operation: str) -> BaseResponse:
    read_question(request.args.to_dict(flat=False), OPERATIONS[operation].parameters)
    return _answer(operation, _DOCUMENTS[operation](_service()))


for _name in _DOCUMENTS:
    _path = OPERATIONS[_name].path.removesuffix("/")
    binhduong_records.add_url_rule(_path, _name, _describe, defaults={"operation": _name}, strict_slashes=False)


@binhduong_records.route(OPERATIONS["items"].path)
def items() -> BaseResponse:
    """The datasets that answer a question, a page at a time."""
    question = read_question(request.args.to_dict(flat=False))
    limit, offset = question.get("limit", DEFAULT_LIMIT), question.get("offset", 0)
    asked = search_of(question, solr_literal)
    matched, found = _find(asked, limit, offset) if asked else (0, [])
    return _answer("items", documents.page(_service(), found, matched, request.args.to_dict(), limit, offset))


@binhduong_records.route(OPERATIONS["item"].path.replace("{recordId}", "<record_id>"))
def item(record_id: str) -> BaseResponse:
    """One dataset; 410 for a public one that was withdrawn."""
    read_question(request.args.to_dict(flat=False), OPERATIONS["item"].parameters)
    asked = search_of({"ids": (record_id,)}, solr_literal)
    _, found = _find(asked, 1, 0) if asked else (0, [])
    if found:
        return _answer("item", found[0])
    tombstone = find_tombstone(record_id)
    if tombstone is None or tombstone.dataset_id != record_id:
        return tk.abort(404, tk._("Dataset not found"))
    answer = jsonify(said_of(tombstone))
    answer.status_code, answer.headers["Cache-Control"] = 410, "no-cache"
    return answer


def _find(asked: Search, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many datasets answer, and those of the page as records."""
    place = {"extras": {"ext_bbox": ",".join(map(str, asked.box))}} if asked.box else {}
    wanted = {"q": "*:*", "fq_list": asked.filters, "rows": limit, "start": offset, "sort": _ORDER, "facet": "false"}
    result = tk.get_action("package_search")({"user": "", "auth_user_obj": None}, wanted | place)
    resources = [resource["id"] for data in result["results"] for resource in data["resources"]]
    forms = tk.h.binhduong_served_forms(resources)
    service = _service()
    collection = service.address("collection")
    return result["count"], [record(described_dataset(data, {}), forms, collection, service.language) for data in result["results"]]


def _service() -> Service:
    site, licence = tk.config["ckan.site_url"].rstrip("/"), tk.config["ckanext.binhduong.catalog_licence"]
    return Service(site, tk.config["ckan.site_title"], licence, "en" if tk.h.lang() == "en" else "vi")


def _answer(operation: str, document: dict[str, Any]) -> BaseResponse:
    """Send a document; who has it already gets 304."""
    body = json.dumps(document, ensure_ascii=False)
    response = Response(body, content_type=OPERATIONS[operation].media)
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.cache_control.no_cache = True
    return response.make_conditional(request)
