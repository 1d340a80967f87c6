"""What a visitor can choose from on the finder: layers, values of columns, places; and what is chosen, each with the address without it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.finder.finder_query import FILTER, Question
from ckanext.binhduong.portal.helpers import binhduong_in_language, binhduong_themes

__all__ = ["big_places", "chosen_things", "downloads_of", "facets_of", "looks_of", "themes_of"]

#: So many colours has `finder.css`.
_LOOKS = 12
_PROVINCE = "74@2024"
_SAMPLE_COLUMN = "du_lieu_mau"
_SHOWN = 3
"""So many layers have a chip of their own; more are one."""


def themes_of(layers: dict[str, Any], question: Question) -> list[dict[str, Any]]:
    """Return the themes that have layers, each with its layers and whether they are on."""
    themes = []
    for theme in binhduong_themes():
        own = [layer for layer in layers.values() if layer["theme"] == theme["code"]]
        on = theme["code"] in question.themes
        # A theme with one layer lends it its own, shorter name.
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


def looks_of(layers: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Return layer → number of its colour: different ones for up to twelve layers that are shown together."""
    return {layer["id"]: number % _LOOKS for number, layer in enumerate(layers)}


def chosen_things(question: Question, themes: list[dict[str, Any]], chosen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is chosen, layers and values of columns: ``title``, ``icon`` and ``look`` (of a layer), ``address`` without it.

    Args:
        question: what is asked.
        themes: of :func:`themes_of`.
        chosen: the layers that the question names.
    """
    on = [(theme, row) for theme in themes for row in theme["layers"] if row["on"]]
    names = [row["layer"]["id"] for _, row in on]
    address, looks = question.address_arguments(), looks_of(chosen)
    things: list[dict[str, Any]] = []
    for theme, row in on if len(on) <= _SHOWN else ():
        others = {"theme": [], "layer": [name for name in names if name != row["layer"]["id"]]}
        look = looks.get(row["layer"]["id"], 0)
        things.append({"title": row["title"], "icon": theme["code"], "look": look, "address": _filled(address | others)})
    titles = {field["id"]: binhduong_in_language(field, "title")["text"] for layer in chosen for field in layer["fields"]}
    for column, values in question.filters:
        for value in values:
            rest = {FILTER + column: [each for each in values if each != value]}
            title = _value_title(titles.get(column, column), value)
            things.append({"title": title, "icon": "", "look": None, "address": _filled(address | rest)})
    return things


def _value_title(column: str, value: str) -> dict[str, str]:
    """A truth value says nothing without its column; other values are the agency's own words."""
    truth = {"true": tk._("Yes"), "false": tk._("No")}.get(value)
    own_words = "vi" if tk.h.lang() == "en" else ""
    return {"text": f"{column}: {truth}", "lang": ""} if truth else {"text": value, "lang": own_words}


def _filled(address: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in address.items() if value}


def big_places() -> list[dict[str, Any]]:
    """Return the districts and cities of 2024: nine names that everybody here knows."""
    province = tk.get_action("place_show")({}, {"id": _PROVINCE})
    return [unit for unit in province["children"] if unit["level"] == "district"]


def facets_of(facets: dict[str, list[dict[str, Any]]], question: Question) -> list[dict[str, Any]]:
    """Return the columns to filter by; the same column of several layers is one, and a column with one value is no choice."""
    merged: dict[str, dict[str, Any]] = {}
    for column in (column for columns in facets.values() for column in columns if column["column"] != _SAMPLE_COLUMN):
        one = merged.setdefault(column["column"], {**column, "values": {}})
        for each in column["values"]:
            value = str(each["value"]).lower() if column["type"] == "boolean" else each["value"]
            one["values"][value] = (one["values"].get(value) or 0) + (each["count"] or 0)
    asked = dict(question.filters)
    for column, facet in merged.items():
        facet["asked"] = asked.get(column, ())
        facet["values"] = sorted(facet["values"].items(), key=lambda pair: -pair[1])
    return [facet for facet in merged.values() if len(facet["values"]) > 1 or facet["asked"]]


def downloads_of(question: Question, chosen: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the files that hold the rows asked for, [(label, address)], the one for people first; none for rows of several tables."""
    asked = question.export_arguments()
    if asked is None or len(chosen) != 1:
        return []
    base = tk.h.url_for("resource.read", id=chosen[0]["dataset"], resource_id=chosen[0]["resource_id"], locale="default")
    query = f"?{urlencode(asked)}" if asked else ""
    return [(label, f"{base}/export.{ext}{query}") for label, ext in (("Excel", "xlsx"), ("CSV", "csv"), ("GeoJSON", "geojson"))]
