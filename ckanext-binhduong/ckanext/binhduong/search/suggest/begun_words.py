"""Words that a reader has begun to type, and where they stand in a name. Imports no CKAN."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ckanext.binhduong.vn.text import fold, nfc

__all__ = ["WORD", "begins", "begun_words", "has_words", "parts"]

MOST_WORDS = 8
LONGEST = 200
"""Characters of a text that are read; no name is longer."""

WORD = re.compile(r"[^\W_](?:[^\W_]|(?<=\d)[.,](?=\d))*")
"""A word as Solr's tokenizer cuts it: a point or comma between digits is part of a number, "_" and "." between letters separate."""


def begun_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, the first ``MOST_WORDS``; each is letters and digits only, no sign of Solr's language."""
    # Folded first: "⑴" is one digit to Python, and "(1)" when folded.
    return tuple(WORD.findall(fold(text[:LONGEST])))[:MOST_WORDS]


def begins(text: str, words: Sequence[str]) -> bool:
    """Return whether the text begins with the words, in their order, the last perhaps only begun."""
    own = _folded_words(text)[: len(words)]
    return len(own) == len(words) and own[:-1] == tuple(words[:-1]) and own[-1].startswith(words[-1])


def has_words(texts: Iterable[str], words: Sequence[str]) -> bool:
    """Return whether each of the words is the beginning of a word of the texts."""
    own = [word for text in texts for word in _folded_words(text)]
    return all(any(each.startswith(word) for each in own) for word in words)


@lru_cache(maxsize=20_000)
def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(text)))


def parts(text: str, words: Sequence[str]) -> list[dict[str, str | bool]]:
    """Return the text in pieces, ``text`` and ``match``: whether a reader has typed this piece. Their texts together are the whole text.

    Args:
        text: a name, in whatever form of Unicode; the pieces are composed (NFC).
        words: as :func:`begun_words` returns them.
    """
    text, found, done = nfc(text), [], 0
    for word in WORD.finditer(text):
        length = _typed_length(word.group(), words)
        if length:
            found += [(text[done : word.start()], False), (text[word.start() : word.start() + length], True)]
            done = word.start() + length
    return [{"text": piece, "match": match} for piece, match in [*found, (text[done:], False)] if piece]


def _typed_length(word: str, words: Sequence[str]) -> int:
    """Return how many characters of a word are the longest of the words that it begins with; 0 for none."""
    folded = fold(word)
    typed = max((each for each in words if folded.startswith(each)), key=len, default="")
    return next((length for length in range(1, len(word) + 1) if fold(word[:length]).startswith(typed)), 0) if typed else 0
