"""``/feature/<layer>/<id>``: the page of one row, and the same as GeoJSON and JSON-LD."""

import json
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response, request

from ckanext.binhduong.core.problems.action_errors import is_busy
from ckanext.binhduong.portal.feature.feature_page import GEOJSON, HTML, TYPES, facts_of, json_ld, split_suffix
from ckanext.binhduong.portal.finder.cards import rows_of
from ckanext.binhduong.portal.helpers import binhduong_layers_of

__all__ = ["show_feature"]


def show_feature(layer: str, feature_id: str) -> Response:
    """Answer with one feature, as the address's suffix or else ``Accept`` asks; 404 says where to look next."""
    feature_id, kind = split_suffix(feature_id)
    kind = kind or TYPES[request.accept_mimetypes.best_match(list(TYPES), default=HTML)]
    try:
        feature = tk.get_action("feature_show")({}, {"layer": layer, "id": feature_id})
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        if is_busy(error):
            raise
        return _gone(layer, kind)
    known = next((each for each in binhduong_layers_of() if each["id"] == layer), {})
    response = make_response(_page(feature, known)) if kind == HTML else _document(feature, known, kind)
    response.vary.add("Accept")
    return response


def _gone(layer: str, kind: str) -> Response:
    """Say why there is no such page, as far as that can be known, and lead to the layer's rows and releases."""
    if kind != HTML:
        return tk.abort(404)
    known = next((each for each in binhduong_layers_of() if each["id"] == layer), None)
    if known and not known["key_column"]:
        said = tk._("Rows of this dataset have no lasting number: a new release may have given this one another. Look for it by its name.")
    else:
        said = tk._("The row may have been taken out by a newer release. Look for it by its name.")
    response = make_response(tk.render("error_document_template.html", {"code": 404, "content": said, "layer": known}), 404)
    response.vary.add("Accept")
    return response


def _page(feature: dict[str, Any], layer: dict[str, Any]) -> str:
    found = facts_of(feature, layer.get("fields", []))
    point = found["point"]
    units = tk.get_action("place_at")({}, {"lon": point[0], "lat": point[1]}) if point else []
    row = rows_of([feature], {feature["layer"]: layer})[0]
    shown = {
        "feature": feature,
        "layer": layer,
        "found": found,
        "row": row,
        "units": [unit for unit in units if unit["level"] == "commune"],
    }
    return tk.render("binhduong/feature.html", shown)


def _document(feature: dict[str, Any], layer: dict[str, Any], kind: str) -> Response:
    site = tk.config["ckan.site_url"].rstrip("/")
    dataset = f"{site}/dataset/{feature['dataset']}"
    address = tk.h.url_for("binhduong.feature", layer=feature["layer"], feature_id=feature["id"], locale="default", _external=True)
    document = feature if kind == GEOJSON else json_ld(feature, layer.get("fields", []), address, dataset)
    response = Response(json.dumps(document, ensure_ascii=False), content_type=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
