"""XLSX: a sheet of typed cells and a sheet that says what it is. Knows no CKAN.

Rows are written through to disk one by one (``sheet``). Texts are texts: a code keeps its zeros, and nothing that
begins with ``=`` is a formula. What Excel cannot hold is text too: whole numbers of more than 15 digits, days before March 1900 (Excel
counts a 29 February 1900).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from ckanext.binhduong.releases.exports.about import about_rows
from ckanext.binhduong.releases.exports.sheet import Cell, DataSheet
from ckanext.binhduong.releases.exports.table import Facts, Table, labels, without_shapes

__all__ = ["write_workbook"]

MAX_ROWS = 1_048_576
"""Of a sheet, its header included; a longer table goes on in a further sheet."""

_FORMATS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8F0EC"},
    "text": {"num_format": "@"},
    "quoted": {"num_format": "@", "quote_prefix": True},
    "date": {"num_format": "dd/mm/yyyy"},
    "timestamp": {"num_format": "dd/mm/yyyy hh:mm:ss"},
    "time": {"num_format": "hh:mm:ss"},
    "name": {"bold": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
}


def write_workbook(table: Table, target: Path, facts: Facts) -> None:
    """Write the workbook; its temporary files lie beside it."""
    options = {"constant_memory": True, "tmpdir": str(target.parent), "in_memory": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        book.use_zip64()
        # The day of the release rather than today: the same release gives the same bytes.
        book.set_properties({"title": facts.title, "author": facts.agency, "created": datetime.combine(facts.published, time())})
        writing = _Writing(book, table)
        writing.fill()
        writing.tell(facts)


class _Writing:
    """Writes one table into one workbook."""

    def __init__(self, book: Any, table: Table) -> None:
        self.book, self.table = book, table
        self.columns = without_shapes(table)
        self.titles = [entry["label"] for column, entry in zip(table.columns, labels(table), strict=True) if column in self.columns]
        self.formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}

    def fill(self) -> None:
        """Write all rows, in as many sheets as they need."""
        sheet, row, number = self._sheet(1), 1, 1
        cells = self._cells(sheet)
        for values in self._rows():
            if row == MAX_ROWS:
                sheet.end(row)
                number, row = number + 1, 1
                sheet = self._sheet(number)
                cells = self._cells(sheet)
            row += 1
            if filled := "".join([cell(value, row) for value, cell in zip(values, cells, strict=True) if value is not None]):
                sheet.add(row, filled)
        sheet.end(row)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        names = [column["name"] for column in self.columns]
        for batch in self.table.batches():
            yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)

    def _sheet(self, number: int) -> DataSheet:
        sheet = self.book.add_worksheet("Dữ liệu" if number == 1 else f"Dữ liệu {number}", DataSheet)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(self.titles):
            sheet.set_column(column, column, min(40, max(12, len(title) + 2)))
            sheet.write_string(0, column, title, self.formats["head"])
        sheet.begin()
        return sheet

    def _cells(self, sheet: DataSheet) -> list[Cell]:
        kinds = [self.table.schema.field(column["name"]).type for column in self.columns]
        return [sheet.cell(column, kind, self.formats) for column, kind in enumerate(kinds)]

    def tell(self, facts: Facts) -> None:
        """Write the sheet "Giới thiệu"."""
        sheet = self.book.add_worksheet("Giới thiệu")
        for column, width in enumerate((28, 32, 32, 14, 12, 48, 48)):
            sheet.set_column(column, column, width)
        for row, values in enumerate(about_rows(self.table, facts)):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value, self.formats["name" if column == 0 else "wrapped"])
