"""Identifiers of places: ``/id/place/<unit id>``."""

import json
from typing import TYPE_CHECKING

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, current_app, request
from rdflib import Graph

from ckanext.binhduong.places import descriptions

if TYPE_CHECKING:
    from ckanext.binhduong.places import Unit

__all__ = ["places_blueprint"]

places_blueprint = Blueprint("binhduong_catalogue", __name__)

_PAGE = "binhduong.place"
"""The endpoint of ``/place/<unit_id>``, the page that people see; the package portal adds it."""

_JSON_LD = "application/ld+json"
_GEOJSON = "application/geo+json"
_TYPES = {_JSON_LD: _JSON_LD, _GEOJSON: _GEOJSON, "application/json": _GEOJSON}
_RDF = ("text/turtle", "application/rdf+xml")


def place(unit_id: str) -> Response:
    """Answer a place's identifier by ``Accept``: JSON-LD (the default), Turtle, RDF/XML, GeoJSON, or for HTML the way to its page."""
    unit = descriptions.find(unit_id)
    if unit is None:
        return tk.abort(404, tk._("Not found"))
    best = request.accept_mimetypes.best_match([*_TYPES, *_RDF, "text/html"], default=_JSON_LD)
    if best == "text/html" and _PAGE in current_app.view_functions:
        response = tk.redirect_to(_PAGE, unit_id=unit_id)
        response.status_code = 303
    else:
        base = f"{tk.config['ckan.site_url'].rstrip('/')}/id/place/"
        response = _document(unit, base, best or _JSON_LD)
    response.vary.add("Accept")
    return response


def _document(unit: "Unit", base: str, form: str) -> Response:
    """Describe a unit in a media type."""
    if _TYPES.get(form) == _GEOJSON:
        return Response(json.dumps(descriptions.geojson(unit, base + unit.id), ensure_ascii=False), content_type=_GEOJSON)
    text = json.dumps(descriptions.json_ld(unit, base), ensure_ascii=False)
    if form in _RDF:
        return Response(Graph().parse(data=text, format="json-ld").serialize(format=form), content_type=form)
    return Response(text, content_type=_JSON_LD)


places_blueprint.add_url_rule("/id/place/<unit_id>", view_func=place, endpoint="place")
