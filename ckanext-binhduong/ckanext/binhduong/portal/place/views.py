"""``/place/<unit id>``: what an administrative unit is, was and has; ``/place``: both lists; ``/place/compare``: some side by side."""

from typing import Any

from ckan.plugins import toolkit as tk
from flask import request

from ckanext.binhduong.core.problems.action_errors import is_busy
from ckanext.binhduong.portal.helpers import binhduong_layers_of
from ckanext.binhduong.portal.place import comparison
from ckanext.binhduong.portal.place.place_page import about, by_theme, related_ids

__all__ = ["compare_places", "show_place", "show_places"]

_ROOTS = ("79@2025", "74@2024")
_DATASETS = 100
_OTHERS = 5


def show_places() -> str:
    """Both lists of administrative units, as nested lists."""
    roots = []
    for root in _ROOTS:
        unit = _show(root)
        parts = [(child, _show(child["id"])["children"] if child["level"] == "district" else []) for child in unit["children"]]
        roots.append({"unit": unit, "parts": parts})
    return tk.render("binhduong/places.html", {"roots": roots})


def show_place(unit_id: str) -> str:
    """The page of one unit."""
    try:
        unit = _show(unit_id)
    except (tk.ObjectNotFound, tk.ValidationError):
        return tk.abort(404, tk._("There is no administrative unit with this code. A code needs its list, for example 718@2024."))
    layers = binhduong_layers_of() if unit["extent"] else []
    counts = _counts(unit) if layers else {}
    uncounted = layers if counts is None else []
    shown = {"unit": unit, "themes": by_theme(layers, counts or {}), "uncounted": uncounted, "datasets": about(_datasets(unit), unit)}
    return tk.render("binhduong/place.html", shown)


def compare_places() -> str:
    """Units side by side, each by its id or its name in a parameter ``unit``."""
    choices = comparison.chosen(request.args.getlist("unit"), _shown, _search)
    units = [_show(each.unit["id"]) for each in choices if each.unit]
    layers = binhduong_layers_of() if units else []
    counts = [_counts(unit) if unit["extent"] else None for unit in units]
    shown = {"choices": choices, "units": units, "rows": comparison.rows(units, layers, counts), "most": comparison.MOST}
    shown["instead"] = comparison.instead
    return tk.render("binhduong/compare_places.html", shown)


def _shown(unit_id: str) -> dict[str, Any] | None:
    try:
        return _show(unit_id)
    except (tk.ObjectNotFound, tk.ValidationError):
        return None


def _search(words: str) -> list[dict[str, Any]]:
    try:
        return tk.get_action("place_search")({}, {"q": words, "limit": _OTHERS})
    except tk.ValidationError:
        return []


def _show(unit_id: str) -> dict[str, Any]:
    return tk.get_action("place_show")({}, {"id": unit_id})


def _counts(unit: dict[str, Any]) -> dict[str, int | None] | None:
    """How many features of each layer the unit has, by layer, None for more than are counted; None when the database is busy."""
    try:
        return tk.get_action("feature_search")({}, {"within": unit["id"], "limit": 1, "counts": True})["counts"]
    except tk.ValidationError as error:
        if not is_busy(error):
            raise
        return None


def _datasets(unit: dict[str, Any]) -> list[dict[str, Any]]:
    ids = " OR ".join(f'"{each}"' for each in related_ids(unit))
    return tk.get_action("package_search")({}, {"fq": f"units:({ids})", "rows": _DATASETS, "sort": "title_string asc"})["results"]
