"""``/map``: the finder's page, and the cards that its map shows in popups."""

from dataclasses import replace
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response, request

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.problems.action_errors import is_busy, message_of
from ckanext.binhduong.portal.embed.framing import allow_framing
from ckanext.binhduong.portal.finder import finder_query
from ckanext.binhduong.portal.finder.base_map import allow_base_map, base_map
from ckanext.binhduong.portal.finder.cards import light, rows_of
from ckanext.binhduong.portal.finder.choices import big_places, chosen_things, downloads_of, facets_of, looks_of, themes_of
from ckanext.binhduong.portal.finder.problems import problems_of
from ckanext.binhduong.portal.finder.understanding import Understood, understand
from ckanext.binhduong.portal.helpers import binhduong_layers_of

__all__ = ["show_card", "show_finder", "show_point"]

#: With more layers at once their columns have little in common to filter by.
_MOST_LAYERS_WITH_FACETS = 3
_BOUNDARIES = "don-vi-hanh-chinh"


def show_finder() -> Response:
    """The finder: what the address asks for, as a list, and a map of the same rows."""
    layers = {layer["id"]: layer for layer in binhduong_layers_of()}
    understood = understand(finder_query.Question.from_arguments(request.args.items(multi=True)), layers)
    question = understood.question
    chosen = [layer for layer in layers.values() if layer["theme"] in question.themes or layer["id"] in question.layers]
    problems = problems_of(understood, layers)
    answer, problem, status = ({}, "", 400) if problems else _search(question, chosen)
    values = _list_values(question, layers, chosen, answer) | _form_values(understood, layers, chosen, answer)
    values |= {"problems": [*problems, *([problem] if problem else [])], "base_map": base_map()}
    allow_base_map()
    if question.embed:
        allow_framing()
    return make_response(tk.render("binhduong/finder.html", values), status)


def _list_values(
    question: finder_query.Question, layers: dict[str, Any], chosen: list[dict[str, Any]], answer: dict[str, Any]
) -> dict[str, Any]:
    """What the list and the map show: the rows, and each layer with its colour, for dots, clusters and tiles."""
    rows = rows_of(answer.get("features", []), layers)
    shown = chosen or list(layers.values())
    looks = looks_of(shown)
    names = ("id", "theme", "release", "count")
    return {
        "rows": rows,
        "found": answer,
        "layers": layers,
        "chosen": chosen,
        "looks": looks,
        "downloads": downloads_of(question, chosen) if rows else [],
        "map_layers": [{"look": looks[layer["id"]]} | {name: layer[name] for name in names} for layer in shown],
        "collection": {"type": "FeatureCollection", "features": [light(row) for row in rows]},
    }


def _form_values(understood: Understood, layers: dict[str, Any], chosen: list[dict[str, Any]], answer: dict[str, Any]) -> dict[str, Any]:
    """What the question's form shows: what is chosen, what may be, and how the words were understood."""
    question = understood.question
    themes = themes_of(layers, question)
    return {
        "question": question,
        "layer_titles": {row["layer"]["id"]: row["title"]["text"] for theme in themes for row in theme["layers"]},
        "understood": understood,
        "unit": understood.unit,
        "themes": themes,
        "things": chosen_things(question, themes, chosen),
        "facets": facets_of(answer.get("facets") or {}, question),
        "hours": any(field["role"] == "opening_hours" for layer in chosen or layers.values() for field in layer["fields"]),
        "radii": finder_query.RADII,
        "address": question.address_arguments(),
        "shared": question.shared_arguments,
        "asked": question.search_arguments(layer["id"] for layer in chosen),
        "big_places": big_places(),
        "near_name": understood.address.address.title if understood.address else _near_name(question.near),
    }


def _near_name(point: finder_query.Point | None) -> str:
    """The commune of 2024 that holds a point, as people say where they are; its numbers outside the province, empty without a point."""
    if point is None:
        return ""
    units = tk.get_action("place_at")({}, {"lon": point[0], "lat": point[1]})
    names = (tk.h.binhduong_unit_name(unit["id"]) for unit in units if unit["level"] == "commune")
    return next(names, f"{point[0]},{point[1]}")


def show_card(layer: str, feature_id: str) -> Response:
    """One feature as the list shows it, for the map's popup: the same words, in the page's language."""
    try:
        feature = tk.get_action("feature_show")({}, {"layer": layer, "id": feature_id})
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        if is_busy(error):
            raise
        return tk.abort(404, tk._("This row is no longer there; reload the page."))
    layers = {each["id"]: each for each in binhduong_layers_of()}
    return _fragment("binhduong/snippets/card.html", {"rows": rows_of([feature], layers), "layers": layers})


def show_point() -> Response:
    """What holds at a tapped point: the administrative units, and every shape that covers it (planning zones and the like)."""
    point = finder_query.near_point(request.args.get("at", ""))
    if point is None:
        return tk.abort(400, tk._("The point could not be understood. Write it as longitude,latitude, for example 106.6512,10.9804."))
    layers = {each["id"]: each for each in binhduong_layers_of()}
    asked = ",".join(each["id"] for each in layers.values() if "Polygon" in each["geometry_type"] and each["theme"] != _BOUNDARIES)
    features = tk.get_action("feature_search")({}, {"at": list(point), "layer": asked})["features"] if asked else []
    units = tk.get_action("place_at")({}, {"lon": point[0], "lat": point[1]})
    question = finder_query.Question.from_arguments(request.args.items(multi=True))
    nearby = replace(question, near=point, at=None).address_arguments()
    planned = any(layer["theme"] == "quy-hoach" for layer in layers.values())
    values = {"rows": rows_of(features, layers), "units": units, "nearby": nearby, "point": point, "planned": planned}
    return _fragment("binhduong/snippets/point.html", values)


def _fragment(template: str, values: dict[str, Any]) -> Response:
    response = make_response(tk.render(template, values))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _search(question: finder_query.Question, chosen: list[dict[str, Any]]) -> tuple[dict[str, Any], str, int]:
    """Ask ``feature_search``: the answer, what it refuses in the page's language, and the status. A theme without layers has no rows."""
    if not question.asks or question.wants_place or (question.themes and not chosen):
        return {}, "", 200
    arguments = question.search_arguments(layer["id"] for layer in chosen) | {"limit": finder_query.LIMIT}
    if 0 < len(chosen) <= _MOST_LAYERS_WITH_FACETS and not question.cursor:
        arguments["facets"] = "true"
    try:
        return tk.get_action("feature_search")({}, arguments), "", 200
    except tk.ValidationError as error:
        return {}, message_of(error, reader_language()), 503 if is_busy(error) else 400
    except tk.ObjectNotFound as error:
        return {}, message_of(error, reader_language()), 404
