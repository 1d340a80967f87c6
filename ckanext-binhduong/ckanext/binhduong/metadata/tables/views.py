"""The addresses of the descriptions of tables: of a whole dataset and of one resource."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.metadata.portal_dataset import described_dataset
from ckanext.binhduong.metadata.tables.croissant import croissant
from ckanext.binhduong.metadata.tables.csvw import csvw
from ckanext.binhduong.metadata.tables.data_package import data_package
from ckanext.binhduong.metadata.tables.described import Dataset

__all__ = ["binhduong_tables_metadata"]

binhduong_tables_metadata = Blueprint("binhduong_tables_metadata", __name__)

_JSON, _CSVW, _JSON_LD = "application/json", "application/csvm+json", "application/ld+json"


@binhduong_tables_metadata.route("/dataset/<id>/datapackage.json")
def dataset_package(id: str) -> BaseResponse:
    """Answer a dataset's Data Package."""
    return _answer(data_package(_dataset(id)), _JSON)


@binhduong_tables_metadata.route("/dataset/<id>/resource/<resource_id>/datapackage.json")
def resource_package(id: str, resource_id: str) -> BaseResponse:
    """Answer a Data Package of one table."""
    return _answer(data_package(_dataset(id, resource_id)), _JSON)


@binhduong_tables_metadata.route("/dataset/<id>/croissant.jsonld")
def dataset_croissant(id: str) -> BaseResponse:
    """Answer a dataset in Croissant."""
    return _answer(croissant(_dataset(id)), _JSON_LD)


# The two places where a reader of CSV on the Web looks by itself (Model for Tabular Data, 5.3).
@binhduong_tables_metadata.route("/dataset/<id>/resource/<resource_id>/csv-metadata.json")
@binhduong_tables_metadata.route("/dataset/<id>/resource/<resource_id>/export.csv-metadata.json")
def resource_csvw(id: str, resource_id: str) -> BaseResponse:
    """Answer the metadata of a table's CSV."""
    dataset = _dataset(id, resource_id)
    return _answer(csvw(dataset.tables[0], dataset), _CSVW)


@binhduong_tables_metadata.after_app_request
def link_csv(response: BaseResponse) -> BaseResponse:
    """Name the metadata of a CSV beside it, where a reader of CSV on the Web looks first."""
    arguments = request.view_args or {}
    if request.endpoint == "binhduong_exports.export" and arguments.get("ext") == "csv" and response.status_code in (200, 206, 304):
        address = f"{request.path.rpartition('/')[0]}/csv-metadata.json"
        # Before the link to the licence: readers stop at the first that describes the file, and warn of others on their way.
        links = [f'<{address}>; rel="describedby"; type="{_CSVW}"', *response.headers.getlist("Link")]
        response.headers["Link"] = ", ".join(links)
    return response


def _dataset(id: str, resource_id: str | None = None) -> Dataset:
    """Read a dataset that the caller may see, of one table only where a resource is named."""
    try:
        data = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Dataset not found"))
    wanted = [resource for resource in data["resources"] if resource_id in (None, resource["id"])]
    tables = tk.h.binhduong_described_tables(wanted)
    if resource_id is not None and resource_id not in tables:
        return tk.abort(404, tk._("This resource has no published table."))
    return described_dataset(data, tables)


def _answer(described: dict[str, Any], media_type: str) -> BaseResponse:
    """Send a document; who has it already gets 304."""
    body = json.dumps(described, ensure_ascii=False, indent=1)
    response = Response(body, content_type=media_type)
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.cache_control.no_cache = True
    return response.make_conditional(request)
