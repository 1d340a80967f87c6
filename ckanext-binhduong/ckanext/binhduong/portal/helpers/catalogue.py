"""Themes, agencies, layers and facets, and what the home page shows of them."""

from typing import Any

from ckan.plugins import toolkit as tk
from flask import g

from ckanext.binhduong.portal.helpers.freshness import state_label
from ckanext.binhduong.portal.helpers.language import binhduong_in_language
from ckanext.binhduong.vn import sort_key

__all__ = [
    "agencies_by_name",
    "binhduong_agencies",
    "binhduong_agency_title",
    "binhduong_facet_label",
    "binhduong_layer_themes",
    "binhduong_layers_of",
    "binhduong_place_filters",
    "binhduong_theme_counts",
    "binhduong_themes",
]


def agencies_by_name() -> dict[str, dict[str, Any]]:
    """Return the agencies by name, asked once a request."""
    if not hasattr(g, "binhduong_agencies"):
        g.binhduong_agencies = tk.h.binhduong_groups("organization")
    return g.binhduong_agencies


def dataset_counts(field: str, theme: str = "") -> dict[str, int]:
    """Count the public datasets by the values of a field, of one theme when asked; one question to Solr, which names what has any."""
    asked = {"rows": 0, "facet.field": [field], "facet.limit": 1000, **({"fq": f'theme:"{theme}"'} if theme else {})}
    return tk.get_action("package_search")({}, asked)["facets"].get(field, {})


def binhduong_agency_title(agency: dict[str, Any]) -> dict[str, str]:
    """Return an agency's title as :func:`binhduong_in_language` does, from the short form that stands in a dataset too."""
    if tk.h.lang() == "en":
        agency = agencies_by_name().get(agency["name"], agency)
    return binhduong_in_language(agency, "title")


def binhduong_agencies(theme: str = "") -> list[dict[str, Any]]:
    """Return the agencies in the order of a Vietnamese dictionary: ``name``, ``title``, ``former``, ``count`` of public datasets.

    Args:
        theme: a theme's code; then only agencies with datasets of it, and ``count`` is of those.
    """
    counts = dataset_counts("organization", theme)
    rows = [
        {"name": name, "title": binhduong_in_language(agency, "title"), "former": agency.get("former"), "count": counts.get(name, 0)}
        for name, agency in agencies_by_name().items()
        if counts.get(name) or not theme
    ]
    return sorted(rows, key=lambda row: sort_key(row["title"]["text"]))


def binhduong_themes() -> list[dict[str, Any]]:
    """Return the themes in their order: ``code``, ``title`` and ``description``."""
    rows = [
        {
            "code": theme["name"],
            "title": binhduong_in_language(theme, "title"),
            "description": binhduong_in_language(theme, "description"),
            "order": int(theme.get("order") or 99),
        }
        for theme in tk.h.binhduong_groups("group").values()
    ]
    return sorted(rows, key=lambda row: (row["order"], row["code"]))


def binhduong_theme_counts() -> dict[str, int]:
    """Return the number of public datasets by theme; those without any are left out."""
    return dataset_counts("theme")


def binhduong_layers_of(**asked: str) -> list[dict[str, Any]]:
    """Return the published layers, of one ``theme`` when asked."""
    return tk.get_action("layer_list")({}, asked)


def binhduong_layer_themes() -> set[str]:
    """Return the themes that have a layer, that is, those where "near me" has an answer."""
    return {layer["theme"] for layer in binhduong_layers_of()}


_FACET_VOCABULARIES = {
    "theme": "themes",
    "groups": "themes",
    "license_id": "licences",
    "frequency": "frequency",
    "data_kind": "data_kind",
    "hvd_category": "hvd_categories",
}


def binhduong_facet_label(facet: str, item: dict[str, Any]) -> str:
    """Return a facet value's words in the reader's language."""
    if facet in _FACET_VOCABULARIES:
        return tk.h.binhduong_label(_FACET_VOCABULARIES[facet], item["name"])
    if facet == "freshness":
        return state_label(item["name"])
    if facet == "units":
        return f"{tk.h.binhduong_unit_name(item['name'])} ({item['name'].partition('@')[2]})"
    if facet == "organization":
        agency = agencies_by_name().get(item["name"])
        return binhduong_in_language(agency, "title")["text"] if agency else item["display_name"]
    return tk.h.binhduong_facet_words(facet, item["name"]) or item["display_name"]


def binhduong_place_filters() -> list[tuple[list[str], str]]:
    """Return the places by which the page's address narrows the list: the arguments that say so, and how a reader reads them."""
    asked = tk.request.args
    names = {
        "ext_within": _in_unit,
        "ext_near": lambda value: tk._("Near {position}").format(position=value),
        "ext_bbox": lambda value: tk._("In a box on the map"),
        "ext_geom": lambda value: tk._("In a shape on the map"),
        "ext_place": _typed_place,
    }
    with_radius = ("ext_near", "ext_place")
    found = [
        ([name, "ext_radius"] if name in with_radius else [name], words(asked[name])) for name, words in names.items() if asked.get(name)
    ]
    return [(arguments, words) for arguments, words in found if words]


def _in_unit(unit_id: str) -> str:
    return tk._("In {place}").format(place=binhduong_facet_label("units", {"name": unit_id}))


def _typed_place(text: str) -> str:
    """What a typed place was read as; empty when it is none, for then the list is not narrowed by it."""
    place = tk.h.binhduong_typed_place(text)
    if place.get("argument") == "ext_within":
        return _in_unit(place["value"])
    words = {"ext_near": tk._("Near {position}"), "ext_bbox": tk._("In the box {position}")}.get(place.get("argument"), "")
    return words.format(position=text.strip())
