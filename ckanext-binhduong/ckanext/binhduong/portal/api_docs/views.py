"""``/docs/api``: the API for people, and its OpenAPI document for programs."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify

from ckanext.binhduong.core.answer_headers.deprecations import DEPRECATED
from ckanext.binhduong.core.clock import TIMES
from ckanext.binhduong.portal.api_docs.spec import ACTION, document

__all__ = ["binhduong_docs"]

binhduong_docs = Blueprint("binhduong_docs", __name__, url_prefix="/docs/api")

VERSION = "1.0.0"
"""Changes when an action takes or gives something else."""


@binhduong_docs.route("", strict_slashes=False)
def reference() -> str:
    """The reference, to be read and tried."""
    spec = _document()
    operations = [
        {"path": path, "method": method, "name": path.removeprefix(ACTION), **operation}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    ]
    shown = {
        "spec": spec,
        "operations": operations,
        "times": TIMES,
        "real": _real(),
        "site": tk.config["ckan.site_url"],
        "deprecated": DEPRECATED,
    }
    return tk.render("docs/api.html", shown)


@binhduong_docs.route("/openapi.json")
def openapi() -> Response:
    """The document that code generators and test tools read."""
    answer = jsonify(_document())
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _document() -> dict[str, Any]:
    site, lang = tk.config["ckan.site_url"].rstrip("/"), "en" if tk.h.lang() == "en" else "vi"
    return document(site, lang, _real(), VERSION, tk.h.binhduong_export_formats())


def _real() -> dict[str, str]:
    """What this portal has to show in examples: a layer of points, where there is one, with its resource and a feature."""
    layers = tk.get_action("layer_list")({}, {})
    layer = next((each for each in layers if each["geometry_type"] == "Point" and each["count"]), None)
    if layer is None:
        return {}
    found = tk.get_action("feature_search")({}, {"layer": layer["id"], "limit": 1})["features"]
    names = {"layer": layer["id"], "resource": layer["resource_id"], "dataset": layer["dataset"]}
    return names | ({"feature": str(found[0]["id"])} if found else {})
