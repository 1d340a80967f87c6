"""Count a checked column as it is written: filled, distinct, least, greatest, examples."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc

MAX_DISTINCT = 2_000_000
"""Distinct values counted exactly (8 bytes each); above, ``distinct`` is null."""
EXAMPLES = 3


class Stats:
    """The figures of one column; ``add`` takes batches."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.filled = 0
        self.least: Any = None
        self.greatest: Any = None
        self.examples: list[Any] = []
        self._seen = np.empty(0, dtype=np.uint64)
        self._pending: list[np.ndarray] = []
        self._counting = True

    def add(self, column: pa.Array) -> np.ndarray:
        """Take one batch of the published column; gives a 64-bit number for each cell (0: empty)."""
        present = column.drop_null() if column.null_count else column
        numbers = np.zeros(len(column), dtype=np.uint64)
        if not len(present):
            return numbers
        self.filled += len(present)
        if self.kind not in ("text", "boolean"):
            low, high = pc.min_max(present).as_py().values()
            self.least = low if self.least is None else min(self.least, low)
            self.greatest = high if self.greatest is None else max(self.greatest, high)
        if len(self.examples) < EXAMPLES:
            for value in present.slice(0, 100).to_pylist():
                if value not in self.examples and len(self.examples) < EXAMPLES:
                    self.examples.append(value)
        found = hashes(present)
        if self._counting:
            self._pending.append(distinct(found))
            if sum(map(len, self._pending)) > 500_000:
                self._merge()
        numbers[column.is_valid().to_numpy(zero_copy_only=False) if column.null_count else slice(None)] = found
        return numbers

    def _merge(self) -> None:
        self._seen = distinct(np.concatenate([self._seen, *self._pending]))
        self._pending = []
        if len(self._seen) > MAX_DISTINCT:
            self._counting, self._seen = False, np.empty(0, dtype=np.uint64)

    @property
    def distinct(self) -> int | None:
        """How many different values, or None when there are more than ``MAX_DISTINCT``."""
        if self._counting and self._pending:
            self._merge()
        return len(self._seen) if self._counting else None

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as the report holds them."""
        figures = {"filled": self.filled, "distinct": self.distinct, "min": plain(self.least), "max": plain(self.greatest)}
        return figures | {"examples": [plain(value) for value in self.examples]}


def distinct(values: np.ndarray) -> np.ndarray:
    """Return the different values, sorted; by sorting, which for 64-bit numbers beats the hashing of ``np.unique``."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


class Rows:
    """Count the rows that repeat another, by the number of each; up to ``MAX_DISTINCT`` rows."""

    def __init__(self) -> None:
        self._numbers: list[np.ndarray] = []
        self._count = 0

    def add(self, numbers: np.ndarray) -> None:
        """Take one batch's rows."""
        self._count += len(numbers)
        if self._count <= MAX_DISTINCT:
            self._numbers.append(numbers)

    @property
    def repeated(self) -> int:
        """How many rows are like an earlier one; 0 when there were too many to compare."""
        if not 0 < self._count <= MAX_DISTINCT:
            return 0
        return self._count - len(distinct(np.concatenate(self._numbers)))


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: dates ISO 8601, decimals as numbers."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and (value.as_tuple().exponent == 0 or abs(value) >= 2**53)
        return int(value) if whole else float(value)
    return value


def hashes(column: pa.Array) -> np.ndarray:
    """Return a 64-bit number for each value (no nulls): equal values, equal numbers, in this process."""
    if pa.types.is_string(column.type):
        return _text_hashes(column)
    if pa.types.is_boolean(column.type):
        return column.cast(pa.uint8()).to_numpy(zero_copy_only=False).astype(np.uint64)
    if pa.types.is_decimal(column.type):
        return _text_hashes(column.cast(pa.string()))
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    elif not pa.types.is_floating(column.type):
        column = column.cast(pa.int64())
    values = column.to_numpy(zero_copy_only=False)
    return values.astype(np.int64).view(np.uint64) if values.dtype.kind != "f" else (values + 0.0).view(np.uint64)


def _text_hashes(column: pa.StringArray) -> np.ndarray:
    # Python's own 64-bit hash (SipHash): as fast as anything in numpy for short cells, and twenty times faster for a polygon's text.
    return np.fromiter(map(hash, column.to_pylist()), np.int64, len(column)).view(np.uint64)
