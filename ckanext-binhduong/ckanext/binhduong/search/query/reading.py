"""How a typed text is understood: its words, its place, what was left out, and the steps that look for it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from ckanext.binhduong.search.query.fillers import Sifted, sifted
from ckanext.binhduong.search.query.places.named_places import NamedPlace, named_place
from ckanext.binhduong.search.query.places.place_clause import place_alone, place_factor, place_filter, place_words
from ckanext.binhduong.search.query.points import hours_words
from ckanext.binhduong.search.query.steps import ENOUGH, YEAR, Parts, Step, steps_of
from ckanext.binhduong.search.query.words import NOTHING, Typed, is_fielded, typed_words
from ckanext.binhduong.vn.text import fold

__all__ = ["Reading", "reading_of"]

_PREPOSITIONS = [phrase.split() for phrase in ("trên địa bàn", "khu vực", "ở", "tại", "của", "từ", "gần", "quanh")]


@dataclass(frozen=True)
class Reading:
    """What a typed text was understood as, and the steps that look for it."""

    typed: Typed
    sifted: Sifted
    steps: tuple[Step, ...]
    place: NamedPlace | None = None
    plain: str = "*:*"
    """The words without anything of ours, for a caller who chooses parser, fields or minimum match."""

    @property
    def subject(self) -> str:
        """The text without its place and without what was left out."""
        words = self.sifted.words
        if self.place and not self.place.everywhere:
            words = _without_preposition(words[: self.place.start]) + words[self.place.end :]
        return " ".join([*words, *self.typed.exact, *self.typed.prefixes, *self.typed.unwanted])


def reading_of(q: str | None, *, ranked: bool = True) -> Reading:
    """Return how a typed text is understood.

    Args:
        q: as typed, in NFC or NFD; None and blank mean everything, a text that names a field of the index is left as it is.
        ranked: whether the answer is in the order of relevance; in another order datasets with fewer words would come first, so they are
            looked for only when there are none with all.
    """
    text = unicodedata.normalize("NFC", q or "").strip()
    if not text or is_fielded(text):
        return Reading(Typed(), Sifted(()), (Step(text or "*:*"),), plain=text or "*:*")
    typed = typed_words(text)
    rest = sifted(_without_year_word(typed.words))
    place = named_place(rest.words)
    marked = fold(text) != " ".join(text.lower().split())
    parts = replace(_parts(typed, rest, place), marked=marked)
    parts = replace(parts, helpful=parts.helpful | hours_words(" ".join(parts.words)))
    factor = place_factor(place) if place and parts.place else ""
    steps = (replace(step, boost=factor, marked=marked and not parts.needed) for step in steps_of(parts, ENOUGH if ranked else 1))
    plain = " ".join([*typed.words, *typed.exact, *typed.prefixes, *typed.unwanted]) or NOTHING
    return Reading(typed, rest, tuple(steps), place, plain)


def _parts(typed: Typed, rest: Sifted, place: NamedPlace | None) -> Parts:
    parts = Parts(rest.words, rest.helpful, exact=typed.exact, needed=(*typed.exact, *typed.prefixes), unwanted=typed.unwanted)
    if place is None:
        return parts
    others = _without_preposition(rest.words[: place.start]) + rest.words[place.end :]
    if place.everywhere:
        return replace(parts, helpful=parts.helpful | frozenset(rest.words[place.start : place.end])) if others else parts
    if not others and not parts.needed:
        return replace(parts, words=(), alone=place_alone(place))
    return replace(parts, words=others, place=place_words(place), within=place_filter(place))


def _without_preposition(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands before a place without "ở", "tại", "trên địa bàn"; typed without marks, only here these are no subject."""
    for phrase in _PREPOSITIONS:
        last = [word.lower() for word in words[-len(phrase) :]]
        if len(words) > len(phrase) and last in (phrase, [fold(word) for word in phrase]):
            return words[: -len(phrase)]
    return words


def _without_year_word(words: tuple[str, ...]) -> list[str]:
    """Return the words without the "năm" before a year."""
    followed = zip(words, (*words[1:], ""), strict=False)
    return [word for word, after in followed if not (fold(word) == "nam" and YEAR.fullmatch(after))]
