"""What a text with slips of the finger was meant as, judged by the words and the pairs of words of the catalogue.

A single Vietnamese syllable is too short to be corrected alone: "nah" is one letter from "nha", "nam" and "anh". Its neighbours decide:
only "nha thuoc" stands in the catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.binhduong.search.typos.right_words import is_right, is_syllable_without_marks
from ckanext.binhduong.search.typos.slips import cost
from ckanext.binhduong.vn.text import fold

__all__ = ["Spelling", "corrected"]

_SHORTEST = 2
_ALONE = 0.25
"""What the frequency of the word itself weighs beside that of its pairs."""


@dataclass(frozen=True)
class Spelling:
    """What the catalogue knows of one word or pair, folded: in how many datasets it stands, and what is near it with their number."""

    count: int
    near: Mapping[str, int]


def corrected(words: Sequence[str], known: Mapping[str, Spelling]) -> list[str] | None:
    """Return the words with each slip replaced (the replacement without marks), or None when there is none.

    Args:
        words: as typed, in NFC, in their order.
        known: folded word or pair ("nah", "nah thuoc") → what the catalogue knows of it; what is missing is taken as right.
    """
    folded = [fold(word) for word in words]
    result = list(words)
    for at, word in enumerate(words):
        misspelt = _is_misspelt(word)
        if _may_be_a_slip(folded, at, known, misspelt=misspelt) and not is_right(word):
            best = _best(folded, at, known, certain=misspelt or not is_syllable_without_marks(word))
            if best:
                result[at] = folded[at] = best
    return result if result != list(words) else None


def _is_misspelt(word: str) -> bool:
    """Return whether a word has marks and is no syllable with them, whatever its letters are: "bư"."""
    return fold(word) != word.lower() and not is_right(word)


def _may_be_a_slip(folded: Sequence[str], at: int, known: Mapping[str, Spelling], *, misspelt: bool) -> bool:
    """Return whether the catalogue has not the word, or has it, but beside none of its neighbours."""
    word = folded[at]
    found = known.get(word)
    if found is None or not word.isalpha() or len(word) < _SHORTEST:
        return False
    pairs = [known.get(pair) for pair, _ in _pairs(folded, at, "")]
    return not found.count or misspelt or (bool(pairs) and all(pair and not pair.count for pair in pairs))


def _best(folded: Sequence[str], at: int, known: Mapping[str, Spelling], *, certain: bool) -> str | None:
    """Return the likeliest word; by itself, without a known neighbour, only for what is no word (``certain``)."""
    scores: dict[str, float] = {}
    for candidate, count in _candidates(folded, at, known).items():
        price = cost(folded[at], candidate)
        pairs = sum(math.log1p(known[pair].near.get(wanted, 0)) for pair, wanted in _pairs(folded, at, candidate) if pair in known)
        if price is not None and (pairs or (certain and not known[folded[at]].count)):
            scores[candidate] = pairs + _ALONE * math.log1p(count) - price
    return max(sorted(scores), key=scores.__getitem__, default=None)


def _candidates(folded: Sequence[str], at: int, known: Mapping[str, Spelling]) -> dict[str, int]:
    found = dict(known[folded[at]].near)
    for side, partner in ((0, at + 1), (1, at - 1)):
        if 0 <= partner < len(folded):
            pair = known.get(" ".join(folded[min(at, partner) : max(at, partner) + 1]))
            for near in pair.near if pair else ():
                words = near.split()
                if len(words) == 2 and words[1 - side] == folded[partner]:
                    found.setdefault(words[side], 0)
    return found


def _pairs(folded: Sequence[str], at: int, candidate: str) -> list[tuple[str, str]]:
    """Return the pairs the word stands in, each as typed and with the candidate in its place."""
    pairs = []
    if at:
        pairs.append((f"{folded[at - 1]} {folded[at]}", f"{folded[at - 1]} {candidate}"))
    if at + 1 < len(folded):
        pairs.append((f"{folded[at]} {folded[at + 1]}", f"{candidate} {folded[at + 1]}"))
    return pairs
