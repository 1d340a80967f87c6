"""The first rows of a sheet as a grid of filled cells, and the areas of it between gaps.

What is counted again and again is counted once for the whole sheet, as sums from its first row and column on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ckanext.binhduong.ingest.layout import headers
from ckanext.binhduong.ingest.layout.cell_contents import FIGURE, Row, contents_of
from ckanext.binhduong.ingest.layout.headers import Header
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

    def from_row(self, row: int) -> Area:
        """Return what is left of it from a row of the sheet on."""
        return Area(row, self.bottom, self.left, self.right)

    def to_row(self, row: int) -> Area:
        """Return what is above a row of the sheet."""
        return Area(self.top, row, self.left, self.right)


@dataclass(frozen=True)
class Sheet:
    """The first rows of a sheet, and which of their cells are filled."""

    rows: Sequence[Row]
    filled: np.ndarray
    _headers: dict[Area, Header | None] = field(default_factory=dict, repr=False)

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

    @cached_property
    def contents(self) -> np.ndarray:
        """What each cell holds (``contents_of``); most sheets are known to have one table before anybody asks."""
        return contents_of(self.rows)

    @cached_property
    def _across(self) -> np.ndarray:
        return np.pad(np.cumsum(self.filled, axis=1, dtype=np.int32), ((0, 0), (1, 0)))

    @cached_property
    def _down(self) -> np.ndarray:
        return np.pad(np.cumsum(self.filled, axis=0, dtype=np.int32), ((1, 0), (0, 0)))

    @cached_property
    def _figures_down(self) -> np.ndarray:
        return np.pad(np.cumsum(self.contents >= FIGURE, axis=0, dtype=np.int32), ((1, 0), (0, 0)))

    def header(self, area: Area) -> Header | None:
        """Return the header of an area that is a table: one with titles of two columns at least and a row below them; else None."""
        sample = area.to_row(min(area.bottom, area.top + headers.SAMPLE_ROWS))
        if sample not in self._headers:
            self._headers[sample] = self._find_header(sample)
        header = self._headers[sample]
        return header if header and any(self.counts(area)[header.data :]) else None

    def _find_header(self, area: Area) -> Header | None:
        try:
            header = headers.find_header(area_rows(self.rows, area), contents=self.contents_in(area))
        except Refused:
            return None
        return header if sum(map(bool, header.titles)) > 1 else None

    def last(self, area: Area) -> int:
        """Return the last filled row of an area, counted from the sheet's first."""
        return area.top + int(np.flatnonzero(self.counts(area))[-1])

    def counts(self, area: Area) -> list[int]:
        """Return how many cells of each row are filled."""
        across = self._across[area.top : area.bottom]
        return (across[:, area.right] - across[:, area.left]).tolist()

    def filled_in(self, area: Area) -> np.ndarray:
        """Return how many cells of each column are filled."""
        return (self._down[area.bottom] - self._down[area.top])[area.left : area.right]

    def figures_in(self, area: Area) -> np.ndarray:
        """Return how many cells of each column hold figures."""
        return (self._figures_down[area.bottom] - self._figures_down[area.top])[area.left : area.right]

    def contents_in(self, area: Area) -> np.ndarray:
        """Return what the cells of an area hold."""
        return self.contents[area.top : area.bottom, area.left : area.right]

    def blocks(self, area: Area) -> list[Area]:
        """Return the parts of an area between columns that are empty from its first full row on."""
        filled = np.pad(self.filled_in(self.table_in(area)) > 0, 1)
        starts = [at for at in range(1, len(filled)) if filled[at] and not filled[at - 1]]
        ends = [at for at in range(1, len(filled)) if not filled[at] and filled[at - 1]]
        return [Area(area.top, area.bottom, area.left + first - 1, area.left + end - 1) for first, end in zip(starts, ends, strict=True)]

    def table_in(self, area: Area) -> Area:
        """Return an area from its first full row on."""
        counts = self.counts(area)
        return area.from_row(area.top + (headers.first_full_row(counts) if any(counts) else len(counts)))


def area_rows(rows: Sequence[Row], area: Area) -> list[Row]:
    """Return the cells of an area."""
    return [row[area.left : area.right] for row in rows[area.top : area.bottom]]
