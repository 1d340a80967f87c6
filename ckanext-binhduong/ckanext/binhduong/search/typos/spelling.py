"""What Solr knows of the words of a query: its handler ``/spell``, over the words and pairs of words of all but the prose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import pysolr
from ckan.lib.search import common

from ckanext.binhduong import places
from ckanext.binhduong.search.synonyms.table import Synonyms, current
from ckanext.binhduong.search.typos.correction import Spelling
from ckanext.binhduong.search.typos.slips import cost
from ckanext.binhduong.vn.text import fold

__all__ = ["MOST_WORDS", "spellings", "with_names"]

MOST_WORDS = 12
"""Words of a query that are looked up; each costs Solr a search of its dictionary."""
_OF_A_NAME = 20
"""A place's name counts as if it stood in so many datasets at least: people look for places more than titles name them."""


def spellings(words: Sequence[str]) -> dict[str, Spelling]:
    """Return folded word or pair → what the catalogue, the synonyms and the names of administrative units know of it.

    One request to Solr. When Solr cannot answer, nothing is known and nothing is corrected: the search itself says what is wrong.
    """
    folded = [fold(word) for word in words[:MOST_WORDS]]
    terms = _terms(folded)
    asked = {"spellcheck.q": " ".join(folded), "terms.list": ",".join(terms)}
    try:
        found: Any = common.make_connection(decode_dates=False).search("id:none", search_handler="spell", **asked)
    except pysolr.SolrError:
        return {}
    suggestions = (found.raw_response.get("spellcheck") or {}).get("suggestions") or []
    near = {term: {each["word"]: each["freq"] for each in facts["suggestion"]} for term, facts in _pairs(suggestions)}
    counts = dict(_pairs(found.raw_response.get("terms", {}).get("pairs", [])))
    return with_names({term: Spelling(counts.get(term, 0), near.get(term, {})) for term in terms})


def _terms(folded: Sequence[str]) -> list[str]:
    return [*dict.fromkeys([*folded, *(" ".join(pair) for pair in pairwise(folded))])]


def _pairs(flat: Sequence[Any]) -> list[tuple[str, Any]]:
    """Solr's way of writing a mapping: name, value, name, value."""
    return list(zip(flat[::2], flat[1::2], strict=True))


def with_names(known: dict[str, Spelling]) -> dict[str, Spelling]:
    """Return the same with the words and pairs of synonyms and of administrative units, which are right though no dataset has them."""
    return {term: _with_names(term, spelling) for term, spelling in known.items()}


def _with_names(term: str, spelling: Spelling) -> Spelling:
    if term in _names() or term in _said(current()):
        return Spelling(max(spelling.count, 1), spelling.near)
    if spelling.count:
        return spelling
    near = {name: max(_OF_A_NAME, spelling.near.get(name, 0)) for name in _names() if _is_near(term, name)}
    return Spelling(0, {**spelling.near, **near})


def _is_near(term: str, name: str) -> bool:
    """Return whether one word of the two is one slip away and the other the same."""
    words, named = term.split(), name.split()
    if len(words) != len(named):
        return False
    differ = [(word, other) for word, other in zip(words, named, strict=True) if word != other]
    return len(differ) == 1 and cost(*differ[0]) is not None


@cache
def _names() -> frozenset[str]:
    """The folded words and pairs of the names of administrative units."""
    return frozenset(term for unit in places.all_units() for term in _terms(fold(unit.name).split()))


@lru_cache(maxsize=1)
def _said(synonyms: Synonyms) -> frozenset[str]:
    """The folded words and pairs of the synonyms."""
    texts = {" ".join(words) for words in synonyms.others} | {term for terms in synonyms.others.values() for term in terms}
    return frozenset(term for text in texts for term in _terms(fold(text).replace("&", " ").split()))
