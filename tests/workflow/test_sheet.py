"""A list is read from the workbook that an agency has: what its cells hold, and what they show."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ckanext.binhduong.workflow.plan.workbook.sheet import Read, read_sheet


def _read(folder: Path, cells: list[tuple[Any, str]]) -> Read:
    """Read a list with a row for each due cell, (a value, its format); beside it stands a month that nobody promises."""
    with xlsxwriter.Workbook(folder / "danh-muc.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mã", "Tên dữ liệu", "Kỳ báo cáo", "Thời hạn công bố"])
        for number, (value, shown) in enumerate(cells, 1):
            sheet.write_row(number, 0, [f"YT-{number}", "Nhà thuốc"])
            sheet.write_datetime(number, 2, date(2026, 1, 1), book.add_format({"num_format": "mm/yyyy"}))
            sheet.write(number, 3, value, book.add_format({"num_format": shown}))
    work = folder / "work"
    work.mkdir()
    return read_sheet(folder / "danh-muc.xlsx", "danh-muc.xlsx", work)


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([(date(2026, 12, 31), "dd/mm/yyyy"), (date(2026, 12, 1), "mm/yyyy")], [3]),
        ([("Quý IV/2026", "General"), (date(2026, 12, 1), "mm/yyyy")], [3]),
        ([(date(2026, 1, 1), "yyyy"), (date(2027, 1, 1), "yyyy")], [2]),
        ([(date(2026, 12, 1), "dd/mm"), (date(2026, 12, 1), "dd/mm")], [2]),
        ([(date(2026, 12, 1), "dd/mm/yyyy"), ("12/2026", "@")], []),
    ],
    ids=["month", "month-beside-quarter", "years", "without-year", "whole-day-and-text"],
)
def test_a_date_that_is_shown_as_a_period_is_no_promised_day(tmp_path: Path, cells: list[tuple[Any, str]], rows: list[int]) -> None:
    """Excel makes 1 December of "12/2026"; the first row of its kind is named, and another column's months are nobody's promise."""
    found = [(each["row"], each["column"], each["code"]) for each in _read(tmp_path, cells).problems]
    assert found == [(row, "due", "no-whole-day") for row in rows]
