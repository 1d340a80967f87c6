"""The file of differences between two releases: Parquet, one row a difference, read page by page.

Columns: kind, row, key, values (JSON), moved (metres), as in ``cells.Row``. All changed rows, then all added, then all removed ones. The
summary stands in the metadata under ``binhduong_diff``. It is a function of the two canonical files, so it never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from ckanext.binhduong.comparisons.diff.cells import Row

__all__ = ["KINDS", "Writer", "read_page", "read_rows", "read_summary"]

KINDS = ("changed", "added", "removed")

_OURS = b"binhduong_diff"
_SCHEMA = pa.schema(
    [("kind", pa.string()), ("row", pa.int64()), ("key", pa.string()), ("values", pa.string()), ("moved", pa.float64())],
)


class Writer:
    """Writes an artefact and counts.

    Args:
        facts: what the summary says beside the counts.
    """

    def __init__(self, target: Path, facts: dict[str, Any]) -> None:
        self.summary: dict[str, Any] = {**facts, **dict.fromkeys(KINDS, 0), "moved": 0, "moved_most_m": None, "cells": {}}
        self._file = pq.ParquetWriter(target, _SCHEMA, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not error:
            self._file.add_key_value_metadata({_OURS: json.dumps(self.summary, ensure_ascii=False)})
        self._file.close()

    def write(self, rows: Iterable[Row]) -> None:
        """Write a batch of rows as a row group."""
        batch = list(rows)
        for row in batch:
            self._count(row)
        texts = [json.dumps(row.values, ensure_ascii=False, separators=(",", ":")) for row in batch]
        columns = [[row.kind for row in batch], [row.row for row in batch], [row.key for row in batch], texts, [row.moved for row in batch]]
        self._file.write_table(pa.table(columns, schema=_SCHEMA))

    def _count(self, row: Row) -> None:
        said = self.summary
        said[row.kind] += 1
        if row.moved:
            said["moved"] += 1
            said["moved_most_m"] = max(said["moved_most_m"] or 0, row.moved)
        if row.kind == "changed":
            for name in row.values:
                said["cells"][name] = said["cells"].get(name, 0) + 1


def read_summary(path: Path) -> dict[str, Any]:
    """Return the summary of an artefact, as ``compare.compare`` gives it."""
    return json.loads(pq.read_metadata(path).metadata[_OURS])


def read_page(path: Path, kind: str | None, offset: int, limit: int) -> list[Row]:
    """Return some differences.

    Args:
        kind: changed, added or removed; None for all.
        offset: how many of that kind to leave out.
    """
    first, count = _range(path, kind)
    return list(_rows(path, first + offset, min(limit, count - offset)))


def read_rows(path: Path, kind: str | None = None) -> Iterator[Row]:
    """Yield all differences, or those of a kind, in flat memory."""
    yield from _rows(path, *_range(path, kind))


def _range(path: Path, kind: str | None) -> tuple[int, int]:
    summary = read_summary(path)
    if kind is None:
        return 0, sum(summary[each] for each in KINDS)
    return sum(summary[each] for each in KINDS[: KINDS.index(kind)]), summary[kind]


def _rows(path: Path, first: int, count: int) -> Iterator[Row]:
    with pq.ParquetFile(path) as file:
        start = 0
        for number in range(file.num_row_groups):
            length = file.metadata.row_group(number).num_rows
            begin, end = max(first - start, 0), min(first + count - start, length)
            if begin < end:
                for found in file.read_row_group(number).slice(begin, end - begin).to_pylist():
                    yield Row(found["kind"], found["row"], found["key"], json.loads(found["values"]), found["moved"])
            start += length
