"""Which words are right as typed and are never corrected."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ckanext.binhduong.vn.text import fold, nfc, tone_placed

__all__ = ["is_right", "is_syllable_without_marks"]


@cache
def _syllables() -> frozenset[str]:
    return frozenset(files("ckanext.binhduong.search.typos").joinpath("syllables.txt").read_text(encoding="utf-8").split())


@cache
def _folded() -> frozenset[str]:
    return frozenset(map(fold, _syllables()))


def is_right(word: str) -> bool:
    """Return whether a word with marks is a syllable of Vietnamese, in either tone placement; a word without marks may always be a slip."""
    typed = tone_placed(nfc(word)).lower()
    return fold(typed) != typed and typed in _syllables()


def is_syllable_without_marks(word: str) -> bool:
    """Return whether a syllable of Vietnamese is typed so without marks: "thuoc", but not "nah"."""
    return fold(word) in _folded()
