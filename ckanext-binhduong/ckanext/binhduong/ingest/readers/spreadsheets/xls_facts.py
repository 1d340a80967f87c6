"""What an XLS says beyond values: hidden rows and columns, error cells, formats with leading zeros, the years that dates count from.

calamine leaves them out of this format. xlrd, which reads no other, tells; a workbook that only calamine can read has none of them.
"""

import io
import struct
from pathlib import Path
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XLRDError, error_text_from_code
from xlrd.compdoc import CompDocError

from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import PLAIN, shown_by
from ckanext.binhduong.ingest.readers.spreadsheets.workbook_facts import MAX_CELLS, Facts, letters

_UNREADABLE = (XLRDError, CompDocError, struct.error, LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What xlrd raises at a record that is not as the format says."""


def read(path: Path, sheet: str) -> Facts:
    """Read the facts of one sheet of the XLS at ``path``."""
    try:
        with xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO()) as book:
            return _facts(book, book.sheet_by_name(sheet))
    except _UNREADABLE:
        return Facts()


def _facts(book: Any, sheet: Any) -> Facts:
    facts = Facts(epoch_1904=bool(book.datemode))
    facts.hidden_rows = sorted(at + 1 for at, row in sheet.rowinfo_map.items() if row.hidden and at < sheet.nrows)
    facts.hidden_columns = [letters(at + 1) for at, column in sorted(sheet.colinfo_map.items()) if column.hidden and at < sheet.ncols]
    formats = {at: shown_by(book.format_map[style.format_key].format_str) for at, style in enumerate(book.xf_list)}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == XL_CELL_ERROR and len(facts.errors) < MAX_CELLS:
                facts.errors[row + 1, column] = error_text_from_code.get(int(sheet.cell_value(row, column)), "#ERROR")
            elif kind in (XL_CELL_NUMBER, XL_CELL_DATE):
                facts.show(row + 1, column, formats.get(sheet.cell_xf_index(row, column), PLAIN))
    return facts
