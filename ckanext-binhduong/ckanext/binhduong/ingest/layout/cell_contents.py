"""What the cells of a sheet's first rows hold: nothing, words, a figure or a date, found for all of them at once.

A sheet of many small tables asks this of the same cells again and again, and Arrow is dear to ask for one cell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.typing.cell_forms import form_of
from ckanext.binhduong.ingest.typing.evidence import DATE as DATE_KIND
from ckanext.binhduong.ingest.typing.evidence import DATETIME, MAX_SHAPE_LENGTH, TEXT, shapes_of

__all__ = ["DATE", "EMPTY", "FIGURE", "WORDS", "Row", "contents_of"]

Row = Sequence[tuple[str, int]]
"""A row's cells as (text, kind); "" is an empty cell."""

EMPTY, WORDS, FIGURE, DATE = range(4)
"""What a cell holds, in an order in which ``>= FIGURE`` is a value (a number, code, time, position …) rather than a title."""

_FIGURES = frozenset({"number", "code", "time", "dms", "pair"})
_DATES = frozenset({"date", "timestamp"})
_YEARS = pa.array([str(year) for year in range(1900, 2100)])
"""A year may be a title or a figure, and is taken as a title."""


def contents_of(rows: Sequence[Row]) -> np.ndarray:
    """Return what each cell holds, rows by the widest row's columns, in time that grows with the cells and their distinct shapes."""
    lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    grid = np.zeros((len(rows), int(lengths.max(initial=0))), dtype=np.uint8)
    kinds = np.fromiter((kind for row in rows for _, kind in row), dtype=np.uint8)
    texts = [text.strip() for row in rows for text, _ in row]
    if not texts:
        return grid
    filled = np.fromiter(map(bool, texts), dtype=bool, count=len(texts))
    # Nothing longer is a figure, and one cell may be as large as a file.
    short = pa.array([text if len(text) <= MAX_SHAPE_LENGTH else "" for text in texts], pa.string())
    found = np.where(kinds == TEXT, _of_texts(short), np.where(np.isin(kinds, (DATE_KIND, DATETIME)), DATE, FIGURE))
    found = np.where(pc.is_in(short, value_set=_YEARS).to_numpy(zero_copy_only=False), WORDS, found)
    grid[np.arange(grid.shape[1]) < lengths[:, None]] = np.where(filled, found, EMPTY)
    return grid


def _of_texts(texts: pa.StringArray) -> np.ndarray:
    """Return what cells of text hold, by their shapes, of which a sheet has few."""
    shapes = shapes_of(texts).dictionary_encode()
    held = np.fromiter((_of_shape(shape) for shape in shapes.dictionary.to_pylist()), dtype=np.uint8)
    return held[shapes.indices.to_numpy(zero_copy_only=False)]


def _of_shape(shape: str) -> int:
    form = form_of(TEXT, shape) if any(map(str.isdigit, shape)) else "text"
    return DATE if form in _DATES else FIGURE if form in _FIGURES else WORDS
