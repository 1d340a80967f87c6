"""A sheet of a workbook whose rows are written as XML. Knows no CKAN.

XlsxWriter asks again for every cell what a column knows once (its format, its type, whether it may stand there), which was more than two
thirds of the time that a workbook took. So the rows of data are written here, into the file in which XlsxWriter (``constant_memory``)
collects them; all else is its own. What is used of it beyond its public interface stands in ``DataSheet`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from math import isfinite
from typing import Any

import pyarrow as pa
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

__all__ = ["Cell", "DataSheet"]

Cell = Callable[[Any, int], str]
"""Gives the XML of a value of one column in a row, counted from 1."""

_DIGITS = 10**15
_FIRST_DAY = date(1900, 3, 1)
_MAX_UNITS = 32_767
"""UTF-16 units of a cell's text."""
_CUT = "… [cắt bớt]"
_SPECIAL = re.compile(r"[\x00-\x1f&<>]|_x|^\s|\s$")
"""What a text may hold that stands otherwise in XML."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class DataSheet(Worksheet):
    """A sheet that takes rows of XML after its header."""

    def begin(self) -> None:
        """End the header: rows of data follow."""
        self._write_single_row(1)

    def add(self, row: int, cells: str) -> None:
        """Add a row, counted from 1, of the XML of its cells."""
        self.fh.write(f'<row r="{row}">{cells}</row>')

    def end(self, row: int) -> None:
        """Note the number of the last row, for the sheet's extent."""
        self._check_dimensions(row - 1, 0)

    def cell(self, column: int, kind: pa.DataType, formats: dict[str, Format]) -> Cell:
        """Give what writes the values of a column, by their type, and what Excel cannot hold as text.

        Args:
            column: counted from 0.
            formats: by the names text, quoted, date, timestamp and time.
        """
        name = xl_col_to_name(column)
        text = self._text(name, formats)
        if pa.types.is_boolean(kind):
            return lambda value, row: f'<c r="{name}{row}" t="b"><v>{value:d}</v></c>'
        if pa.types.is_integer(kind):
            return lambda value, row: f'<c r="{name}{row}"><v>{value}</v></c>' if -_DIGITS < value < _DIGITS else text(str(value), row)
        if pa.types.is_floating(kind):
            return lambda value, row: f'<c r="{name}{row}"><v>{value:.16G}</v></c>' if isfinite(value) else text(str(value), row)
        if pa.types.is_decimal(kind):
            return lambda value, row: f'<c r="{name}{row}"><v>{value:.16G}</v></c>' if _is_short(value) else text(str(value), row)
        if pa.types.is_temporal(kind):
            form = "time" if pa.types.is_time(kind) else "date" if pa.types.is_date(kind) else "timestamp"
            return self._moment(name, formats[form], text)
        return text

    def _text(self, name: str, formats: dict[str, Format]) -> Cell:
        # With the mark an edited cell stays text too.
        plain, quoted = (f'" s="{formats[form]._get_xf_index()}" t="inlineStr"><is><t' for form in ("text", "quoted"))

        def write(value: str, row: int) -> str:
            head = f'<c r="{name}{row}{quoted if value.startswith(_FORMULA) else plain}'
            value = _fitting(value)
            if not _SPECIAL.search(value):
                return f"{head}>{value}</t></is></c>"
            value = value.replace("\r\n", "\n")  # as Excel itself has lines in a cell
            space = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
            return f"{head}{space}>{self._escape_data(self._escape_control_characters(value))}</t></is></c>"

        return write

    def _moment(self, name: str, format: Format, text: Cell) -> Cell:
        style = format._get_xf_index()

        def write(value: date | time, row: int) -> str:
            day = value.date() if isinstance(value, datetime) else value
            if isinstance(day, date) and day < _FIRST_DAY:
                return text(value.isoformat(), row)
            return f'<c r="{name}{row}" s="{style}"><v>{self._convert_date_time(value):.16G}</v></c>'

        return write


def _is_short(value: Any) -> bool:
    """Tell whether Excel, which counts in fifteen digits, holds a decimal number as it is."""
    return abs(value) < _DIGITS and len(value.normalize().as_tuple().digits) <= 15


def _fitting(value: str) -> str:
    """Cut a text that is longer than a cell may hold; one of half as many characters surely is not."""
    if len(value) <= _MAX_UNITS // 2 or len(value.encode("utf-16-le")) <= 2 * _MAX_UNITS:
        return value
    return value.encode("utf-16-le")[: 2 * (_MAX_UNITS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
