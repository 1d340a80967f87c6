"""The officer's own workbook comes back with the bad cells marked, commented and listed."""

from pathlib import Path

import openpyxl

from ckanext.binhduong.ingest import check_file, mark_workbook


def test_a_bad_cell_is_marked_and_commented(tmp_path: Path) -> None:
    """The impossible date in B3 is red and commented; everything else is as it was; the list sheet has one line a finding."""
    source, target = tmp_path / "a.xlsx", tmp_path / "marked.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Tên", "Ngày cấp"], ["A", "05/03/2023"], ["B", "31/02/2023"], ["=1+1", "06/03/2023"]):
        sheet.append(row)
    sheet["A4"].data_type = "s"
    book.save(source)
    report = check_file(source, name="a.xlsx", work_dir=tmp_path).report
    assert mark_workbook(source, report, target) is True
    marked = openpyxl.load_workbook(target)
    cell = marked["Sheet"]["B3"]
    assert cell.value == "31/02/2023"
    assert cell.fill.fgColor.rgb == "00FFC7CE"
    assert "“31/02/2023” không phải là ngày có thật" in cell.comment.text
    assert marked["Sheet"]["B2"].comment is None
    assert marked["Sheet"]["A4"].value == "=1+1"
    listed = list(marked["Kiểm tra"].iter_rows(min_row=2, max_col=4, values_only=True))
    assert listed[0] == ("Lỗi", 3, "Ngày cấp", "31/02/2023")
    assert len(listed) == len(report["findings"])


def test_only_the_table_that_was_read_is_marked(tmp_path: Path) -> None:
    """Of two tables side by side the chosen one is marked; a finding of a row, or of the table, stands at its first cell."""
    source, target = tmp_path / "a.xlsx", tmp_path / "marked.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["STT", "Ngày"], [1, "05/03/2023"], [2, "06/03/2023"]):
        sheet.append([*row, None, *row])
    sheet["E3"] = "31/02/2023"
    sheet.append([None, None, None, "Tổng cộng"])
    book.save(source)
    report = check_file(source, name="a.xlsx", options={"table": "STT | Ngày (2/2)"}, work_dir=tmp_path).report
    assert mark_workbook(source, report, target) is True
    marked = openpyxl.load_workbook(target)["Sheet"]
    assert {cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment} == {"D1", "E3", "D4"}


def test_what_is_no_xlsx_is_not_marked(tmp_path: Path) -> None:
    """A CSV has no cells to colour: nothing is written."""
    source = tmp_path / "a.csv"
    source.write_text("Tên;Số\nA;1\n")
    report = check_file(source, name="a.csv", work_dir=tmp_path).report
    assert mark_workbook(source, report, tmp_path / "b.xlsx") is False
    assert not (tmp_path / "b.xlsx").exists()
