"""Give the officer's own workbook back with the bad cells coloured and commented, and a sheet that lists every finding.

openpyxl, since it keeps the rest of the workbook as it was. It parses what a stranger wrote, so it runs in the sandboxed child.
"""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.binhduong.ingest.model import Report
from ckanext.binhduong.vn import fold

LIST_SHEET = "Kiểm tra"
_FILLS = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
    "note": PatternFill("solid", fgColor="DDEBF7"),
}
_WORDS = {"error": "Lỗi", "warning": "Cảnh báo", "note": "Ghi chú"}
_AUTHOR = "Cổng dữ liệu mở Bình Dương"


def mark(source: Path, report: Report, target: Path) -> None:
    """Write ``target``: the workbook ``source`` with the report's findings in it."""
    book = load_workbook(source)
    name = report["source"]["sheet"]
    if name in book.sheetnames and isinstance(book[name], Worksheet):
        _mark_sheet(book[name], report)
    _list(book.create_sheet(LIST_SHEET if LIST_SHEET not in book.sheetnames else f"{LIST_SHEET} 2"), report)
    book.save(target)


def _mark_sheet(sheet: Worksheet, report: Report) -> None:
    columns, (left, _) = _columns(sheet, report), _span(report)
    for finding in report["findings"]:
        places = [finding["place"], *(example["place"] for example in finding.get("examples", ()))]
        for place in places:
            for column in _titles(place.get("column")):
                _mark_cell(sheet, place.get("row") or report["source"]["header_row"] or 1, columns.get(fold(column), left + 1), finding)


def _titles(column: str | None) -> list[str]:
    """Return a place's columns; a position names two ("Kinh độ, Vĩ độ")."""
    return [column, *column.split(", ")] if column and ", " in column else [column or ""]


def _columns(sheet: Worksheet, report: Report) -> dict[str, int]:
    """Find each title's column in the header rows; a joined title ("Nhóm – Tên") by its last part."""
    header = report["source"]["header_row"] or 1
    left, right = _span(report)
    found: dict[str, int] = {}
    for row in (header + 1, header):
        for cell in sheet[row][left:right]:
            if cell.value is not None and cell.column is not None:
                found[fold(" ".join(str(cell.value).split()))] = int(cell.column)
    by_title = {fold(column["title"]): found.get(fold(column["title"].rsplit(" – ", 1)[-1])) for column in report["columns"]}
    return found | {title: column for title, column in by_title.items() if column}


def _span(report: Report) -> tuple[int, int | None]:
    """Return the first column of the table that was read, from 0, and the one after its last; of a sheet with one table all."""
    source = report["source"]
    table = next((each for each in source.get("tables") or () if each["name"] == source.get("table")), None)
    if table is None:
        return 0, None
    first, last = (column_index_from_string(coordinate_from_string(corner)[0]) for corner in table["range"].split(":"))
    return first - 1, last


def _mark_cell(sheet: Worksheet, row: int, column: int, finding: dict[str, Any]) -> None:
    cell = sheet.cell(row, column)
    if type(cell).__name__ == "MergedCell":
        return
    text = f"{_WORDS[finding['severity']]}: {finding['message']['vi']}\n→ {finding['remedy']['vi']}"
    if cell.comment and cell.comment.author == _AUTHOR:
        if text in cell.comment.text:
            return
        text = f"{cell.comment.text}\n\n{text}"
    else:
        cell.fill = _FILLS[finding["severity"]]
    cell.comment = Comment(text[:4000], _AUTHOR, width=360, height=160)


def _list(sheet: Worksheet, report: Report) -> None:
    sheet.append(["Mức", "Dòng", "Cột", "Giá trị", "Số lần", "Điều tìm thấy", "Cách sửa", "Finding", "Remedy"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for finding in report["findings"]:
        place = finding["place"]
        texts = [finding["message"]["vi"], finding["remedy"]["vi"], finding["message"]["en"], finding["remedy"]["en"]]
        sheet.append([_WORDS[finding["severity"]], place.get("row"), place.get("column"), finding["value"], finding["count"], *texts])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a finding may quote a formula; it must not become one
    for letter, width in zip("ABCDEFGHI", (10, 8, 24, 24, 8, 60, 60, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
