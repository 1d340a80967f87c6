"""XLSX: a sheet of typed cells and a sheet that says what it is. Knows no CKAN.

Rows are written through to disk one by one (XlsxWriter's ``constant_memory``). Texts are texts: a code keeps its zeros, and nothing that
begins with ``=`` is a formula. What Excel cannot hold is text too: whole numbers of more than 15 digits, days before March 1900 (Excel
counts a 29 February 1900).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ckanext.binhduong.exports.formats.export_table import Facts, Table, labels, without_shapes
from ckanext.binhduong.exports.formats.workbook_about import about_rows

__all__ = ["write_workbook"]

MAX_ROWS = 1_048_576
"""Of a sheet, its header included; a longer table goes on in a further sheet."""

_DIGITS = 10**15
_FIRST_DAY = date(1900, 3, 1)
_MAX_UNITS = 32_767
"""UTF-16 units of a cell's text: Excel counts a character beyond U+FFFF twice."""
_CUT = "… [cắt bớt]"
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

Write = Callable[[int, int, Any], Any]


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
        writers = self._writers(sheet)
        for values in self._rows():
            if row == MAX_ROWS:
                number, row = number + 1, 1
                sheet = self._sheet(number)
                writers = self._writers(sheet)
            for column, (value, write) in enumerate(zip(values, writers, strict=True)):
                if value is not None:
                    write(row, column, value)
            row += 1

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        names = [column["name"] for column in self.columns]
        for batch in self.table.batches():
            yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)

    def _sheet(self, number: int) -> Worksheet:
        sheet = self.book.add_worksheet("Dữ liệu" if number == 1 else f"Dữ liệu {number}")
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(self.titles):
            sheet.set_column(column, column, min(40, max(12, len(title) + 2)))
            _write_text(sheet, 0, column, title, self.formats["head"])
        return sheet

    def _writers(self, sheet: Worksheet) -> list[Write]:
        return [self._writer(sheet, self.table.schema.field(column["name"]).type) for column in self.columns]

    def _writer(self, sheet: Worksheet, kind: pa.DataType) -> Write:
        """Return what writes one value of a column, decided once a column rather than once a cell."""
        if pa.types.is_boolean(kind):
            return sheet.write_boolean
        if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
            return lambda row, column, value: self._number(sheet, row, column, value)
        if pa.types.is_temporal(kind):
            form = "time" if pa.types.is_time(kind) else "date" if pa.types.is_date(kind) else "timestamp"
            return lambda row, column, value: self._moment(sheet, row, column, value, form)
        return lambda row, column, value: self._text(sheet, row, column, value)

    def _text(self, sheet: Worksheet, row: int, column: int, value: str) -> None:
        # With the mark an edited cell stays text too.
        _write_text(sheet, row, column, value, self.formats["quoted" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else "text"])

    def _number(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if _is_exact(value):
            sheet.write_number(row, column, value)
        else:
            self._text(sheet, row, column, str(value))

    def _moment(self, sheet: Worksheet, row: int, column: int, value: date | time, form: str) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and day < _FIRST_DAY:
            self._text(sheet, row, column, value.isoformat())
        else:
            # XlsxWriter takes days and times too; its hints name only one.
            sheet.write_datetime(row, column, cast(datetime, value), self.formats[form])

    def tell(self, facts: Facts) -> None:
        """Write the sheet "Giới thiệu"."""
        sheet = self.book.add_worksheet("Giới thiệu")
        for column, width in enumerate((28, 32, 32, 14, 12, 48, 48)):
            sheet.set_column(column, column, width)
        for row, values in enumerate(about_rows(self.table, facts)):
            for column, value in enumerate(values):
                _write_text(sheet, row, column, value, self.formats["name" if column == 0 else "wrapped"])


def _write_text(sheet: Worksheet, row: int, column: int, value: str, form: Any) -> None:
    value = _fitting(value).replace("\r\n", "\n")  # as Excel itself has lines in a cell
    if value.startswith("<r>") and value.endswith("</r>"):
        # XlsxWriter takes such a text for markup of its own and would write it as it is; in pieces it is text.
        sheet.write_rich_string(row, column, value[:1], value[1:2], value[2:], form)
    else:
        sheet.write_string(row, column, value, form)


def _fitting(value: str) -> str:
    """Cut a text that is longer than a cell may hold; one of half as many characters surely is not."""
    if len(value) <= _MAX_UNITS // 2 or len(value.encode("utf-16-le")) <= 2 * _MAX_UNITS:
        return value
    return value.encode("utf-16-le")[: 2 * (_MAX_UNITS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _is_exact(value: Any) -> bool:
    """Return whether Excel, which counts in fifteen digits and knows no infinity, holds a number as it is."""
    if isinstance(value, float):
        return isfinite(value)
    return abs(value) < _DIGITS and (isinstance(value, int) or _digits(value) <= 15)


def _digits(value: Decimal) -> int:
    """Count a number's digits without the zeros at its ends; ``normalize`` would round it to 28 first."""
    return len(f"{value:f}".strip("-0.").replace(".", ""))
