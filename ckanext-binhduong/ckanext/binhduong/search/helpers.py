"""Template helpers of the package `search`."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from flask import g

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.search.facets import facet_words, unit_tree
from ckanext.binhduong.search.index.columns import columns_of
from ckanext.binhduong.search.index.dataset_units import unit_ids
from ckanext.binhduong.search.matched.pieces import Words, fragment, pieces
from ckanext.binhduong.search.matched.reasons import Reason, reasons
from ckanext.binhduong.search.query.bounds.fields import is_field
from ckanext.binhduong.search.query.places.typed_place import read_typed_place
from ckanext.binhduong.search.query.points import finder_question
from ckanext.binhduong.search.query.reading import reading_of
from ckanext.binhduong.search.query.same_search import action_arguments, feed_arguments
from ckanext.binhduong.search.query.words import is_fielded
from ckanext.binhduong.search.synonyms.table import current
from ckanext.binhduong.vn.text import fold

__all__ = [
    "binhduong_facet_words",
    "binhduong_matched",
    "binhduong_means",
    "binhduong_read_words",
    "binhduong_same_search",
    "binhduong_search_fields",
    "binhduong_typed_place",
    "binhduong_understood",
    "binhduong_unit_tree",
]


def binhduong_facet_words(field: str, code: str) -> str:
    """Return the reader's words for a value of a facet that is in no vocabulary; see ``facets.facet_words``."""
    return facet_words(field, code)


def binhduong_search_fields(fields: dict[str, list[str]] | None) -> dict[str, list[str]]:
    """Return the arguments of a page's address that narrow its list: others hang their own on addresses (``utm_source``)."""
    return {name: values for name, values in (fields or {}).items() if is_field(name)}


def binhduong_unit_tree(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the values of the facet ``units`` as trees; see ``facets.unit_tree``."""
    return unit_tree(items)


def binhduong_understood() -> dict[str, Any]:
    """Return how the search of this page read its words; see ``stepwise.understood``. {} on a page without a search."""
    return getattr(g, "binhduong_understood", {})


def binhduong_matched(dataset: dict[str, Any], title: str, notes: str) -> dict[str, Any]:
    """Return why a dataset is in this page's list: ``notes`` in pieces of text and whether they are marked, and ``reasons``.

    Args:
        dataset: as ``package_search`` gives it.
        title: as the page writes it.
        notes: the description, in Markdown; of a long one the part that has the words is returned, as plain text.
    """
    plain = tk.h.markdown_extract(notes, extract_length=0)
    words = _searched()
    why = [_reason(each) for each in reasons(title, _texts(dataset), words, current())] if words.typed else []
    return {"notes": pieces(fragment(html.unescape(plain), words), words), "reasons": why}


def _searched() -> Words:
    """Return the words of this page's search, without those that say nothing; none when it names fields of the index."""
    q = tk.request.args.get("q", "")
    if is_fielded(q):
        return Words.of("")
    read = binhduong_understood()
    return Words.of(read.get("correction") or q).without(Words.of(" ".join(read.get("left_out", ()))).folded)


def _texts(dataset: dict[str, Any]) -> dict[str, list[str]]:
    """Return the texts of a dataset by the kind of reason that they are; names of columns and files in the reader's language."""
    english = reader_language() == "en"
    files = dataset.get("resources") or []
    columns = [column for file in files for column in columns_of(file.get("columns"))]
    return {
        "tag": [tag.get("display_name") or tag["name"] for tag in dataset.get("tags") or ()],
        "theme": [tk.h.binhduong_label("themes", dataset.get("theme") or "")],
        "agency": [(dataset.get("organization") or {}).get("title") or ""],
        "unit": [tk.h.binhduong_unit_name(unit) for unit in unit_ids(dataset.get("units"))],
        "column": [f"{(name_en if english else label) or label} ({name})" for name, label, name_en in columns],
        "file": [(file.get("name_en") if english else "") or file.get("name") or "" for file in files],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    titles = {
        "tag": tk._("Keyword"),
        "theme": tk._("Theme"),
        "synonym": tk._("Another word for “{words}”").format(words=reason.stands_for),
        "agency": tk._("Agency"),
        "unit": tk._("Administrative unit"),
        "column": tk._("Column"),
        "file": tk._("File"),
    }
    return {"kind": reason.kind, "title": titles[reason.kind], "pieces": reason.pieces}


def binhduong_means(words: str, title: str) -> bool:
    """Return whether the words are this title or its synonym, with or without marks: "hieu thuoc" for "Nhà thuốc"."""
    return bool(words) and fold(words) in {fold(title), *map(fold, current().alternatives([title]))}


def binhduong_read_words(words: str) -> dict[str, Any]:
    """Return what a text asks of the finder: ``points`` (see ``points.finder_question``), ``units`` (ids of all units of the name it
    holds, best first) and ``near`` (whether it asks for what is near the person)."""
    reading = reading_of(words)
    units = reading.place.units if reading.place and not reading.place.everywhere else ()
    return {"points": finder_question(reading.subject, reading.place), "units": list(units), "near": reading.sifted.near}


def binhduong_same_search() -> dict[str, str]:
    """Return the addresses of this page's search for programs: ``json`` (the answer of the action), ``atom``, ``extents`` (GeoJSON)."""
    asked = list(tk.request.args.items(multi=True))
    arguments = urlencode(action_arguments(asked))
    feed = urlencode(feed_arguments(asked))
    action = tk.url_for("api.action", logic_function="package_search", ver=3, locale="default")
    return {
        "json": f"{action}?{arguments}" if arguments else action,
        "atom": tk.url_for("feeds.custom", locale="default") + f"?{feed}" if feed else tk.url_for("feeds.general", locale="default"),
        "extents": f"{tk.url_for('binhduong_search.show_extents')}{'?' if arguments else ''}{arguments}",
    }


def binhduong_typed_place(text: str) -> dict[str, Any]:
    """Return how a typed place is understood: ``argument`` and ``value`` of the search, ``units`` (ids of all units that it may mean, the
    best first); {} when it is no place."""
    place = read_typed_place(text)
    return {"argument": place.argument, "value": place.value, "units": list(place.units)} if place else {}
