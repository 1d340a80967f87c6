"""``/feature/<layer>/<id>``: the page of one row, and the same as GeoJSON and JSON-LD; of a row that was taken out, what was last known."""

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response, request

from ckanext.binhduong.core.light_path.feature_documents import HTML, document_of, facts_of, kind_asked
from ckanext.binhduong.core.problems.action_errors import is_busy
from ckanext.binhduong.portal.feature.gone import last_feature
from ckanext.binhduong.portal.finder.cards import rows_of
from ckanext.binhduong.portal.helpers import binhduong_layers_of

__all__ = ["show_feature"]


def show_feature(layer: str, feature_id: str) -> Response:
    """Answer with one feature, as the address's suffix or else ``Accept`` asks.

    Of a row that a release has taken out: 410 with its last content. 404 says where to look next.
    """
    feature_id, kind = kind_asked(feature_id, request.accept_mimetypes)
    try:
        feature = tk.get_action("feature_show")({}, {"layer": layer, "id": feature_id})
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        if is_busy(error):
            raise
        return _not_there(layer, feature_id, kind)
    known = _layer(layer) or {}
    response = make_response(_page(feature, known)) if kind == HTML else _document(feature, known, kind)
    response.vary.add("Accept")
    return response


def _layer(layer: str) -> dict[str, Any] | None:
    return next((each for each in binhduong_layers_of() if each["id"] == layer), None)


def _not_there(layer: str, feature_id: str, kind: str) -> Response:
    known = _layer(layer)
    last = _last_known(known, feature_id) if known else None
    response = _gone(known, last, kind) if known and last else _unknown(known, kind)
    response.vary.add("Accept")
    return response


def _last_known(layer: dict[str, Any], feature_id: str) -> dict[str, Any] | None:
    """Return what ``release_row`` knows of a row that is in no layer any more; None for one that never was, or whose id does not last."""
    if not layer["key_column"]:
        return None
    try:
        last = tk.get_action("release_row")({}, {"id": layer["resource_id"], "key": feature_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return None if last["current"] else last


def _gone(layer: dict[str, Any], last: dict[str, Any], kind: str) -> Response:
    """Answer 410 with the last content of a row."""
    feature = last_feature(layer, last)
    if kind != HTML:
        response = _document(feature, layer | {"fields": last["fields"]}, kind)
        response.status_code = 410
        return response
    shown = {"feature": feature, "layer": layer, "found": facts_of(feature, last["fields"]), "last": last}
    return make_response(tk.render("binhduong/feature_gone.html", shown), 410)


def _unknown(known: dict[str, Any] | None, kind: str) -> Response:
    """Say why there is no such page, as far as that can be known, and lead to the layer's rows and releases."""
    if kind != HTML:
        return tk.abort(404)
    if known and not known["key_column"]:
        said = tk._("Rows of this dataset have no lasting number: a new release may have given this one another. Look for it by its name.")
    else:
        said = tk._("The row may have been taken out by a newer release. Look for it by its name.")
    return make_response(tk.render("error_document_template.html", {"code": 404, "content": said, "layer": known}), 404)


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
    text = document_of(feature, layer.get("fields", []), kind, tk.config["ckan.site_url"].rstrip("/"))
    response = Response(text, content_type=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
