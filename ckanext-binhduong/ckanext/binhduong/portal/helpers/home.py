"""What the home page shows, and what the one search box finds beside datasets."""

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.light_path.feature_documents import facts_of
from ckanext.binhduong.portal.helpers.catalogue import agencies_by_name, binhduong_layers_of, binhduong_themes

__all__ = ["binhduong_hits", "binhduong_home", "meant_theme"]

_NEW = 6
_PLACES, _FEATURES = 4, 5


def binhduong_home() -> dict[str, Any]:
    """Return what the home page shows: themes, the newest releases, and how complete the catalogue is.

    One question to Solr (with counts by kind, theme and agency), one statement each for the layers, themes and agencies.
    """
    asked = {"rows": _NEW, "sort": "metadata_modified desc", "facet.field": ["data_kind", "theme", "organization"], "facet.limit": 1000}
    search = tk.get_action("package_search")({}, asked)
    layers, themes, agencies = binhduong_layers_of(), binhduong_themes(), agencies_by_name()
    kinds, by_theme, by_agency = (search["facets"].get(field, {}) for field in asked["facet.field"])
    return {
        "themes": themes,
        "by_theme": by_theme,
        "mapped": {layer["theme"] for layer in layers},
        "newest": search["results"],
        "datasets": search["count"],
        "real": kinds.get("real", 0),
        "sample": kinds.get("sample", 0),
        "themes_with_data": sum(1 for theme in themes if by_theme.get(theme["code"])),
        "agencies": sum(1 for name in agencies if by_agency.get(name)),
        "all_agencies": len(agencies),
        "layers": len(layers),
        "features": sum(layer["count"] for layer in layers),
    }


def binhduong_hits(q: str) -> dict[str, Any]:
    """Return the places and features that the words of a dataset search mean too.

    Returns:
        ``places`` (units, best first), ``features`` ([(feature, facts)], the first few), ``more`` (how many features there are in all,
        None when they were not counted) and ``finder`` (the arguments of the finder that shows them all). What cannot be asked just now is
        left out: the datasets are still there.
    """
    understood = tk.h.binhduong_understood()
    asked = understood.get("points") or {"q": understood.get("correction") or q}
    layers = binhduong_layers_of()
    theme = meant_theme(asked["q"], layers)
    others = {name: value for name, value in asked.items() if name != "q"}
    finder = {**others, "theme": theme} if theme else asked
    question = {**others, "layer": ",".join(each["id"] for each in layers if each["theme"] == theme)} if theme else asked
    try:
        places = tk.get_action("place_search")({}, {"q": (understood.get("place") or {}).get("text") or q, "limit": _PLACES})
        found = tk.get_action("feature_search")({}, {**question, "limit": _FEATURES})
    except tk.ValidationError:
        return {"places": [], "features": [], "more": 0, "finder": finder}
    fields = {layer["id"]: layer["fields"] for layer in layers}
    features = [(feature, facts_of(feature, fields.get(feature["layer"], []))) for feature in found["features"]]
    return {"places": places, "features": features, "more": found.get("count"), "finder": finder}


def meant_theme(words: str, layers: list[dict[str, Any]]) -> str:
    """Return the theme on the map whose title the words are, or a synonym of it: all pharmacies rather than those called "Nhà thuốc"."""
    mapped = {layer["theme"] for layer in layers}
    titles = {theme["name"]: theme["title"] for theme in tk.h.binhduong_groups("group").values() if theme["name"] in mapped}
    return next((code for code, title in titles.items() if tk.h.binhduong_means(words, title)), "")
