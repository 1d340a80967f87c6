"""A line that breaks where values are missing. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

__all__ = ["runs_of"]


def runs_of(values: Sequence[float | None]) -> list[list[int]]:
    """Return the places of a line's values, a list for each part of the line.

    A part ends where the next value comes later than values of this line usually do (the median of their distances): a measurement every
    third hour is one line, a missing one breaks it.
    """
    filled = [place for place, value in enumerate(values) if value is not None]
    distances = [after - before for before, after in pairwise(filled)]
    usual = median_low(distances) if distances else 1
    runs: list[list[int]] = [filled[:1]] if filled else []
    for place, distance in zip(filled[1:], distances, strict=True):
        if distance > usual:
            runs.append([])
        runs[-1].append(place)
    return runs
