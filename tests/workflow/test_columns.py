"""The columns of an agency's list are found by what agencies call them, and cells are read as people write them."""

from datetime import date, datetime
from typing import Any

import pytest

from ckanext.binhduong.workflow.plan.workbook.columns import columns_of, read_item


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Mã", "Tên dữ liệu", "Thời hạn công bố"], {"code": 0, "title": 1, "due": 2}),
        (["STT", "Tên bộ dữ liệu", "Ngày công bố"], {"code": 0, "title": 1, "due": 2}),
        (["STT", "Mã dữ liệu", "TÊN DỮ LIỆU", "Thời hạn"], {"code": 1, "title": 2, "due": 3}),
        (["ma", "ten du lieu", "thoi han cong bo (dự kiến)"], {"code": 0, "title": 1}),
        (["Code", "Data", "Due", "Ghi chú"], {"code": 0, "title": 1, "due": 2}),
    ],
)
def test_headings_are_found_with_marks_or_without(headings: list[str], found: dict[str, int]) -> None:
    """The better name wins; a heading that means something else is left."""
    assert columns_of(headings) == found


def _row(**cells: Any) -> dict[str, Any]:
    return {"code": "YT-01", "title": "Nhà thuốc", "due": date(2026, 12, 31)} | cells


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"due": "31/12/2026"}, "due", date(2026, 12, 31)),
        ({"due": datetime.fromisoformat("2026-12-31T00:00")}, "due", date(2026, 12, 31)),
        ({"due": "Quý IV/2026"}, "due", date(2026, 12, 31)),
        ({"due": "quý 1 năm 2027"}, "due", date(2027, 3, 31)),
        ({"due": "Quí 4, năm 2026"}, "due", date(2026, 12, 31)),
        ({"due": "Q2/2027"}, "due", date(2027, 6, 30)),
        ({"due": "T9/2027"}, "due", date(2027, 9, 30)),
        ({"due": "02/2028"}, "due", date(2028, 2, 29)),
        ({"due": "Tháng 6 năm 2027"}, "due", date(2027, 6, 30)),
        ({"due": 2027}, "due", date(2027, 12, 31)),
        ({"minimum_level": "Mức 3"}, "minimum_level", 3),
        ({"minimum_level": 4}, "minimum_level", 4),
        ({"frequency": "Hàng quý"}, "frequency", "QUARTERLY"),
        ({"frequency": "hằng tháng"}, "frequency", "MONTHLY"),
        ({"frequency": "6 tháng/lần"}, "frequency", "ANNUAL_2"),
        ({"frequency": "Định kỳ 6 tháng"}, "frequency", "ANNUAL_2"),
        ({"frequency": "2 lần/năm"}, "frequency", "ANNUAL_2"),
        ({"frequency": "4 lần/năm"}, "frequency", "QUARTERLY"),
        ({"frequency": "2 lần/tháng"}, "frequency", "MONTHLY_2"),
        ({"frequency": "1 lần/năm"}, "frequency", "ANNUAL"),
        ({"frequency": "Quý"}, "frequency", "QUARTERLY"),
        ({"frequency": "Năm năm một lần"}, "frequency", "QUINQUENNIAL"),
        ({"frequency": "Khi có phát sinh"}, "frequency", "AS_NEEDED"),
        ({"frequency": "Theo thời gian thực"}, "frequency", "CONT"),
        ({"formats": "csv; xlsx"}, "formats", ["CSV", "XLSX"]),
        ({"decision": "Mở"}, "decision", "open"),
        ({"code": 7}, "code", "7"),
    ],
)
def test_cells_are_read_as_officers_write_them(cells: dict[str, Any], field: str, value: Any) -> None:
    """Days, levels, frequencies, formats and the decision."""
    fields, wrong = read_item(_row(**cells))
    assert (fields[field], wrong) == (value, {})


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"due": "quý IV"}, "due", "not-a-day"),
        ({"due": "31/02/2026"}, "due", "not-a-day"),
        ({"due": "quý 5/2026"}, "due", "not-a-day"),
        ({"due": "13/2026"}, "due", "not-a-day"),
        ({"frequency": "7 tháng/lần"}, "frequency", "not-allowed"),
        ({"due": date(1026, 12, 31)}, "due", "not-a-day"),
        ({"due": datetime.fromisoformat("1926-12-31T00:00")}, "due", "not-a-day"),
        ({"due": ""}, "due", "missing"),
        ({"title": "  "}, "title", "missing"),
        ({"minimum_level": 5}, "minimum_level", "not-allowed"),
        ({"minimum_level": "cao"}, "minimum_level", "not-allowed"),
        ({"frequency": "khi rảnh"}, "frequency", "not-allowed"),
        ({"formats": "csv, giấy"}, "formats", "not-allowed"),
        ({"decision": "có thể"}, "decision", "not-allowed"),
        ({"decision": "Không mở"}, "refusal_ground", "ground-needed"),
        ({"title": "a" * 2001}, "title", "too-long"),
    ],
)
def test_a_cell_that_cannot_be_read_names_its_column(cells: dict[str, Any], column: str, code: str) -> None:
    """Nothing is guessed: what is no day, level or code is reported."""
    _, wrong = read_item(_row(**cells))
    assert {name: error.code for name, error in wrong.items()} == {column: code}
