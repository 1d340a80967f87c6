"""``/map/extents``: where the datasets of a search are, as GeoJSON: what the map of the search page draws, and what a GIS can open."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request
from shapely.geometry import mapping

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.parameters import refuse_unknown
from ckanext.binhduong.search.drawn_extents import drawn_extent, drawn_extents, drawn_shape
from ckanext.binhduong.search.query.places.shapes import asked_shapes
from ckanext.binhduong.search.synonyms.pages import binhduong_synonyms

__all__ = ["binhduong_search", "binhduong_synonyms"]

binhduong_search = Blueprint("binhduong_search", __name__)

MOST_DRAWN = 100
"""Datasets, in the order of the search: more would cover each other."""
_PLACES = ("ext_bbox", "ext_geom", "ext_near", "ext_radius", "ext_within", "ext_place")
_ARGUMENTS = ("q", "fq", "sort", *_PLACES)


@binhduong_search.route("/map/extents")
def show_extents() -> Response:
    """Answer with the extents of the first datasets that a search finds; the arguments are those of ``package_search``.

    One search; ``asked`` are the shapes of the places asked for, ``said`` how many datasets the map shows.
    """
    asked = {name: value for name, value in request.args.items() if value}
    refuse_unknown(asked, _ARGUMENTS)
    # As the search page asks: a reader who is logged in also sees what only he may see.
    found = tk.get_action("package_search")({}, {**asked, "rows": MOST_DRAWN, "facet": "false", "include_private": True})
    drawn = [(drawn_extent(dataset), _described(dataset)) for dataset in found["results"]]
    placed = [(shape, described) for shape, described in drawn if shape is not None]
    content = {
        "type": "FeatureCollection",
        "features": drawn_extents(placed),
        "asked": [mapping(drawn_shape(shape)) for shape in asked_shapes(asked).values()],
        "said": _said(len(placed), found["count"]),
    }
    response = Response(json.dumps(content, ensure_ascii=False, separators=(",", ":")), content_type="application/geo+json")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _described(dataset: dict[str, Any]) -> dict[str, str]:
    """Return a dataset's title, its language, and the address of its page."""
    english = dataset.get("title_en") if reader_language() == "en" else ""
    return {
        "title": english or dataset["title"],
        "lang": "en" if english else "vi",
        "url": tk.url_for("dataset.read", id=dataset["name"]),
    }


def _said(drawn: int, count: int) -> str:
    number = tk.h.binhduong_number
    return tk._("The map shows where {drawn} of the {count} datasets are.").format(drawn=number(drawn), count=number(count))
