"""Template helpers of the package `search`."""

from __future__ import annotations

from typing import Any

from flask import g

from ckanext.binhduong.search.facets import facet_words, unit_tree
from ckanext.binhduong.search.query.points import finder_question
from ckanext.binhduong.search.query.steps import reading_of
from ckanext.binhduong.search.synonyms.table import shipped
from ckanext.binhduong.vn.text import fold

__all__ = ["binhduong_facet_words", "binhduong_means", "binhduong_read_words", "binhduong_understood", "binhduong_unit_tree"]


def binhduong_facet_words(field: str, code: str) -> str:
    """Return the reader's words for a value of a facet that is in no vocabulary; see ``facets.facet_words``."""
    return facet_words(field, code)


def binhduong_unit_tree(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the values of the facet ``units`` as trees; see ``facets.unit_tree``."""
    return unit_tree(items)


def binhduong_understood() -> dict[str, Any]:
    """Return how the search of this page read its words; see ``stepwise.understood``. {} on a page without a search."""
    return getattr(g, "binhduong_understood", {})


def binhduong_means(words: str, title: str) -> bool:
    """Return whether the words are this title or its synonym, with or without marks: "hieu thuoc" for "Nhà thuốc"."""
    return bool(words) and fold(words) in {fold(title), *map(fold, shipped().alternatives([title]))}


def binhduong_read_words(words: str) -> dict[str, Any]:
    """Return what a text asks of the finder: ``points`` (see ``points.finder_question``), ``units`` (ids of all units of the name it
    holds, best first) and ``near`` (whether it asks for what is near the person)."""
    reading = reading_of(words)
    units = reading.place.units if reading.place and not reading.place.everywhere else ()
    return {"points": finder_question(reading.subject, reading.place), "units": list(units), "near": reading.sifted.near}
