"""``/map``: the finder's page, and the cards that its map shows in popups."""

from dataclasses import replace
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response, request

from ckanext.binhduong.core.answer_headers.page_policy import allow_sources
from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.problems.action_errors import is_busy, message_of
from ckanext.binhduong.portal.finder import finder_query
from ckanext.binhduong.portal.finder.base_map import allow_base_map, base_map
from ckanext.binhduong.portal.finder.cards import light, rows_of
from ckanext.binhduong.portal.helpers import binhduong_in_language, binhduong_layers_of, binhduong_themes

__all__ = ["show_card", "show_finder", "show_point"]

#: With more layers at once their columns have little in common to filter by.
_MOST_LAYERS_WITH_FACETS = 3
_BOUNDARIES = "don-vi-hanh-chinh"
_PROVINCE = "74@2024"


def show_finder() -> Response:
    """The finder: what the address asks for, as a list, and a map of the same rows."""
    question = finder_query.Question.from_arguments(request.args.items(multi=True))
    layers = {layer["id"]: layer for layer in binhduong_layers_of()}
    question, places, unit = _placed(question)
    chosen = [layer for layer in layers.values() if layer["theme"] in question.themes or layer["id"] in question.layers]
    problems = _problems(question, layers, unit)
    answer, problem, status = ({}, "", 400) if problems else _search(question, chosen)
    rows = rows_of(answer.get("features", []), layers)
    values = {
        "question": question,
        "places": places,
        "unit": unit,
        "themes": _themes(layers, question),
        "chosen": chosen,
        "layers": layers,
        "rows": rows,
        "found": answer,
        "facets": _facets(answer.get("facets") or {}, question),
        "hours": any(field["role"] == "opening_hours" for layer in chosen or layers.values() for field in layer["fields"]),
        "problems": [*problems, *([problem] if problem else [])],
        "radii": finder_query.RADII,
        "address": question.address_arguments(),
        "shared": question.shared_arguments,
        "asked": question.search_arguments(layer["id"] for layer in chosen),
        "collection": {"type": "FeatureCollection", "features": [light(row) for row in rows]},
        "base_map": base_map(),
        "big_places": _big_places() if question.wants_place else [],
    }
    allow_base_map()
    if question.embed:
        # Any page may show the embedded finder: it is public, has no session, and nothing in it can be clicked in somebody's name.
        allow_sources({"frame-ancestors": "*"})
    return make_response(tk.render("binhduong/finder.html", values), status)


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


def _big_places() -> list[dict[str, Any]]:
    """The districts and cities of 2024: nine names that everybody here knows."""
    province = tk.get_action("place_show")({}, {"id": _PROVINCE})
    return [unit for unit in province["children"] if unit["level"] == "district"]


def _fragment(template: str, values: dict[str, Any]) -> Response:
    response = make_response(tk.render(template, values))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _placed(question: finder_query.Question) -> tuple[finder_query.Question, list[dict[str, Any]], dict[str, Any] | None]:
    """Settle the place: the form sends the chosen unit's name back with its id, and another name typed over it is a new choice.

    Gives the question, the units that a typed name may mean (best first, both lists, with or without marks), and the unit.
    """
    unit = _unit(question.within)
    if unit and question.place in ("", tk.h.binhduong_unit_name(unit["id"])):
        return question.settled(), [], unit
    places = tk.get_action("place_search")({}, {"q": question.place[:200], "limit": 8}) if question.place else []
    if not places:
        return question, [], unit
    return question.chosen(places[0]["id"]), places, _unit(places[0]["id"])


def _unit(unit_id: str) -> dict[str, Any] | None:
    if not unit_id:
        return None
    try:
        return tk.get_action("place_show")({}, {"id": unit_id})
    except (tk.ObjectNotFound, tk.ValidationError):
        return None


def _problems(question: finder_query.Question, layers: dict[str, Any], unit: dict[str, Any] | None) -> list[str]:
    """What of the address cannot be used, said with the value and the remedy."""
    sentences = {
        "near": tk._("The point “{value}” could not be understood. Write it as longitude,latitude, for example 106.6512,10.9804."),
        "at": tk._("The point “{value}” could not be understood. Write it as longitude,latitude, for example 106.6512,10.9804."),
        "view": tk._("The map’s view “{value}” could not be understood. Write it as longitude,latitude,zoom, for example 106.65,10.98,13."),
        "radius": tk._("“{value}” is no distance. Write whole metres from 1 to 1000000."),
    }
    other = tk._("“{value}” is no value of {name}; leave it out or write true.")
    told = [sentences.get(name, other).format(name=name, value=value[:80]) for name, value in question.wrong]
    known = {theme["code"] for theme in binhduong_themes()}
    told += [
        tk._("There is no theme “{value}”. Choose from the list.").format(value=each[:80]) for each in question.themes if each not in known
    ]
    told += [
        tk._("There is no layer “{value}”. Choose from the list.").format(value=each[:80]) for each in question.layers if each not in layers
    ]
    if question.within and not unit and not question.place:
        told.append(tk._("There is no administrative unit “{value}”. Type its name instead.").format(value=question.within[:80]))
    if question.place:
        told.append(tk._("No commune, district or city of Bình Dương is called “{name}”.").format(name=question.place[:80]))
    return told


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


def _themes(layers: dict[str, Any], question: finder_query.Question) -> list[dict[str, Any]]:
    """The themes that have layers, each with its layers and whether they are on."""
    themes = []
    for theme in binhduong_themes():
        own = [layer for layer in layers.values() if layer["theme"] == theme["code"]]
        on = theme["code"] in question.themes
        # A theme with one layer gives it its own, shorter name.
        rows = [
            {
                "layer": layer,
                "title": theme["title"] if len(own) == 1 else binhduong_in_language(layer, "title"),
                "on": on or layer["id"] in question.layers,
            }
            for layer in own
        ]
        if own or on:
            themes.append(theme | {"layers": rows, "on": on})
    return themes


def _facets(facets: dict[str, list[dict[str, Any]]], question: finder_query.Question) -> list[dict[str, Any]]:
    """The columns to filter by; the same column of several layers is one, and a column with one value is no choice."""
    merged: dict[str, dict[str, Any]] = {}
    for column in (column for columns in facets.values() for column in columns if column["column"] != "du_lieu_mau"):
        one = merged.setdefault(column["column"], {**column, "values": {}})
        for each in column["values"]:
            value = str(each["value"]).lower() if column["type"] == "boolean" else each["value"]
            one["values"][value] = (one["values"].get(value) or 0) + (each["count"] or 0)
    asked = dict(question.filters)
    for column, facet in merged.items():
        facet["asked"] = asked.get(column, ())
        facet["values"] = sorted(facet["values"].items(), key=lambda pair: -pair[1])
    return [facet for facet in merged.values() if len(facet["values"]) > 1 or facet["asked"]]
