"""``/plan``: "is my plot in a plan?" - yes or no, then which plan, what it means, and who to ask."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response, request

from ckanext.binhduong.core.problems.action_errors import is_busy
from ckanext.binhduong.portal.finder.finder_query import near_point
from ckanext.binhduong.portal.helpers import binhduong_layers_of
from ckanext.binhduong.portal.plan.plan_query import Where, read_where
from ckanext.binhduong.portal.plan.zone_facts import meaning_of, zone_of

__all__ = ["planning_layers", "show_plan"]

_THEME = "quy-hoach"
_MOST = 20
_FOUND = 8


def planning_layers() -> dict[str, dict[str, Any]]:
    """Return the published layers of plans that have areas, by id."""
    return {layer["id"]: layer for layer in binhduong_layers_of(theme=_THEME) if "Polygon" in layer["geometry_type"]}


def show_plan() -> Response:
    """The page: the question, and the answer when there is one to give."""
    typed = (request.args.get("q") or "").strip()[:200]
    point = near_point(request.args.get("at") or request.args.get("near") or "")
    where = Where("degrees", typed, point) if point else read_where(typed) if typed else None
    layers = planning_layers()
    values: dict[str, Any] = {"typed": typed, "where": where, "layers": list(layers.values()), "zones": [], "units": [], "places": []}
    try:
        values |= _answer(where, layers)
    except tk.ValidationError as error:
        # What no search can be asked (a text too long, control characters) is no place either: the page says what to type.
        values["answer"] = "busy" if is_busy(error) else "unreadable"
    values["shapes"] = [{"type": "Feature", "geometry": zone["feature"]["geometry"], "properties": {}} for zone in values["zones"]]
    status = {"unreadable": 400, "busy": 503}.get(values["answer"], 200)
    return make_response(tk.render("binhduong/plan.html", values), status)


def _answer(where: Where | None, layers: dict[str, Any]) -> dict[str, Any]:
    """``answer``: empty (nothing asked), none (no plan is published), yes, no, outside, choose (words that are no point), unreadable."""
    if where is None:
        return {"answer": ""}
    if where.kind == "unreadable":
        return {"answer": "unreadable"}
    if not layers:
        return {"answer": "none"}
    if where.point is None:
        return _by_words(where.words, layers)
    units = tk.get_action("place_at")({}, {"lon": where.point[0], "lat": where.point[1]})
    found = _search(layers, at=f"{where.point[0]},{where.point[1]}")
    zones = _zones(found, layers)
    if zones:
        return {"answer": "yes", "zones": zones, "units": units}
    near = _search(layers, near=f"{where.point[0]},{where.point[1]}", limit=1)
    return {"answer": "no" if units else "outside", "units": units, "nearest": next(iter(_zones(near, layers)), None)}


def _by_words(words: str, layers: dict[str, Any]) -> dict[str, Any]:
    """A plot's number is a zone; an address is no point, so its commune and what is known there are offered."""
    exact = _by_number(words, layers)
    if exact:
        return {"answer": "yes", "zones": _zones(exact, layers), "by_number": True}
    found = _search(layers, q=words, limit=_FOUND)
    known = tk.get_action("feature_search")({}, {"q": words, "limit": _FOUND})["features"]
    points = [each for each in known if each["layer"] not in layers and (each.get("geometry") or {}).get("type") == "Point"]
    places = tk.get_action("place_search")({}, {"q": words, "limit": _FOUND})
    return {"answer": "choose", "places": places, "points": points, "candidates": _zones(found, layers)}


def _by_number(words: str, layers: dict[str, Any]) -> list[dict[str, Any]]:
    """The zones whose key is what was typed, as it is or in capitals; a key has a digit."""
    if not any(sign.isdigit() for sign in words):
        return []
    found = []
    for layer in (each for each in layers.values() if each["key_column"]):
        for number in dict.fromkeys((words, words.upper())):
            try:
                found.append(tk.get_action("feature_show")({}, {"layer": layer["id"], "id": number}))
                break
            except tk.ObjectNotFound:
                continue
    return found


def _search(layers: dict[str, Any], **asked: Any) -> list[dict[str, Any]]:
    return tk.get_action("feature_search")({}, {"layer": ",".join(layers), "limit": _MOST, **asked})["features"]


def _zones(features: list[dict[str, Any]], layers: dict[str, Any]) -> list[dict[str, Any]]:
    """Each zone with its facts, its meaning, its layer and who answers for its dataset."""
    datasets = {name: tk.get_action("package_show")({}, {"id": name}) for name in {feature["dataset"] for feature in features}}
    rows = []
    for feature in features:
        layer = layers[feature["layer"]]
        found = zone_of(feature, layer["fields"])
        use = str(found["facts"].get("use", ({}, ""))[1])
        rows.append(
            {"feature": feature, "layer": layer, "dataset": datasets[feature["dataset"]], "meaning": meaning_of(use, tk.h.lang()), **found}
        )
    return rows
