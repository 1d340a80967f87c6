"""Words for the same thing, from ``synonyms.yaml``: what else a text could have said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ckanext.binhduong.search.typos.right_words import is_syllable_without_marks
from ckanext.binhduong.vn.text import nfc, tone_placed

__all__ = ["Synonyms", "current", "entries", "follow", "read", "shipped", "source_text", "sources", "words_of"]

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as synonyms compare them: small letters, marks kept, one tone placement; signs separate."""
    return tuple(_WORD.findall(tone_placed(nfc(text)).lower()))


@dataclass(frozen=True, eq=False)
class Synonyms:
    """``others``: for the words of each term, the other terms that find what has it; ``longest``: words of the longest term."""

    others: dict[tuple[str, ...], tuple[str, ...]]
    longest: int
    abbreviations: dict[str, tuple[str, ...]]
    """A word of capitals ("KCN", "QĐ") → the terms of several words that it stands for."""

    def alternatives(self, texts: Iterable[str]) -> list[str]:
        """Return what the texts could also have said: the synonyms of every term in them, each once, none that they say anyway."""
        said: set[tuple[str, ...]] = set()
        found: dict[str, tuple[str, ...]] = {}
        for text in texts:
            for term, other in self._pairs(text):
                said.add(term)
                found[other] = words_of(other)
        return [other for other, words in found.items() if words not in said]

    def pairs(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each term in the text, in small letters, with what else could be said for it."""
        return ((" ".join(term), other) for term, other in self._pairs(text))

    def _pairs(self, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
        words = words_of(text)
        for start in range(len(words)):
            for end in range(start + 1, min(start + self.longest, len(words)) + 1):
                for other in self.others.get(words[start:end], ()):
                    yield words[start:end], other

    def long_forms(self, word: str) -> tuple[str, ...]:
        """Return what an abbreviation stands for. In small letters only one that is no syllable: "kcn", but not "ca"."""
        found = self.abbreviations.get(word.upper(), ())
        return found if word.isupper() or not is_syllable_without_marks(word) else ()


def read(entries: Sequence[Mapping[str, Any]]) -> Synonyms:
    """Return the table of these entries: ``terms`` find each other, what has one of ``means`` is found by each of ``say``."""
    others: dict[tuple[str, ...], dict[str, None]] = {}
    for entry in entries:
        said, meant = (entry["terms"], entry["terms"]) if "terms" in entry else (entry["say"], entry["means"])
        for term in meant:
            words = words_of(term)
            others.setdefault(words, {}).update({other: None for other in said if words_of(other) != words})
    longest = max(map(len, others), default=0)
    return Synonyms({words: tuple(found) for words, found in others.items()}, longest, _abbreviations(entries))


def _abbreviations(entries: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        terms = entry.get("terms") or ()
        for term in terms:
            if term.isupper() and term.isalpha():
                found[term] = found.get(term, ()) + tuple(" ".join(words_of(other)) for other in terms if len(words_of(other)) > 1)
    return found


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """Return the entries of the file."""
    return tuple(yaml.safe_load(source_text())["entries"])


@cache
def sources() -> dict[str, str]:
    """Return what each code of a source in the file stands for."""
    return dict(yaml.safe_load(source_text())["sources"])


def source_text() -> str:
    """Return the text of the file."""
    return files("ckanext.binhduong.search.synonyms").joinpath("synonyms.yaml").read_text(encoding="utf-8")


@cache
def shipped() -> Synonyms:
    """Return the table of the file."""
    return read(entries())


_source: dict[str, Callable[[], Synonyms]] = {"in force": shipped}


def follow(source: Callable[[], Synonyms]) -> None:
    """Have :func:`current` ask ``source``: the portal's own list, with what administrators changed."""
    _source["in force"] = source


def current() -> Synonyms:
    """Return the table in force; the same object until it changes."""
    return _source["in force"]()
