"""The classes by which a map is coloured: a scale that fits the values it shows. Imports no CKAN."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOST", "ValueClass", "classes_of"]

MOST = 5
"""Shades of one colour that readers tell apart on a map (Brewer, Harrower, "ColorBrewer.org", 2003: five to seven)."""


@dataclass(frozen=True)
class ValueClass:
    """A shade: 0 for no value, 1 (pale) to ``MOST``; the least and the greatest value that it stands for, and how many units have it."""

    shade: int
    least: float
    greatest: float
    units: int


def classes_of(values: Sequence[float]) -> tuple[list[ValueClass], list[int]]:
    """Divide values above zero into classes of about as many units each, zero apart; few values are a class each.

    Classes of equal width would leave most units of a skewed list (two towns have half of all pharmacies) in the palest one.

    Returns:
        the classes that occur, the palest first, and the shade of each value, in their order.
    """
    edges = _edges(sorted(value for value in values if value > 0))
    step = MOST / len(edges) if edges else 0
    shades = [math.ceil((bisect_left(edges, value) + 1) * step) if value > 0 else 0 for value in values]
    grouped: dict[int, list[float]] = {}
    for shade, value in zip(shades, values, strict=True):
        grouped.setdefault(shade, []).append(value)
    return [ValueClass(shade, min(group), max(group), len(group)) for shade, group in sorted(grouped.items())], shades


def _edges(ordered: Sequence[float]) -> list[float]:
    """The greatest value of each class."""
    distinct = sorted(set(ordered))
    if len(distinct) <= MOST:
        return distinct
    return sorted({ordered[math.ceil(number * len(ordered) / MOST) - 1] for number in range(1, MOST + 1)})
