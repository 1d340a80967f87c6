"""What a search would find with other synonyms, without indexing anything: asked with the other words, and read in the datasets' texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.search.index.columns import column_words
from ckanext.binhduong.search.synonyms.entries import Entry, terms_of
from ckanext.binhduong.search.synonyms.table import Synonyms, words_of
from ckanext.binhduong.vn.text import fold

__all__ = ["Preview", "preview"]

_MOST_ASKED = 6
"""Searches with other words that one preview may cost."""

#: Returns the first datasets that a text finds, in full, the best first, and whether they have all its words.
Search = Callable[[str], tuple[list[dict[str, Any]], bool]]
_Words = tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The datasets that a text finds before and after a change, the best first; what is new comes last."""

    before: list[dict[str, Any]]
    after: list[dict[str, Any]]

    @property
    def gained(self) -> list[dict[str, Any]]:
        """What is found after the change only."""
        return _without(self.after, self.before)

    @property
    def lost(self) -> list[dict[str, Any]]:
        """What is found before the change only."""
        return _without(self.before, self.after)


def _without(datasets: Iterable[dict[str, Any]], others: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {other["id"] for other in others}
    return [each for each in datasets if each["id"] not in known]


def preview(query: str, changed: Sequence[Entry], now: Synonyms, then: Synonyms, search: Search) -> Preview:
    """Return which datasets a text finds before and after a change.

    A dataset that says another term of a changed entry is gained when the new table gives it the term in the text; one that has the term
    from the present table alone is lost. Terms are compared without marks, in titles, keywords, descriptions, agencies, themes, and names
    of columns and files.

    Args:
        query: as people type it.
        changed: the entries that are added or removed.
        now, then: the tables before and after.
        search: asks the portal.
    """
    typed = _folded(query)
    said = {term for entry in changed for text in terms_of(entry) if (term := _folded(text)) and _places(typed, term)}
    before, whole = search(query)
    # What is found by a part of the words only is no answer that a synonym could add to, nor take from.
    kept = [each for each in before if not whole or not any(_has(each, term, now) and not _has(each, term, then) for term in said)]
    found = {each["id"] for each in before} if whole else set()
    gained = [
        each
        for text in list(_in_other_words(typed, said, changed))[:_MOST_ASKED]
        for each in _whole(search(text))
        if each["id"] not in found and any(_has(each, term, then) and not _has(each, term, now) for term in said)
    ]
    return Preview(before, list({each["id"]: each for each in (*kept, *gained)}.values()))


def _whole(answer: tuple[list[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    return answer[0] if answer[1] else []


def _in_other_words(typed: _Words, said: Iterable[_Words], changed: Sequence[Entry]) -> Iterator[str]:
    """Yield the text with each other term of an entry in the place of the one that it has."""
    for term in said:
        for entry in changed:
            terms = [_folded(text) for text in terms_of(entry)]
            if term in terms:
                at = _places(typed, term)[0]
                yield from (" ".join((*typed[:at], *other, *typed[at + len(term) :])) for other in terms if other != term)


def _places(words: _Words, term: _Words) -> list[int]:
    return [at for at in range(len(words) - len(term) + 1) if words[at : at + len(term)] == term]


def _folded(text: str) -> _Words:
    return tuple(map(fold, words_of(text)))


def _has(dataset: dict[str, Any], term: _Words, synonyms: Synonyms) -> bool:
    texts = _texts(dataset)
    return any(_places(_folded(text), term) for text in (*texts, *synonyms.alternatives(texts)))


def _texts(dataset: dict[str, Any]) -> list[str]:
    """As much of what ``index/document.py`` gives synonyms to as a search returns."""
    files = dataset.get("resources") or []
    named = [dataset.get("organization") or {}, *(dataset.get("groups") or [])]
    texts = [
        *(dataset.get(key) or "" for key in ("title", "notes")),
        *(tag["name"] for tag in dataset.get("tags") or ()),
        *(each.get("title") or "" for each in named),
        *(each.get(key) or "" for each in files for key in ("name", "description")),
        *(word for each in files for word in column_words(each.get("columns"))),
    ]
    return [text for text in texts if text]
