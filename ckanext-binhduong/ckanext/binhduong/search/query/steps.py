"""The steps of a search: all words first; when too few datasets have them all, fewer words, so that a good answer never becomes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ckanext.binhduong.search.query.words import NOTHING
from ckanext.binhduong.search.synonyms.table import current

__all__ = ["ALL", "ENOUGH", "YEAR", "Parts", "Step", "steps_of"]

ALL = "100%"
"""The minimum match of a step that wants all words."""
ENOUGH = 10
"""A page of datasets: a step that finds as many is the last."""
SHORT = 3
"""So many words beside a place are a subject, of which none is given up before the place is."""
_FORMS = 3
"""Of an abbreviation's long forms so many are asked for."""
PAIR = 2
YEAR = re.compile("(?:19|20)[0-9]{2}")
_ANY = "entity_type:package"
"""Every dataset, nearly without weight. No boost: edismax takes its number for a word of the phrases it weighs."""


@dataclass(frozen=True)
class Step:
    """One query for Solr's edismax parser, and how many of its words a dataset must have ("100%" or a number)."""

    q: str
    mm: str = ALL
    unless_found: int = ENOUGH
    """The next step follows only when this one finds fewer."""
    boost: str = ""
    """A function by whose value the score is multiplied."""
    marked: bool = False
    """Whether the text was typed with marks."""
    prose: bool = True
    """Whether words count that stand in descriptions only."""
    within: str = ""
    """A filter."""
    last_resort: bool = False
    """Only when nothing at all was found: one common word of two is no answer to a subject of two words."""


@dataclass(frozen=True)
class Parts:
    """What steps are made of: words in order, those that need not match, the place (in words, as a filter, and as all there is), what must
    stand together, what must not be there.
    """

    words: tuple[str, ...]
    helpful: frozenset[str] = frozenset()
    place: str = ""
    within: str = ""
    alone: str = ""
    marked: bool = False
    exact: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str, ...]:
        """The words that count."""
        return tuple(word for word in self.words if word not in self.helpful)

    def without_years(self) -> Parts:
        """Return the same with years as words that need not match."""
        years = frozenset(word for word in self.subject if YEAR.fullmatch(word))
        return replace(self, helpful=self.helpful | years) if 0 < len(years) < len(self.subject) else self


def steps_of(parts: Parts, enough: int) -> list[Step]:
    """Return the queries for a text, the strictest first; one of all words is the last when it finds ``enough`` datasets."""
    if parts.alone:
        return [Step(" ".join([parts.alone, *parts.unwanted]))]
    if not (parts.words or parts.needed):
        return [Step(NOTHING)]
    if parts.needed:
        return [Step(_all(parts), unless_found=1, within=parts.within), *_loosesteps_of(parts)]
    return [*_whole(parts, enough), *_fewer(parts)]


def _whole(parts: Parts, enough: int) -> Iterator[Step]:
    """Yield what asks for the whole subject: in its place and year, then anywhere and of any year, then with its words apart in the prose.

    A subject of two or three words must stand in title, tags, columns and the like, or together in a description: "giá" and "đạt"
    somewhere in a description are no land price. A longer one says enough with all its words.
    """
    loose = parts.without_years()
    short = 1 < len(loose.subject) <= SHORT
    few = enough if len(parts.subject) > 1 or parts.place else 1
    yield Step(_all(parts, together=short), unless_found=few, within=parts.within, prose=not (short or parts.place))
    if parts.place or loose is not parts:
        yield Step(_all(loose, together=short), unless_found=few, prose=not short)
    if len(loose.subject) == PAIR and parts.marked:
        yield Step(_all(loose), unless_found=1)


def _all(parts: Parts, *, together: bool = False) -> str:
    words = _words(parts)
    if together:
        words = [f'(({" ".join(words)}) OR text:"{" ".join(parts.words)}")']
    return " ".join([*words, *parts.needed, *_place(parts), *parts.unwanted])


def _words(parts: Parts) -> list[str]:
    return [_optional(word) if word in parts.helpful else _in_full(word) for word in parts.words]


def _place(parts: Parts) -> list[str]:
    return [_optional(parts.place)] if parts.place else []


def _fewer(parts: Parts) -> Iterator[Step]:
    """Yield half of the words, then any."""
    loose = parts.without_years()
    count = len(loose.subject)
    if count > 2:
        yield _some(loose, (count + 1) // 2, ENOUGH)
    if count > 1:
        yield replace(_some(loose, 1, 1), last_resort=count == PAIR)


def _loosesteps_of(parts: Parts) -> Iterator[Step]:
    """What must stand together stays; the words beside it need not be there, and in the end its parts may be apart."""
    pieces = tuple(piece for exact in parts.exact for piece in exact.strip('"').replace("-", " ").split())
    if parts.words or parts.place:
        yield Step(" ".join([*parts.needed, *map(_optional, parts.words), *parts.unwanted]), unless_found=1)
    if len(pieces) > 1:
        yield _some(replace(parts, words=(*parts.words, *pieces), place=""), max(1, len(pieces) - 1), 1)


def _in_full(word: str) -> str:
    """Return an abbreviation with what it stands for, any other word as it is."""
    forms = current().long_forms(word)
    return f"({' OR '.join([word, *(_quoted(form) for form in forms[:_FORMS])])})" if forms else word


def _quoted(text: str) -> str:
    return f'"{text}"'


def _optional(clause: str) -> str:
    """Return a clause that every dataset satisfies and that counts for those with its words."""
    return f"({clause} OR {_ANY})"


def _some(parts: Parts, count: int, enough: int) -> Step:
    # CKAN sets q.op=AND, under which edismax takes every word and ignores mm; an explicit OR brings mm back.
    clauses = [*_words(parts), *_place(parts)]
    free = len(clauses) - len(parts.subject)
    return Step(" ".join([" OR ".join(clauses), *parts.unwanted]), str(count + free), unless_found=enough)
