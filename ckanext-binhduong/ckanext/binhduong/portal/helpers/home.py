"""What the home page shows, and what the one search box finds beside datasets."""

from datetime import date, timedelta
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import today
from ckanext.binhduong.core.light_path.feature_documents import facts_of
from ckanext.binhduong.portal.helpers.catalogue import agencies_by_name, binhduong_layers_of, binhduong_themes
from ckanext.binhduong.portal.helpers.words import local_day

__all__ = ["binhduong_hits", "binhduong_home", "meant_theme"]

_NEW = 6
_USED = 5
_WEEK = timedelta(days=7)
_PLACES, _FEATURES = 4, 5


def binhduong_home() -> dict[str, Any]:
    """Return what the home page shows: themes, what changed, what is used most, and how complete the catalogue is.

    One question to Solr (with counts by kind, theme and agency) and, where datasets were used, one for these; one statement each for the
    layers, themes, agencies, changes and uses.
    """
    asked = {"rows": _NEW, "sort": "metadata_modified desc", "facet.field": ["data_kind", "theme", "organization"], "facet.limit": 1000}
    search = tk.get_action("package_search")({}, asked)
    layers, themes, agencies = binhduong_layers_of(), binhduong_themes(), agencies_by_name()
    kinds, by_theme, by_agency = (search["facets"].get(field, {}) for field in asked["facet.field"])
    return {
        "themes": themes,
        "by_theme": by_theme,
        "mapped": {layer["theme"] for layer in layers},
        "news": _news(search["results"]),
        "used": _most_used(),
        "datasets": search["count"],
        "real": kinds.get("real", 0),
        "sample": kinds.get("sample", 0),
        "themes_with_data": sum(1 for theme in themes if by_theme.get(theme["code"])),
        "agencies": sum(1 for name in agencies if by_agency.get(name)),
        "all_agencies": len(agencies),
        "layers": len(layers),
        "features": sum(layer["count"] for layer in layers),
    }


def _news(packages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is new of datasets, the newest first.

    Each has ``package``, ``day`` (of its newest release, else of itself), ``is_recent`` (within seven days), ``is_new`` (so is the dataset,
    and no file has a second release), ``number`` of the release (0 without one) and its ``words``.
    """
    ids = [resource["id"] for package in packages for resource in package["resources"] if resource.get("release_number")]
    changes = tk.h.binhduong_newest_changes(ids)
    news = [_new(package, [changes[each["id"]] for each in package["resources"] if each["id"] in changes]) for package in packages]
    return sorted(news, key=lambda each: each["day"], reverse=True)


def _new(package: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    change = max(changes, key=lambda each: each["published"], default={"number": 0, "words": "", "published": package["metadata_created"]})
    first = today() - _WEEK
    return {
        "package": package,
        "day": local_day(change["published"]),
        "is_recent": date.fromisoformat(local_day(change["published"])) >= first,
        "is_new": change["number"] < 2 and date.fromisoformat(local_day(package["metadata_created"])) >= first,
        "number": change["number"],
        "words": change["words"],
    }


def _most_used() -> list[dict[str, Any]]:
    """Return the datasets most used, each with its ``use``."""
    used = tk.h.binhduong_most_used(_USED)
    if not used:
        return []
    asked = " OR ".join(f'"{dataset}"' for dataset, _ in used)
    found = tk.get_action("package_search")({}, {"q": "*:*", "fq": f"id:({asked})", "rows": _USED, "facet": "false"})["results"]
    known = {package["id"]: package for package in found}
    return [{"package": known[dataset], "use": use} for dataset, use in used if dataset in known]


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
