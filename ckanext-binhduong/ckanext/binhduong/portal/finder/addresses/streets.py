"""Streets and numbered roads by the words that people type. Imports no CKAN."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.binhduong.vn import fold

__all__ = ["STREET_WORDS", "Street", "numbered_road", "street_of", "words_at"]

# Numbered roads have names of several spellings; the first is how an answer names them.
_NUMBERED = (
    ("Quốc lộ", ("quoc lo", "ql")),
    ("ĐT", ("duong tinh", "tinh lo", "dt", "tl")),
    ("Đường huyện", ("duong huyen", "dh")),
)
STREET_WORDS = ("duong", "pho", "hem", "ngo", "dai lo")
_PIECES = re.compile(r"[a-z]+|\d+")
_LONGEST = 8
"""Words of a street's name."""


@dataclass(frozen=True)
class Street:
    """A street: how it is shown, the words by which texts name it, in each spelling, and the texts that a search by words finds it by."""

    title: str
    spellings: tuple[tuple[str, ...], ...]
    queries: tuple[str, ...]


def street_of(words: list[str]) -> Street | None:
    folded = [fold(word) for word in words]
    if numbered := numbered_road(folded):
        title, spellings, number = numbered
        whole = "".join(number)
        together = tuple(f"{spelling}{whole}" for spelling in spellings if " " not in spelling)
        queries = (*(f"{spelling} {whole}" for spelling in spellings), *together)
        return Street(f"{title} {whole}", tuple((*spelling.split(), *number) for spelling in spellings), queries)
    skip = words_at(folded, 0, STREET_WORDS[:-1])
    if skip and numbered_road(folded[skip:]):
        return street_of(words[skip:])
    name = tuple(piece for word in folded[skip:] for piece in _PIECES.findall(word))
    is_name = len("".join(name)) > 1 and (skip or not all(piece.isdigit() for piece in name))
    if not is_name or len(name) > _LONGEST:
        return None
    return Street(" ".join(words), (name,), (" ".join(folded[skip:]),))


def numbered_road(folded: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The title, the spellings and the number of the numbered road with which folded words begin."""
    pieces = tuple(piece for word in folded for piece in _PIECES.findall(word))
    for title, spellings in _NUMBERED:
        for spelling in spellings:
            head = tuple(spelling.split())
            number = pieces[len(head) : len(head) + 2]
            if pieces[: len(head)] == head and number and number[0].isdigit():
                return title, spellings, number[: 2 if len(number) > 1 and len(number[1]) == 1 else 1]
    return None


def words_at(folded: list[str], place: int, words: Iterable[str]) -> int:
    """How many words of the text at that place are one of these; 0 for none."""
    return next((len(each.split()) for each in words if folded[place : place + len(each.split())] == each.split()), 0)
