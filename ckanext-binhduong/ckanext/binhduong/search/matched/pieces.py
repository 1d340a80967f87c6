"""A text with the words of a search marked in it, and the part of a long one where they stand. Imports no CKAN."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ckanext.binhduong.search.suggest.begun_words import WORD
from ckanext.binhduong.vn.text import fold, nfc, tone_placed

__all__ = ["Piece", "Words", "fragment", "pieces"]

Piece = tuple[str, bool]
"""A text, and whether it is marked."""

_MOST_WORDS = 30
_WIDEST_GAP = 2
_BEFORE = 60
"""Characters of a fragment before the first word that is marked."""


@dataclass(frozen=True)
class Words:
    """The words of a search: each folded ("thuoc"), and as it was typed, in small letters with one tone placement ("thuốc")."""

    typed: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Return the words of a text."""
        found = [word.group() for word in WORD.finditer(nfc(text))][:_MOST_WORDS]
        return cls(tuple(dict.fromkeys((fold(word), tone_placed(word).lower()) for word in found)))

    @property
    def folded(self) -> frozenset[str]:
        """The words without marks."""
        return frozenset(folded for folded, _ in self.typed)

    def found_in(self, text: str) -> frozenset[str]:
        """Return which of the words stand in a text, folded: with the marks that were typed, or where one of both has none."""
        said = {tone_placed(word.group()).lower() for word in WORD.finditer(nfc(text))}
        unmarked = {fold(word) for word in said}
        return frozenset(folded for folded, typed in self.typed if typed in said or folded in (said if typed != folded else unmarked))

    def without(self, folded: Collection[str]) -> Words:
        """Return the other words."""
        return Words(tuple(word for word in self.typed if word[0] not in folded))


def pieces(text: str, words: Words) -> list[Piece]:
    """Return the text in pieces, those with words of the search marked; together they are the text, composed (NFC).

    Words that follow one another are one piece. Where some do, words that stand alone are not marked: "giá" in "đánh giá" says nothing
    about "giá đất". Nor is one alone that has other marks than were typed: "được" is not "dược".
    """
    text, found, done = nfc(text), [], 0
    for start, end in _marked(text, words):
        found += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [piece for piece in [*found, (text[done:], False)] if piece[0]]


def fragment(text: str, words: Words, length: int = 200) -> str:
    """Return the part of a text of about this many characters in which the words stand; the beginning when none does."""
    text = nfc(" ".join(text.split()))
    runs = _marked(text, words)
    if len(text) <= length:
        return text
    best = max(runs, key=lambda run: (run[1] - run[0], -run[0]), default=(0, 0))
    start = 0 if best[1] <= length else max(0, text.rfind(" ", 0, max(best[0] - _BEFORE, 1)) + 1)
    end = len(text) if start + length >= len(text) else max(text.rfind(" ", 0, start + length), best[1])
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _marked(text: str, words: Words) -> list[tuple[int, int]]:
    """Return the places that are marked, from and to; ``text`` is composed."""
    runs = list(_runs(text, _matches(text, words)))
    together = [(start, end) for start, end, count in runs if count > 1]
    return together or [(start, end) for start, end, _ in runs if words.found_in(text[start:end])]


def _matches(text: str, words: Words) -> list[re.Match[str]]:
    own = [(word, tone_placed(word.group()).lower()) for word in WORD.finditer(text) if fold(word.group()) in words.folded]
    said = {written for _, written in own}
    exact = {folded: typed for folded, typed in words.typed if typed in said and typed != folded}
    return [word for word, written in own if written in (fold(written), exact.get(fold(written), written))]


def _runs(text: str, matches: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, int]]:
    """Yield where neighbouring words begin and end, and how many they are."""
    start = count = 0
    for place, word in enumerate(matches):
        start, count = (word.start(), 1) if not count else (start, count + 1)
        following = matches[place + 1].start() if place + 1 < len(matches) else None
        if following is None or len(gap := text[word.end() : following]) > _WIDEST_GAP or gap.strip(" -_/."):
            yield start, word.end(), count
            count = 0
