"""Public datasets by their titles and by their columns: one request to Solr, or titles from the database while Solr is away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pysolr
from ckan import model
from ckan.lib.search import common
from ckan.plugins import toolkit as tk
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.search.suggest.begun_words import begins, has_words
from ckanext.binhduong.search.suggest.suggestion import Suggestion
from ckanext.binhduong.search.without_solr.answer import note_database
from ckanext.binhduong.search.without_solr.public_datasets import public_datasets
from ckanext.binhduong.vn import sort_key
from ckanext.binhduong.vn.text import fold

__all__ = ["named_datasets"]

_FIELDS = "name,title,extras_title_en,organization,alternatives,tags,columns"
_READ = 20
"""Datasets that are read of each kind; in some only several names together have all words, and the same column stands in many."""
_SHORTEST_ENGLISH = 3
"""Letters of the beginning of an English word: "di an" is no district and no "and"."""


def named_datasets(words: Sequence[str], typed: str, limit: int, *, english: bool) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return the datasets whose title, or a synonym of it, has the words, and the columns that have them; the best first.

    Strangers and officers get the same: what is not public is never suggested.

    Args:
        words: folded; each may be the beginning of a word.
        typed: the text itself: what has its marks comes first.
        english: whether titles are in English where there are any.
    """
    try:
        titles, columns = _from_solr(words, typed)
    except pysolr.SolrError:
        return _from_database(words, limit, english=english), []
    datasets = [_dataset(each, english=english) for each in titles]
    named = [each for each in datasets if any(has_words([name], words) for name in (each.title, *each.said))]
    return named[:limit], _columns(columns, words, limit, english=english)


def _from_solr(words: Sequence[str], typed: str) -> list[list[dict[str, Any]]]:
    groups = [_title_query(words, typed), _every(words, "column_words:{0}^2 column_words:{0}*")]
    asked = {
        "fq": ["+state:active +permission_labels:public +dataset_type:dataset", f'+site_id:"{tk.config["ckan.site_id"]}"'],
        "fl": _FIELDS,
        "group": "true",
        "group.query": groups,
        "group.limit": _READ,
    }
    found: Any = common.make_connection(decode_dates=False).search(" ".join(f"({each})" for each in groups), **asked)
    return [[dict(each) for each in found.grouped[query]["doclist"]["docs"]] for query in groups]


def _title_query(words: Sequence[str], typed: str) -> str:
    named = "title:{0}^3 title:{0}*^2 title_en:{0}^2 alternatives:{0} alternatives:{0}* subjects:{0} subjects:{0}*^0.5"
    english = " title_en:{0}*" if min(map(len, words)) >= _SHORTEST_ENGLISH else ""
    return f'{_every(words, named + english)} title:"{" ".join(words)}"^4 {_in_marks(words, typed)}'


def _in_marks(words: Sequence[str], typed: str) -> str:
    """Return clauses that count for titles with the typed marks; none for a text without marks."""
    marked = [word for word in typed.lower().split() if word.isalpha() and fold(word) in words and fold(word) != word]
    return " ".join(f"title_marks:{word}^3 title_marks:{word}*^2" for word in marked)


def _every(words: Sequence[str], clauses: str) -> str:
    return " ".join(f"+({clauses.format(word)})" for word in words)


def _dataset(document: dict[str, Any], *, english: bool) -> Suggestion:
    titles = [document.get("title") or document["name"], document.get("extras_title_en") or ""]
    title = titles[1] if english and titles[1] else titles[0]
    said = tuple(each for each in (*titles, *document.get("tags", ()), *document.get("alternatives", ())) if each and each != title)
    return Suggestion("dataset", document["name"], title, document.get("organization") or "", said=said)


def _columns(documents: Iterable[dict[str, Any]], words: Sequence[str], limit: int, *, english: bool) -> list[Suggestion]:
    """Return the columns of which a name has all words, each once; ``detail`` is the title of the first dataset with it."""
    found: dict[str, Suggestion] = {}
    for column in _all_columns(documents, english=english):
        if any(has_words([name], words) for name in column.said):
            found.setdefault(fold(column.title), column)
    return sorted(found.values(), key=lambda each: not begins(each.title, words))[:limit]


def _all_columns(documents: Iterable[dict[str, Any]], *, english: bool) -> Iterator[Suggestion]:
    for document in documents:
        dataset = _dataset(document, english=english).title
        for column in document.get("columns", ()):
            name, label, label_en = column.split("\t")
            title = (label_en if english else "") or label or label_en or name
            yield Suggestion("column", title, title, dataset, said=tuple(each for each in (title, name, label, label_en) if each))


def _from_database(words: Sequence[str], limit: int, *, english: bool) -> list[Suggestion]:
    note_database()
    try:
        datasets = public_datasets()
    except OperationalError:
        model.Session.rollback()
        return []
    found = [each for each in datasets if each.codes["dataset_type"] == ("dataset",) and has_words((each.title, each.title_en), words)]
    found.sort(key=lambda each: (not begins(each.title, words), sort_key(each.title)))
    documents = ({"name": each.name, "title": each.title, "extras_title_en": each.title_en, "organization": _first(each)} for each in found)
    return [_dataset(document, english=english) for document in list(documents)[:limit]]


def _first(dataset: Any) -> str:
    return next(iter(dataset.codes["organization"]), "")
