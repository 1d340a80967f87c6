"""How good a ranking is: nDCG@10, whether the right one is first, and the rank of the first right one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

DEPTH = 10


@dataclass(frozen=True)
class Score:
    """Of one answer, or the means of many: nDCG@10, 1 when a best-graded dataset is first, 1/rank of the first such, 1 when nothing."""

    ndcg: float
    first: float
    reciprocal: float
    nothing: float


def score(found: list[str], grades: dict[str, int]) -> Score:
    """Score the names found, best first, by the grades of all datasets that have one above 0."""
    gains = [2 ** grades.get(name, 0) - 1 for name in found[:DEPTH]]
    ideal = _discounted(sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:DEPTH])
    best = max(grades.values())
    right = [rank for rank, name in enumerate(found[:DEPTH], start=1) if grades.get(name) == best]
    return Score(_discounted(gains) / ideal, float(right[:1] == [1]), 1 / right[0] if right else 0.0, float(not found))


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def mean(scores: list[Score]) -> Score:
    """Return the mean of each figure; every query counts the same."""
    count = len(scores)
    return Score(*(sum(getattr(each, name) for each in scores) / count for name in ("ndcg", "first", "reciprocal", "nothing")))
