"""Which titles are about what somebody asks for: words in common, marks and order do not matter. Imports no CKAN.

Vietnamese is written syllable by syllable and one syllable says little ("nhà" of "nhà thuốc" is in "nhà trẻ", too), so pairs of neighbours
weigh more than single ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

from ckanext.binhduong.vn.text import fold

__all__ = ["closest", "likeness"]

#: In nearly every title, so that they say nothing about its subject.
_COMMON = frozenset({
    "a", "an", "and", "binh", "cac", "cho", "co", "cua", "danh", "data", "du", "duoc", "duong", "in", "la", "lieu",
    "list", "mot", "muc", "nam", "nhung", "of", "on", "sach", "so", "tai", "tap", "the", "theo", "thong", "tin", "tinh",
    "toan", "ve", "va",
})  # fmt: skip
_PAIR = 3
#: More than one of two syllables with their pair; less than one pair of six syllables.
_ENOUGH = 0.2
_MOST_WORDS = 60

Key = TypeVar("Key")


def _weights(text: str) -> dict[tuple[str, ...], int]:
    words = ["".join(letter for letter in word if letter.isalnum()) for word in fold(text).split()[:_MOST_WORDS]]
    words = [word for word in words if word]
    single = {(word,): 1 for word in words if word not in _COMMON}
    pairs = {pair: _PAIR for pair in pairwise(words) if not _COMMON.issuperset(pair)}
    return single | pairs


def likeness(asked: str, title: str) -> tuple[float, float]:
    """Return how much of the shorter and of the longer of two texts is in the other, 0–1; words of every title do not count."""
    ours, theirs = _weights(asked), _weights(title)
    common = sum(weight for word, weight in ours.items() if word in theirs)
    smaller, larger = sorted((sum(ours.values()), sum(theirs.values())))
    return (common / smaller, common / larger) if smaller else (0.0, 0.0)


def closest(asked: str, titles: Iterable[tuple[Key, str]], most: int = 5) -> list[Key]:
    """Return the keys of at most ``most`` titles that are about what is asked for, the closest first."""
    rated = [(likeness(asked, title), key) for key, title in titles]
    alike = sorted((each for each in rated if each[0][0] > _ENOUGH), key=lambda each: each[0], reverse=True)
    return [key for _likeness, key in alike[:most]]
