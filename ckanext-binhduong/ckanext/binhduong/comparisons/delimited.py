"""Differences as CSV (UTF-8, RFC 4180): a line a changed cell, a line an added or removed row.

Columns: change, row, key, column, old, new, moved_m. A whole row is JSON in ``new`` or ``old``. A text that a spreadsheet would run as a
formula begins with an apostrophe: people open this file, and its JSON twin has every value as it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.binhduong.comparisons.diff.artefact import read_rows
from ckanext.binhduong.comparisons.diff.cells import Row
from ckanext.binhduong.core.spreadsheet_text import as_text

__all__ = ["csv_lines"]

_HEAD = ("change", "row", "key", "column", "old", "new", "moved_m")


def csv_lines(path: Path, kind: str | None = None) -> Iterator[str]:
    """Yield the lines of an artefact's CSV, in flat memory.

    Args:
        path: the artefact.
        kind: changed, added or removed; None for all.
    """
    yield _line(_HEAD)
    for row in read_rows(path, kind):
        for cells in _cells(row):
            yield _line((row.kind, row.row, row.key, *cells, row.moved))


def _cells(row: Row) -> Iterator[tuple[str, Any, Any]]:
    if row.kind == "changed":
        for column, (old, new) in row.values.items():
            yield column, old, new
    else:
        whole = json.dumps(row.values, ensure_ascii=False)
        yield ("", whole, None) if row.kind == "removed" else ("", None, whole)


def _line(cells: tuple[Any, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_text(cell) for cell in cells])
    return buffer.getvalue()


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return as_text(value) if isinstance(value, str) else value
