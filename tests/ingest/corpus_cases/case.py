"""What a case is, and the small writers the families share."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

Content = bytes | Callable[[Path], None]


@dataclass
class Case:
    """One file of the corpus.

    ``columns``: "name:type" or "name:type:role", in order. ``rows``: the published rows, values as JSON holds them. ``findings``: every
    finding, as "code", "code@row" or "code@row|column" ("code@|column" without a row). ``counts``: (in, out, refused) where rows are
    refused. ``geometry``: (type, west, south, east, north) to 1e-6 degrees. ``units``: column → unit, of the columns that have one.
    ``said``: code → [value, understood, count] of its first finding, null where any will do.
    """

    name: str
    content: Content
    columns: str = ""
    rows: list[list[Any]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    ok: bool = True
    counts: tuple[int, int, int] | None = None
    geometry: tuple | None = None
    options: dict[str, Any] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)
    units: dict[str, str] | None = None
    said: dict[str, list[Any]] = field(default_factory=dict)

    def expectation(self) -> dict[str, Any]:
        """Give what is written beside the file."""
        counts = self.counts or (len(self.rows), len(self.rows), 0)
        return {
            "ok": self.ok,
            "columns": self.columns.split() if self.columns else [],
            "rows": self.rows,
            "findings": sorted(self.findings),
            "counts": list(counts),
            "geometry": list(self.geometry) if self.geometry else None,
            "options": self.options,
            "source": self.source,
            **({"units": self.units} if self.units is not None else {}),
            **({"said": self.said} if self.said else {}),
        }


def text(lines: str, encoding: str = "utf-8") -> bytes:
    """Give a text file's bytes; the lines are stripped of the indentation of the case."""
    return "\n".join(line.strip(" ") for line in lines.strip("\n").split("\n")).rstrip(" ").encode(encoding)


def workbook(rows: list[list[Any]], change: Callable[[Any], None] | None = None, title: str = "Dữ liệu") -> bytes:
    """Give an XLSX of one sheet; ``change`` gets the sheet to hide, merge or format things."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
