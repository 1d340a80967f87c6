"""What the drift check compares: a comparison a package, and the kinds of difference that each can find.

A comparison looks at everything in batches, without a lock. Whatever seems to differ it looks at again, one by one and under the lock of
who could be changing it: what moves is no difference. Imports no CKAN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["Comparison", "Kind", "Outcome", "comparisons", "kinds", "register"]


@dataclass(frozen=True)
class Kind:
    """One way in which two parts can differ.

    Attributes:
        text: what is wrong, in English, which is the message's id in the catalogue.
        remedy: what to do with what the check cannot repair, likewise.
    """

    text: str
    remedy: str


@dataclass(frozen=True)
class Outcome:
    """What was found of one kind.

    Attributes:
        found: how many things differed.
        left: the names of those that still do, as the remedy's command takes them.
    """

    found: int = 0
    left: tuple[str, ...] = ()

    @property
    def repaired(self) -> int:
        """How many were brought in line."""
        return self.found - len(self.left)


#: Takes whether to repair; returns what was found by kind, kinds without a difference included or not.
Comparison = Callable[[bool], Mapping[str, Outcome]]

_comparisons: dict[str, Comparison] = {}
_kinds: dict[str, Kind] = {}


def register(name: str, comparison: Comparison, its_kinds: Mapping[str, Kind]) -> None:
    """Make a comparison known, with every kind that it can find; the same name again replaces it."""
    _comparisons[name] = comparison
    _kinds.update(its_kinds)


def comparisons() -> dict[str, Comparison]:
    """Return the comparisons by name, in the order in which they were made known."""
    return dict(_comparisons)


def kinds() -> dict[str, Kind]:
    """Return every kind by name."""
    return dict(_kinds)
