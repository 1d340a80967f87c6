"""The steps of a search: all words first; when too few datasets have them all, fewer words, so that a good answer never becomes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ckanext.binhduong.search.query.fillers import Sifted, sifted
from ckanext.binhduong.search.query.named_places import NamedPlace, named_place
from ckanext.binhduong.search.query.place_clause import place_alone, place_clause, place_factor
from ckanext.binhduong.search.query.words import NOTHING, Typed, is_fielded, typed_words
from ckanext.binhduong.search.synonyms.table import shipped
from ckanext.binhduong.vn.text import fold

__all__ = ["ENOUGH", "Reading", "Step", "reading_of"]

ENOUGH = 10
"""A page of datasets: a step that finds as many is the last."""
SHORT = 3
"""So many words beside a place are a subject, of which none is given up before the place is."""
_FORMS = 3
"""Of an abbreviation's long forms so many are asked for."""
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ANY = "entity_type:package^0"
"""Every dataset, without weight."""


@dataclass(frozen=True)
class Step:
    """One query for Solr's edismax parser, and how many of its words a dataset must have ("100%" or a number)."""

    q: str
    mm: str = "100%"
    unless_found: int = ENOUGH
    """The next step follows only when this one finds fewer."""
    boost: str = ""
    """A function by whose value the score is multiplied."""
    marked: bool = False
    """Whether the text was typed with marks."""
    prose: bool = True
    """Whether words count that stand in descriptions only."""


@dataclass(frozen=True)
class Reading:
    """What a typed text was understood as, and the steps that look for it."""

    typed: Typed
    sifted: Sifted
    steps: tuple[Step, ...]
    place: NamedPlace | None = None


@dataclass(frozen=True)
class _Parts:
    """What steps are made of: words in order, those that need not match, the place, what must stand together, what must not be there."""

    words: tuple[str, ...]
    helpful: frozenset[str] = frozenset()
    place: str = ""
    exact: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str, ...]:
        """The words that count."""
        return tuple(word for word in self.words if word not in self.helpful)

    def without_years(self) -> _Parts:
        """Return the same with years as words that need not match."""
        years = frozenset(word for word in self.subject if _YEAR.fullmatch(word))
        return replace(self, helpful=self.helpful | years) if 0 < len(years) < len(self.subject) else self


def reading_of(q: str | None, *, ranked: bool = True) -> Reading:
    """Return how a typed text is understood.

    Args:
        q: as typed, in NFC or NFD; None and blank mean everything, a text that names a field of the index is left as it is.
        ranked: whether the answer is in the order of relevance; in another order datasets with fewer words would come first, so they are
            looked for only when there are none with all.
    """
    text = unicodedata.normalize("NFC", q or "").strip()
    if not text or is_fielded(text):
        return Reading(Typed(), Sifted(()), (Step(text or "*:*"),))
    typed = typed_words(text)
    rest = sifted(list(typed.words))
    place = named_place(rest.words)
    parts = _parts(typed, rest, place)
    factor = place_factor(place) if place and parts.place and parts.words else ""
    marked = fold(text) != " ".join(text.lower().split())
    steps = (replace(step, boost=factor, marked=marked) for step in _steps(parts, ENOUGH if ranked else 1))
    return Reading(typed, rest, tuple(steps), place)


def _parts(typed: Typed, rest: Sifted, place: NamedPlace | None) -> _Parts:
    words = rest.words[: place.start] + rest.words[place.end :] if place else rest.words
    helpful, clause = rest.helpful, ""
    if place and place.everywhere:
        helpful |= frozenset(rest.words[place.start : place.end]) if words else frozenset()
        words = rest.words
    elif place:
        clause = place_clause(place) if words else place_alone(place)
    return _Parts(words, helpful, clause, typed.exact, (*typed.exact, *typed.prefixes), typed.unwanted)


def _steps(parts: _Parts, enough: int) -> list[Step]:
    every = _all(parts, parts.place)
    if not (parts.words or parts.needed):
        return [Step(every if parts.place else NOTHING)]
    # A place makes results few, and many a description has the words of a subject that it is not about; those come with the next step.
    first = Step(every, unless_found=1 if parts.needed else enough, prose=not (parts.place and parts.subject) or bool(parts.needed))
    return [first, *(_loose_steps(parts) if parts.needed else _fewer(parts, enough))]


def _all(parts: _Parts, place: str) -> str:
    words = [_optional(word) if word in parts.helpful else _in_full(word) for word in parts.words]
    return " ".join(each for each in (*words, *parts.needed, place, *parts.unwanted) if each).strip()


def _fewer(parts: _Parts, enough: int) -> Iterator[Step]:
    """Yield what is looked for next: the subject anywhere and of any year, then half of its words, then any."""
    loose = parts.without_years()
    count = len(loose.subject)
    if count <= SHORT and (parts.place or loose is not parts):
        yield Step(_all(loose, _optional(parts.place) if parts.place else ""), unless_found=enough if count > 1 else 1)
    if count > 2:
        yield _some(loose, (count + 1) // 2, enough)
    if count > 1:
        yield _some(loose, 1, 1)


def _loose_steps(parts: _Parts) -> Iterator[Step]:
    """What must stand together stays; the words beside it need not be there, and in the end its parts may be apart."""
    pieces = tuple(piece for exact in parts.exact for piece in exact.strip('"').replace("-", " ").split())
    if parts.words or parts.place:
        yield Step(" ".join([*parts.needed, *map(_optional, parts.words), *parts.unwanted]), unless_found=1)
    if len(pieces) > 1:
        yield _some(replace(parts, words=(*parts.words, *pieces), place=""), max(1, len(pieces) - 1), 1)


def _in_full(word: str) -> str:
    """Return an abbreviation with what it stands for, any other word as it is."""
    forms = shipped().long_forms(word)
    return f"({' OR '.join([word, *(_quoted(form) for form in forms[:_FORMS])])})" if forms else word


def _quoted(text: str) -> str:
    return f'"{text}"'


def _optional(clause: str) -> str:
    """Return a clause that every dataset satisfies and that counts for those with its words."""
    return f"({clause} OR {_ANY})"


def _some(parts: _Parts, count: int, enough: int) -> Step:
    # CKAN sets q.op=AND, under which edismax takes every word and ignores mm; an explicit OR brings mm back.
    always = [parts.place] if parts.place else []
    clauses = [_optional(word) if word in parts.helpful else _in_full(word) for word in parts.words] + [
        _optional(clause) for clause in always
    ]
    free = len(clauses) - len(parts.subject)
    return Step(" ".join([" OR ".join(clauses), *parts.unwanted]), str(count + free), unless_found=enough)
