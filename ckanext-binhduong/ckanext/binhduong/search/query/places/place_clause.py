"""A named place in a query: as a filter that decides what is found, and as a factor that decides what comes first."""

from __future__ import annotations

from ckanext.binhduong.search.query.places.named_places import NamedPlace

__all__ = ["place_alone", "place_factor", "place_filter", "place_words"]

OWN = 30
"""For a text that is only a place: of that very unit; about what two rare words weigh in a title."""
INSIDE = 12
"""For a text that is only a place: of a unit inside it."""
FACTORS = {"own": 0.6, "inside": 0.35, "holding": 0.3}
"""By how much more a dataset counts that is of that very unit, of one inside it, of one that holds it. A factor, not a sum: what has the
place and hardly the subject must not come before the subject."""


def place_alone(place: NamedPlace) -> str:
    """Return the clause for a text that names nothing but the place: what is about the whole province is about no place in it."""
    return f'("{place.name}" OR {_weighed("own_units", place.units, OWN)} OR {_weighed("units", place.units, INSIDE)})'


def place_filter(place: NamedPlace) -> str:
    """Return the filter beside a subject: of the place, of one inside it, of one that holds it (as a list of the whole province), or
    named in the title, which may name a place without listing the unit."""
    units = [_any_of("units", place.units), _any_of("own_units", place.holders)]
    return " OR ".join([*(each for each in units if each), f'title:"{place.name}"'])


def place_words(place: NamedPlace) -> str:
    """Return the clause that counts a little for what names the place in words."""
    return f'title:"{place.name}" OR text:"{place.name}"'


def place_factor(place: NamedPlace) -> str:
    """Return the function by whose value the words' score is multiplied, from 1 (elsewhere) on."""
    own, inside = _has("own_units", place.units), _has("units", place.units)
    holding = f"mul({FACTORS['holding']},{_has('own_units', place.holders)})" if place.holders else "0"
    return f"sum(1,max(mul({FACTORS['own']},{own}),mul({FACTORS['inside']},{inside}),{holding}))"


def _has(field: str, units: tuple[str, ...]) -> str:
    """1 for a dataset with any of the units, else 0. Ids are ours (digits, @, digits), so they need no escaping."""
    return "min(1,sum(0," + ",".join(f"termfreq({field},'{unit}')" for unit in units) + "))"


def _weighed(field: str, units: tuple[str, ...], weight: int) -> str:
    return f"({_any_of(field, units)})^={weight}"


def _any_of(field: str, units: tuple[str, ...]) -> str:
    return " OR ".join(f'{field}:"{unit}"' for unit in units)
