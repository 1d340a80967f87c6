# ruff: noqa: DTZ001 - the times of a table are local and have no zone
"""Types and roles come from the whole column, and nothing is damaged on the way."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from tests.ingest.helpers import read_sheet, read_text


def column(folder: Path, title: str, cells: list[str]) -> tuple[str, list, list[str]]:
    """Read one column beside a filler; its type, its values, the codes of all findings."""
    found = read_text(folder, "\n".join([f"Mục;{title}", *(f"m{at};{cell}" for at, cell in enumerate(cells))]))
    name = list(found.columns)[1]
    return found.columns[name]["type"], found.values(name), found.codes


@pytest.mark.parametrize(
    ("title", "cells", "kind", "values"),
    [
        ("Số lượng", ["1", "20", "-3"], "integer", [1, 20, -3]),
        ("Doanh thu", ["1.234,56", "7,5", "1.000"], "decimal", [1234.56, 7.5, 1000.0]),
        ("Doanh thu", ["1,234.56", "7.5", "1,000"], "decimal", [1234.56, 7.5, 1000.0]),
        ("Dân số", ["1.234.567", "2.345"], "integer", [1234567, 2345]),
        ("Dân số (người)", ["1.234", "2.345"], "integer", [1234, 2345]),
        ("Chỉ số", ["1.234", "2.345"], "text", ["1.234", "2.345"]),
        ("Tỷ lệ", ["12,5%", "7%"], "decimal", [0.125, 0.07]),
        ("Điện thoại", ["02743822111", "0908123456"], "text", ["02743822111", "0908123456"]),
        ("Mã số thuế", ["3700123456", "3700123457"], "text", ["3700123456", "3700123457"]),
        ("Số nhà cũ", ["0012", "1234"], "text", ["0012", "1234"]),
        ("Ngày cấp", ["05/03/2023", "1/7/2025"], "date", [date(2023, 3, 5), date(2025, 7, 1)]),
        ("Ngày cấp", ["03/25/2023", "07/01/2025"], "date", [date(2023, 3, 25), date(2025, 7, 1)]),
        ("Ngày cấp", ["2023-03-05", "2025-07-01"], "date", [date(2023, 3, 5), date(2025, 7, 1)]),
        ("Lúc", ["05/03/2023 14:30", "01/07/2025 07:05:09"], "timestamp", [datetime(2023, 3, 5, 14, 30), datetime(2025, 7, 1, 7, 5, 9)]),
        ("Mở", ["7h30", "14:05"], "time", [time(7, 30), time(14, 5)]),
        ("Còn hoạt động", ["có", "Không", "có"], "boolean", [True, False, True]),
        ("Có bãi xe", ["x", "", "x"], "boolean", [True, None, True]),
        ("Ghi chú", ["=1+1", "@x", "+84"], "text", ["=1+1", "@x", "+84"]),
        ("Số rất dài", ["12345678901234567890123", "1"], "text", ["12345678901234567890123", "1"]),
        ("Năm", ["2020", "2021"], "integer", [2020, 2021]),
    ],
)
def test_the_whole_column_decides(tmp_path: Path, title: str, cells: list[str], kind: str, values: list) -> None:
    """Each column is read as a Vietnamese officer means it."""
    assert column(tmp_path, title, cells)[:2] == (kind, values)


def test_an_impossible_date_is_refused_with_the_row_of_excel(tmp_path: Path) -> None:
    """31/02/2023 in the third row of the sheet is refused there, and only there."""
    found = read_text(tmp_path, "Tên;Ngày cấp\nA;05/03/2023\nB;31/02/2023\nC;06/03/2023\n")
    finding = found.finding("date-impossible")
    assert finding["place"] == {"row": 3, "column": "Ngày cấp"}
    assert finding["value"] == "31/02/2023"
    assert finding["message"]["vi"] == "Dòng 3, cột “Ngày cấp”: “31/02/2023” không phải là ngày có thật."
    assert found.report["rows"] == {"in": 3, "out": 2, "refused": 1}
    assert found.report["ok"] is False


def test_a_decimal_keeps_every_written_digit(tmp_path: Path) -> None:
    """Where float64 would lose digits the column is decimal128."""
    found = read_text(tmp_path, "Tên;Giá trị\nA;12345678901234,567\nB;1,5\n")
    assert found.schema is not None
    assert str(found.schema.field("gia_tri").type) == "decimal128(38, 3)"
    assert str(found.values("gia_tri")[0]) == "12345678901234.567"


def test_an_ambiguous_column_is_asked_about(tmp_path: Path) -> None:
    """1.234 in every cell is no proof: the column stays text with a warning."""
    found = read_text(tmp_path, "Tên;Chỉ số\nA;1.234\nB;2.345\n")
    assert found.finding("number-ambiguous")["count"] == 2
    assert found.report["ok"] is True


def test_nothing_there_is_an_empty_cell_with_a_note(tmp_path: Path) -> None:
    """ "-", "không có" and "N/A" are empty cells, counted in a note."""
    found = read_text(tmp_path, "Tên;Số\nA;5\nB;-\nC;không có\nD;N/A\n")
    assert found.values("so") == [5, None, None, None]
    assert found.finding("null-words")["count"] == 3


def test_a_workbook_phone_gets_its_zero_back(tmp_path: Path) -> None:
    """Excel made numbers of phone numbers: the zero comes back, with a warning."""
    found = read_sheet(tmp_path, [["Tên", "Điện thoại"], ["A", 2743822111], ["B", "0908123456"]])
    assert found.values("dien_thoai") == ["02743822111", "0908123456"]
    assert found.finding("phone-zero-restored")["place"] == {"sheet": "Sheet", "row": 2, "column": "Điện thoại"}


def test_a_workbook_cell_keeps_its_kind(tmp_path: Path) -> None:
    """A number cell 1.234 is a number, beside text cells in the Vietnamese style."""
    found = read_sheet(tmp_path, [["Tên", "Số", "Ngày"], ["A", 1.234, datetime(2023, 3, 5)], ["B", "2.345.678,5", "06/03/2023"]])
    assert found.values("so") == [1.234, 2345678.5]
    assert found.values("ngay") == [date(2023, 3, 5), date(2023, 3, 6)]
