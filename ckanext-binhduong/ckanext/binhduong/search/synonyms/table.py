"""Words for the same thing, from ``synonyms.yaml``: what else a text could have said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ckanext.binhduong.vn.text import nfc, tone_placed

__all__ = ["Synonyms", "entries", "read", "shipped", "source_text", "words_of"]

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as synonyms compare them: small letters, marks kept, one tone placement; signs separate."""
    return tuple(_WORD.findall(tone_placed(nfc(text)).lower()))


@dataclass(frozen=True)
class Synonyms:
    """``others``: for the words of each term, the other terms that find what has it; ``longest``: words of the longest term."""

    others: dict[tuple[str, ...], tuple[str, ...]]
    longest: int

    def alternatives(self, texts: Iterable[str]) -> list[str]:
        """Return what the texts could also have said: the synonyms of every term in them, each once, none that they say anyway."""
        said: set[tuple[str, ...]] = set()
        found: dict[str, tuple[str, ...]] = {}
        for text in texts:
            words = words_of(text)
            for start in range(len(words)):
                for end in range(start + 1, min(start + self.longest, len(words)) + 1):
                    others = self.others.get(words[start:end])
                    if others:
                        said.add(words[start:end])
                        found |= {other: words_of(other) for other in others}
        return [other for other, words in found.items() if words not in said]


def read(entries: Iterable[dict[str, Any]]) -> Synonyms:
    """Return the table of these entries: ``terms`` find each other, what has one of ``means`` is found by each of ``say``."""
    others: dict[tuple[str, ...], dict[str, None]] = {}
    for entry in entries:
        said, meant = (entry["terms"], entry["terms"]) if "terms" in entry else (entry["say"], entry["means"])
        for term in meant:
            words = words_of(term)
            others.setdefault(words, {}).update({other: None for other in said if words_of(other) != words})
    return Synonyms({words: tuple(found) for words, found in others.items()}, max(map(len, others), default=0))


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """Return the entries of the file."""
    return tuple(yaml.safe_load(source_text())["entries"])


def source_text() -> str:
    """Return the text of the file."""
    return files("ckanext.binhduong.search.synonyms").joinpath("synonyms.yaml").read_text(encoding="utf-8")


@cache
def shipped() -> Synonyms:
    """Return the table of the file."""
    return read(entries())
