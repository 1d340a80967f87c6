"""The grade of a dataset for a query, 0 to 3, from the dataset's facts and what the query asks for. The rules are written in README.md."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.search.relevance.facts import PROVINCE, Facts, ancestors, units_named

BEST = 3


@dataclass(frozen=True)
class Ask:
    """What a query asks for; what is empty is not asked. Every part that is given must hold, several values of one part are "or"."""

    about: frozenset[str] = frozenset()
    sector: str | None = None
    agency: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    place: str | None = None
    year: int | None = None
    entity: frozenset[str] = frozenset()
    twins: frozenset[str] = frozenset()

    def unmarked(self) -> Ask:
        """Return what the same words ask for when typed without marks: every concept whose words fold to them."""
        return replace(self, about=self.about | self.twins)


def grade(ask: Ask, facts: Facts) -> int:
    """Return 3 (what was meant), 2 (holds it), 1 (borders on it) or 0."""
    subjects = [*_subjects(ask, facts)]
    if not subjects:
        return _place_alone(ask, facts)
    parts = [min(subjects), *_limits(ask, facts)]
    if parts.count(1) > 1:
        return 0
    return min(parts)


def _subjects(ask: Ask, facts: Facts) -> list[int]:
    found = []
    if ask.about:
        found.append(_about(ask.about, facts))
    if ask.sector:
        found.append(BEST * (facts.sector == ask.sector))
    if ask.agency:
        found.append(BEST * (facts.agency in ask.agency))
    if ask.columns:
        found.append(BEST * bool(facts.columns & ask.columns))
    if ask.codes:
        found.append(BEST * bool(facts.codes & ask.codes))
    return found


def _about(concepts: frozenset[str], facts: Facts) -> int:
    if concepts & facts.about:
        return 3
    if concepts & facts.holds:
        return 2
    return int(bool(concepts & facts.near))


def _limits(ask: Ask, facts: Facts) -> list[int]:
    limits = []
    if ask.place:
        limits.append(_place(ask.place, facts))
    if ask.year:
        limits.append(3 if facts.year == ask.year else 2 if facts.year is None else 1)
    if ask.entity:
        limits.append(3 if facts.entity in ask.entity else 2 if facts.entity is None else 0)
    return limits


def _place(name: str, facts: Facts) -> int:
    """3 for the place itself, 2 for what lies in it or holds it, 1 for elsewhere."""
    asked = units_named(name)
    covered = facts.places or {PROVINCE}
    if asked & covered:
        return 3
    inside = any(ancestors(unit) & asked for unit in covered)
    holds = any(ancestors(unit) & covered for unit in asked)
    return 2 if inside or holds else 1


def _place_alone(ask: Ask, facts: Facts) -> int:
    """A query that is only a place: the place itself, or a part of it; the whole province is about every place and so about none."""
    if not ask.place:
        return 0
    asked = units_named(ask.place)
    if asked & facts.places:
        return 3
    return 2 if any(ancestors(unit) & asked for unit in facts.places) else 0
