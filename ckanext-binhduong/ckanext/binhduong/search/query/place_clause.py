"""A named place in a query: as a clause that decides what is found, and as a factor that decides what comes first."""

from __future__ import annotations

from ckanext.binhduong.search.query.named_places import NamedPlace

__all__ = ["place_alone", "place_clause", "place_factor"]

OWN = 30
"""For a text that is only a place: of that very unit; about what two rare words weigh in a title."""
INSIDE = 12
"""For a text that is only a place: of a unit inside it."""
FACTORS = {"own": 0.6, "inside": 0.35, "holding": 0.3}
"""By how much more a dataset counts that is of that very unit, of one inside it, of one that holds it. A factor, not a sum: what has the
place and hardly the subject must not come before the subject."""
_NAMED = 0.3
"""The weight of the place's name as words: a title may name it without listing the unit."""


def place_alone(place: NamedPlace) -> str:
    """Return the clause for a text that names nothing but the place: what is about the whole province is about no place in it."""
    return f'("{place.name}" OR {_weighed("own_units", place.units, OWN)} OR {_weighed("units", place.units, INSIDE)})'


def place_clause(place: NamedPlace) -> str:
    """Return the clause beside a subject: of the place, of one inside it, or of one that holds it, as a list of the whole province does."""
    clauses = [f'"{place.name}"^{_NAMED}', _weighed("units", place.units, 0)]
    if place.holders:
        clauses.append(_weighed("own_units", place.holders, 0))
    return f"({' OR '.join(clauses)})"


def place_factor(place: NamedPlace) -> str:
    """Return the function by whose value the words' score is multiplied, from 1 (elsewhere) on."""
    own, inside = _has("own_units", place.units), _has("units", place.units)
    holding = f"mul({FACTORS['holding']},{_has('own_units', place.holders)})" if place.holders else "0"
    return f"sum(1,max(mul({FACTORS['own']},{own}),mul({FACTORS['inside']},{inside}),{holding}))"


def _has(field: str, units: tuple[str, ...]) -> str:
    """1 for a dataset with any of the units, else 0. Ids are ours (digits, @, digits), so they need no escaping."""
    return "min(1,sum(0," + ",".join(f"termfreq({field},'{unit}')" for unit in units) + "))"


def _weighed(field: str, units: tuple[str, ...], weight: int) -> str:
    return "(" + " OR ".join(f'{field}:"{unit}"' for unit in units) + f")^={weight}"
