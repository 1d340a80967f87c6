"""What a reader may mean who is still typing: datasets, themes, agencies, places, features of the map and columns, by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong import places
from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.search.suggest.begun_words import LONGEST, begins, begun_words, has_words, parts
from ckanext.binhduong.search.suggest.named_datasets import named_datasets
from ckanext.binhduong.search.suggest.suggestion import Suggestion, dealt
from ckanext.binhduong.search.synonyms.table import Synonyms, current
from ckanext.binhduong.vn import sort_key

__all__ = ["suggestions"]

_GROUPS = {"theme": "group", "agency": "organization"}


def suggestions(q: str, limit: int) -> list[dict[str, Any]]:
    """Return at most ``limit`` suggestions for a text that is being typed, as ``dataset_suggest`` promises them.

    One request to Solr, a statement each for themes and agencies, two for features; places are in memory. What does not answer is left out.
    """
    typed = unicodedata.normalize("NFC", q)[:LONGEST]
    words = begun_words(typed)
    if not words:
        return []
    english = reader_language() == "en"
    groups = {kind: tk.h.binhduong_groups(name) for kind, name in _GROUPS.items()}
    datasets, columns = named_datasets(words, typed, limit, english=english)
    found = {
        "dataset": [_of_agency(each, groups["agency"], english=english) for each in datasets],
        **{kind: _groups(kind, each.values(), words, english=english)[:limit] for kind, each in groups.items()},
        "place": _places(typed, limit, english=english),
        "feature": _features(typed, limit),
        "column": columns,
    }
    return [_described(each, words) for each in dealt(found, limit)]


def _title(group: Mapping[str, Any] | None, *, english: bool) -> str:
    return ((group.get("title_en") if english else "") or group["title"] or group["name"]) if group else ""


def _of_agency(dataset: Suggestion, agencies: Mapping[str, Any], *, english: bool) -> Suggestion:
    agency = _title(agencies.get(dataset.detail), english=english)
    return Suggestion(dataset.kind, dataset.id, dataset.title, agency, said=dataset.said)


def _groups(kind: str, groups: Any, words: Sequence[str], *, english: bool) -> list[Suggestion]:
    """Return the themes or agencies whose name has the words, in either language or by a synonym; those that begin with them first."""
    named = []
    for group in groups:
        said = _said(current(), group["title"] or group["name"], group.get("title_en") or "")
        one = Suggestion(kind, group["name"], _title(group, english=english), said=said)
        if any(has_words([text], words) for text in one.said):
            named.append(one)
    return sorted(named, key=lambda one: (not begins(one.title, words), not has_words([one.title], words), sort_key(one.title)))


@lru_cache(maxsize=1000)
def _said(synonyms: Synonyms, title: str, title_en: str) -> tuple[str, ...]:
    titles = [text for text in (title, title_en) if text]
    return (*titles, *synonyms.alternatives(titles))


def _places(typed: str, limit: int, *, english: bool) -> list[Suggestion]:
    return [_place(unit, english=english) for unit in places.search_units(typed, limit=limit)]


def _place(unit: places.Unit, *, english: bool) -> Suggestion:
    """Return a unit; two of one name are told apart by the unit above and the year of the list."""
    above = places.ancestors(unit.id)[:1]
    names = [each.name_en if english else each.name_with_type for each in (unit, *above)]
    return Suggestion("place", unit.id, names[0], ", ".join([*names[1:], unit.list]))


def _features(typed: str, limit: int) -> list[Suggestion]:
    try:
        found = tk.get_action("feature_suggest")({}, {"q": typed, "limit": limit})
    except tk.ValidationError:
        return []
    return [Suggestion("feature", each["id"], each["name"], tk.h.binhduong_label("themes", each["theme"]), each["layer"]) for each in found]


def _described(one: Suggestion, words: Sequence[str]) -> dict[str, Any]:
    """Return a suggestion for the answer. A synonym, or the name in the other language, is named where the title has not the words."""
    also = "" if has_words([one.title], words) else next((text for text in one.said if has_words([text], words)), "")
    described = {"kind": one.kind, "kind_title": _kind_title(one.kind), "id": one.id, "title": one.title, "parts": parts(one.title, words)}
    optional = {"detail": one.detail, "layer": one.layer, "also": also}
    return {**described, **{name: value for name, value in optional.items() if value}, "url": _url(one)}


def _kind_title(kind: str) -> str:
    titles = {
        "dataset": tk._("Dataset"),
        "theme": tk._("Theme"),
        "agency": tk._("Agency"),
        "place": tk._("Administrative unit"),
        "feature": tk._("On the map"),
        "column": tk._("Column"),
    }
    return titles[kind]


def _url(one: Suggestion) -> str:
    addresses: dict[str, tuple[str, dict[str, str]]] = {
        "dataset": ("dataset.read", {"id": one.id}),
        "theme": ("group.read", {"id": one.id}),
        "agency": ("organization.read", {"id": one.id}),
        "place": ("binhduong.place", {"unit_id": one.id}),
        "feature": ("binhduong.feature", {"layer": one.layer, "feature_id": one.id}),
        "column": ("dataset.search", {"q": f'"{one.id}"'}),
    }
    endpoint, values = addresses[one.kind]
    return tk.h.url_for(endpoint, **values)
