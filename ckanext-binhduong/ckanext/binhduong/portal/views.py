"""Pages of the portal that CKAN does not have."""

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.binhduong.portal import finder
from ckanext.binhduong.portal.helpers import binhduong_layers_of, binhduong_themes
from ckanext.binhduong.portal.pages import add_pages

__all__ = ["portal"]

portal = Blueprint("binhduong", __name__)
add_pages(portal)


@portal.route("/map", endpoint="finder")
def show_finder() -> str:
    """The finder: what the address asks for, as a list, and a map of the same rows."""
    question = finder.Question.from_arguments(tk.request.args)
    places = _places(question)
    if places and not question.within:
        question = question.chosen(places[0]["id"])
    layers = {layer["id"]: layer for layer in binhduong_layers_of()}
    mapped = {layer["theme"] for layer in layers.values()}
    found, problem = _search(question)
    rows = [_row(feature, layers) for feature in found.get("features", [])]
    return tk.render(
        "binhduong/finder.html",
        {
            "question": question,
            "places": places,
            "unit": _unit(question.within),
            "themes": [theme for theme in binhduong_themes() if theme["code"] in mapped | {question.theme}],
            "layers": layers,
            "rows": rows,
            "found": found,
            "problem": problem,
            "radii": finder.RADII,
            "address": question.address_arguments(),
            "collection": {"type": "FeatureCollection", "features": [_light(row) for row in rows]},
        },
    )


def _places(question: finder.Question) -> list[dict[str, Any]]:
    """The administrative units that a typed place may mean, best first; both lists, marks or none."""
    if not question.place:
        return []
    return tk.get_action("place_search")({}, {"q": question.place, "limit": 8})


def _unit(unit_id: str) -> dict[str, Any] | None:
    if not unit_id:
        return None
    try:
        return tk.get_action("place_show")({}, {"id": unit_id})
    except (tk.ObjectNotFound, tk.ValidationError):
        return None


def _search(question: finder.Question) -> tuple[dict[str, Any], str]:
    """Ask ``feature_search``; what it refuses is said on the page beside the form that can mend it."""
    if not question.asks:
        return {}, ""
    try:
        return tk.get_action("feature_search")({}, question.search_arguments()), ""
    except tk.ValidationError as error:
        return {}, "; ".join(str(words) for words in error.error_summary.values())
    except tk.ObjectNotFound as error:
        return {}, str(error)


def _row(feature: dict[str, Any], layers: dict[str, Any]) -> dict[str, Any]:
    """One found feature as the list shows it."""
    fields = layers.get(feature.get("layer", ""), {}).get("fields", [])
    return finder.row_of(feature, fields) | {"feature": feature}


def _light(row: dict[str, Any]) -> dict[str, Any]:
    """A feature as the map needs it: its shape and its name."""
    return {"type": "Feature", "geometry": row["feature"].get("geometry"), "properties": {"name": row["name"]}}
