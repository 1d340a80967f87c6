"""Identifiers of places: ``/id/place/<unit id>``."""

import json

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, current_app, request

from ckanext.binhduong.places import descriptions

__all__ = ["places_blueprint"]

places_blueprint = Blueprint("binhduong_catalogue", __name__)

_PAGE = "binhduong.place"
"""The endpoint of ``/place/<unit_id>``, the page that people see; the portal room adds it."""

_JSON_LD = "application/ld+json"
_GEOJSON = "application/geo+json"
_TYPES = {_JSON_LD: _JSON_LD, _GEOJSON: _GEOJSON, "application/json": _GEOJSON}


def place(unit_id: str) -> Response:
    """Answer a place's identifier by ``Accept``: JSON-LD (the default), GeoJSON, or the way to the page about the place for HTML."""
    unit = descriptions.find(unit_id)
    if unit is None:
        return tk.abort(404, tk._("Not found"))
    best = request.accept_mimetypes.best_match([*_TYPES, "text/html"], default=_JSON_LD)
    if best == "text/html" and _PAGE in current_app.view_functions:
        response = tk.redirect_to(_PAGE, unit_id=unit_id)
        response.status_code = 303
    else:
        base = f"{tk.config['ckan.site_url'].rstrip('/')}/id/place/"
        kind = _TYPES.get(best, _JSON_LD)
        document = descriptions.json_ld(unit, base) if kind == _JSON_LD else descriptions.geojson(unit, base + unit_id)
        response = Response(json.dumps(document, ensure_ascii=False), content_type=kind)
    response.vary.add("Accept")
    return response


places_blueprint.add_url_rule("/id/place/<unit_id>", view_func=place, endpoint="place")
