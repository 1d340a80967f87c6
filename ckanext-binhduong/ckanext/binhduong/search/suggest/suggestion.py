"""One suggestion, and how the places of a short list are dealt among the kinds. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

__all__ = ["KINDS", "Suggestion", "dealt"]

KINDS = ("dataset", "theme", "agency", "place", "feature", "column")
"""In the order in which they are listed."""
_MOST = {"theme": 3, "agency": 3, "place": 4, "feature": 3, "column": 2}
"""Of a kind, so that the many pharmacies called "Nhà thuốc" do not fill a list; datasets may."""
_DATASETS_A_TURN = 2


@dataclass(frozen=True)
class Suggestion:
    """Something with a name that a reader may mean.

    ``id`` is what the kind's own actions take; of a column its label, for a column is looked for by its words. ``detail`` tells two of one
    name apart. ``said`` is what else finds it: a synonym, or the name in the other language.
    """

    kind: str
    id: str
    title: str
    detail: str = ""
    layer: str = ""
    said: tuple[str, ...] = ()


def dealt(found: Mapping[str, Sequence[Suggestion]], limit: int) -> list[Suggestion]:
    """Return at most ``limit`` suggestions, kind by kind: every kind in turn gives its best, datasets two at a time."""
    turns = [_pairs(each) if kind == "dataset" else [(one,) for one in each[: _MOST[kind]]] for kind, each in found.items()]
    rounds = zip_longest(*turns, fillvalue=())
    chosen = [one for turn in rounds for ones in turn for one in ones][:limit]
    return sorted(chosen, key=lambda one: KINDS.index(one.kind))


def _pairs(each: Sequence[Suggestion]) -> list[tuple[Suggestion, ...]]:
    return [tuple(each[at : at + _DATASETS_A_TURN]) for at in range(0, len(each), _DATASETS_A_TURN)]
