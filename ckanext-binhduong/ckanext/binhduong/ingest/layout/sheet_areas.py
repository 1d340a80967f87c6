"""The first rows of a sheet as a grid of filled cells, and the areas of it between gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ckanext.binhduong.ingest.layout import headers
from ckanext.binhduong.ingest.layout.headers import Header, Row
from ckanext.binhduong.ingest.model import Refused

__all__ = ["SEARCHED_ROWS", "Area", "Sheet", "area_rows"]

SEARCHED_ROWS = 2_000
"""Rows of a sheet in which tables are looked for; a second table that begins below them is read as rows of the first."""


@dataclass(frozen=True)
class Area:
    """A part of a sheet: rows and columns from 0; ``bottom`` and ``right`` are the first ones outside."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """The first rows of a sheet, and which of their cells are filled."""

    rows: Sequence[Row]
    filled: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Sheet:
        """Return the sheet of rows that may be of different lengths."""
        filled = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=bool)
        for number, row in enumerate(rows):
            filled[number, : len(row)] = [bool(text.strip()) for text, _ in row]
        return cls(rows, filled)

    @property
    def whole(self) -> Area:
        """All of it."""
        return Area(0, len(self.rows), 0, self.filled.shape[1])

    def header(self, area: Area) -> Header | None:
        """Return the header of an area that is a table: one with titles of two columns at least and a row below them; else None."""
        rows = area_rows(self.rows, area)
        try:
            header = headers.find_header(rows[: headers.SAMPLE_ROWS])
        except Refused:
            return None
        titled = sum(bool(title) for title in header.titles)
        return header if titled > 1 and any(self.counts(area)[header.data :]) else None

    def last(self, area: Area) -> int:
        """Return the last filled row of an area, counted from the sheet's first."""
        return area.top + int(np.flatnonzero(self._in(area).any(axis=1))[-1])

    def counts(self, area: Area) -> list[int]:
        """Return how many cells of each row are filled."""
        return self._in(area).sum(axis=1).tolist()

    def blocks(self, area: Area) -> list[Area]:
        """Return the parts of an area between columns that are empty from its first full row on."""
        filled = np.pad(self._table(area).any(axis=0), 1)
        starts = [at for at in range(1, len(filled)) if filled[at] and not filled[at - 1]]
        ends = [at for at in range(1, len(filled)) if not filled[at] and filled[at - 1]]
        return [Area(area.top, area.bottom, area.left + first - 1, area.left + end - 1) for first, end in zip(starts, ends, strict=True)]

    def length(self, block: Area, area: Area) -> int:
        """Return how many cells the fullest column of a block has, from the first full row of its area on."""
        below = len(self._in(area)) - len(self._table(area))
        return int(self._in(block)[below:].sum(axis=0).max())

    def _table(self, area: Area) -> np.ndarray:
        counts = self.counts(area)
        return self._in(area)[headers.first_full_row(counts) if any(counts) else len(counts) :]

    def _in(self, area: Area) -> np.ndarray:
        return self.filled[area.top : area.bottom, area.left : area.right]


def area_rows(rows: Sequence[Row], area: Area) -> list[Row]:
    """Return the cells of an area."""
    return [row[area.left : area.right] for row in rows[area.top : area.bottom]]
