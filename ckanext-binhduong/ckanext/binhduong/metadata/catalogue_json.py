"""``/data.json``: the public catalogue in Project Open Data, written as it is read, a page of datasets in memory at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from ckan import model
from ckan.lib.search.query import solr_literal
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request, stream_with_context
from werkzeug.http import is_resource_modified, quote_etag
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.metadata.portal_dataset import described_dataset
from ckanext.binhduong.metadata.project_open_data import HEAD, pod_dataset

__all__ = ["binhduong_data_json"]

binhduong_data_json = Blueprint("binhduong_data_json", __name__)

_PAGE = 100


@binhduong_data_json.route("/data.json")
def data_json() -> BaseResponse:
    """Answer the catalogue; who has it already gets 304."""
    marks = {"ETag": quote_etag(_mark(), weak=True), "Cache-Control": "no-cache"}
    if not is_resource_modified(request.environ, etag=marks["ETag"]):
        return Response(status=304, headers=marks)
    body = "" if request.method == "HEAD" else stream_with_context(_pieces())
    return Response(body, content_type="application/json", headers=marks)


def _mark() -> str:
    """Return what tells one state of the public catalogue from another: how many datasets, and the newest change."""
    found = _search(rows=1, sort="metadata_modified desc, id desc", fl="id,metadata_modified")
    newest = found["results"][0] if found["results"] else {}
    parts = [found["count"], newest.get("id"), newest.get("metadata_modified"), tk.config["ckan.site_url"]]
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def _pieces() -> Iterator[str]:
    yield json.dumps(HEAD, indent=1)[:-2] + ',\n "dataset": ['
    before = "\n"
    for dataset in _datasets():
        yield before + json.dumps(dataset, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _datasets() -> Iterator[dict[str, Any]]:
    after = ""
    while True:
        # Pages begin after an id: what is added or taken away meanwhile moves no other dataset.
        beyond = [f"id:{{{solr_literal(after)} TO *]"] if after else []
        page = _search(rows=_PAGE, sort="id asc", fq_list=beyond)["results"]
        resources = [resource for data in page for resource in data["resources"]]
        forms = tk.h.binhduong_served_forms([resource["id"] for resource in resources])
        tables = tk.h.binhduong_described_tables(resources)
        for data in page:
            yield pod_dataset(described_dataset(data, tables), forms)
        # An answer to a slow reader keeps no transaction open.
        model.Session.commit()
        if len(page) < _PAGE:
            return
        after = page[-1]["id"]


def _search(**asked: Any) -> dict[str, Any]:
    # As nobody in particular: public datasets, the same for all readers.
    return tk.get_action("package_search")({"user": "", "auth_user_obj": None}, {"q": "*:*", "facet": "false", **asked})
