"""What Solr knows of the words of a query: its handler ``/spell``, over the words and pairs of words of all but the prose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pysolr
from ckan.lib.search import common

from ckanext.binhduong.search.typos.correction import Spelling
from ckanext.binhduong.vn.text import fold

__all__ = ["MOST_WORDS", "spellings"]

MOST_WORDS = 12
"""Words of a query that are looked up; each costs Solr a search of its dictionary."""


def spellings(words: Sequence[str]) -> dict[str, Spelling]:
    """Return folded word or pair → what the catalogue knows of it, for those with anything near them.

    One request to Solr. When Solr cannot answer, nothing is known and nothing is corrected: the search itself says what is wrong.
    """
    text = " ".join(fold(word) for word in words[:MOST_WORDS])
    try:
        found: Any = common.make_connection(decode_dates=False).search("id:none", search_handler="spell", **{"spellcheck.q": text})
    except pysolr.SolrError:
        return {}
    suggestions = (found.raw_response.get("spellcheck") or {}).get("suggestions") or []
    return {term: _spelling(facts) for term, facts in zip(suggestions[::2], suggestions[1::2], strict=True)}


def _spelling(facts: dict[str, Any]) -> Spelling:
    return Spelling(facts["origFreq"], {each["word"]: each["freq"] for each in facts["suggestion"]})
