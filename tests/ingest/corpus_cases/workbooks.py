# ruff: noqa: E501, DTZ001 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Workbooks: kinds of cells, hidden parts, merged cells, several sheets, formats, other spreadsheet formats."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.ingest.corpus_cases.case import Case, workbook

ROWS: list[list[Any]] = [["Tên", "Số"], ["Chợ Thủ", 5], ["Chợ Búng", 7]]
COLUMNS = "ten:text:name so:integer"
VALUES = [["Chợ Thủ", 5], ["Chợ Búng", 7]]


def book(
    name: str, rows: list[list[Any]], columns: str, values: list[list[Any]], findings: list[str] | None = None, change=None, **more
) -> Case:
    """Give a case of one sheet."""
    return Case(name, workbook(rows, change), columns, values, findings or [], **more)


def _several(hide: str | None = None) -> bytes:
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    first.title = "Chợ"
    for row in ROWS:
        first.append(row)
    second = made.create_sheet("Siêu thị")
    for row in (["Tên", "Tầng"], ["S1", 3]):
        second.append(row)
    if hide:
        made[hide].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _formulas(values: dict[str, str]) -> bytes:
    """Give a workbook whose cells C2… hold formulas with a saved value (or none), as Excel writes them."""
    made = workbook([["Tên", "Số", "Gấp đôi"], ["A", 5, 1], ["B", 7, 1]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                for cell, xml in values.items():
                    data = data.replace(f'<c r="{cell}" t="n"><v>1</v></c>'.encode(), xml.encode())
            new.writestr(member.filename, data)
    return out.getvalue()


def _ods(rows: list[list[str]]) -> bytes:
    """Give a small OpenDocument spreadsheet: numbers as floats, the rest as strings."""
    cells = {
        True: '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>',
        False: '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>',
    }
    body = "".join("<table:table-row>" + "".join(cells[cell.isdigit()].format(cell) for cell in row) + "</table:table-row>" for row in rows)
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Dữ liệu">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", content)
        new.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return out.getvalue()


def _hide_row(sheet) -> None:
    sheet.row_dimensions[2].hidden = True


def _hide_column(sheet) -> None:
    sheet.column_dimensions["B"].hidden = True


def _merge_district(sheet) -> None:
    sheet.merge_cells("A2:A3")


def _merge_header(sheet) -> None:
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")


def _zeros(sheet) -> None:
    for row in (2, 3):
        sheet.cell(row, 1).number_format = "00000"


def _percent(sheet) -> None:
    for cell in ("B2", "B3"):
        sheet[cell].number_format = "0.0%"


def _error(sheet) -> None:
    sheet["B3"].value = "#DIV/0!"
    sheet["B3"].data_type = "e"


def _tcvn3(words: str) -> str:
    from ckanext.binhduong.vn import to_tcvn3

    return to_tcvn3(words)


LEGACY = ["Trạm y tế phường Phú Cường", "Bệnh viện đa khoa tỉnh", "Chợ Thủ Dầu Một"]

# Nothing in the environment writes the binary format of Excel 97; these were made with xlwt and are kept as they are: a row and a column are
# hidden, codes and phones are numbers whose format shows the zeros; one cell is an error.
XLS, XLS_HIDDEN, XLS_ERROR = ((Path(__file__).parent / name).read_bytes() for name in ("bang.xls", "dong-an.xls", "o-loi.xls"))

CASES = [
    Case("bang.xls", XLS, "ten:text:name so:integer ngay:date", [["Chợ Thủ", 5, "2023-03-05"], ["Chợ Búng", 7, "2025-07-01"]], ["rows-above-header@2"],
         source={"format": "XLS", "sheet": "Dữ liệu"}),
    Case("dong-an.xls", XLS_HIDDEN, "ten:text:name dien_thoai:text:phone ma:text:key ty_le:decimal ghi_chu:text",
         [["Nhà thuốc A", "02743822111", "00007", 0.5, "a"], ["Nhà thuốc B", "02743822112", "00012", 0.25, "b"],
          ["Nhà thuốc C", "02743822113", "00123", 0.75, "c"], ["Nhà thuốc D", "02743822114", "01234", 1.5, "d"]],
         ["rows-hidden@4", "columns-hidden", "phone-zero-restored@2|Điện thoại", "zeros-from-format@|Mã"]),
    book("ngay-gio-so.xlsx", [["Tên", "Ngày đo"], ["A", 44990.5], ["B", 45000], ["C", 45001.25]], "ten:text:name ngay_do:timestamp",
         [["A", "2023-03-05T12:00:00"], ["B", "2023-03-15T00:00:00"], ["C", "2023-03-16T06:00:00"]], ["date-serial@|Ngày đo"]),
    Case("o-loi.xls", XLS_ERROR, "ten:text:name ty_le:decimal", [["A", 0.5], ["C", 1.5]], ["cell-error@3|Tỷ lệ"], ok=False, counts=(3, 2, 1)),
    book("bang.xlsx", ROWS, COLUMNS, VALUES, source={"sheet": "Dữ liệu", "header_row": 1, "format": "XLSX"}),
    book("tua-va-tieu-de.xlsx", [["SỞ Y TẾ"], [], *ROWS], COLUMNS, VALUES, ["rows-above-header@3"], source={"header_row": 3, "heading": None}),
    book("bat-dau-b3.xlsx", [[], [], [None, "Tên", "Số"], [None, "A", 5]], COLUMNS, [["A", 5]], ["rows-above-header@3"]),
    book("so-va-chu.xlsx", [["Tên", "Số"], ["A", 1.234], ["B", "2.345.678,5"]], "ten:text:name so:decimal", [["A", 1.234], ["B", 2345678.5]]),
    book("so-thap-phan-ngan.xlsx", [["Tên", "Số"], ["A", 0.1], ["B", 1e-7]], "ten:text:name so:decimal", [["A", 0.1], ["B", 1e-7]]),
    book("ngay.xlsx", [["Tên", "Ngày"], ["A", dt.date(2023, 3, 5)], ["B", "31/12/2023"]], "ten:text:name ngay:date", [["A", "2023-03-05"], ["B", "2023-12-31"]]),
    book("ngay-gio.xlsx", [["Tên", "Lúc"], ["A", dt.datetime(2023, 3, 5, 14, 30)], ["B", dt.datetime(2023, 3, 6)]], "ten:text:name luc:timestamp",
         [["A", "2023-03-05T14:30:00"], ["B", "2023-03-06T00:00:00"]]),
    book("gio.xlsx", [["Tên", "Mở"], ["A", dt.time(7, 30)]], "ten:text:name mo:time", [["A", "07:30:00"]]),
    book("ngay-so-thu-tu.xlsx", [["Tên", "Ngày cấp"], ["A", 44990], ["B", 45839]], "ten:text:name ngay_cap:date", [["A", "2023-03-05"], ["B", "2025-07-01"]],
         ["date-serial@|Ngày cấp"]),
    book("dung-sai.xlsx", [["Tên", "Đạt"], ["A", True], ["B", False]], "ten:text:name dat:boolean", [["A", True], ["B", False]]),
    book("dien-thoai-mat-so-0.xlsx", [["Tên", "Điện thoại"], ["A", 908123456], ["B", "02743822111"]], "ten:text:name dien_thoai:text:phone",
         [["A", "0908123456"], ["B", "02743822111"]], ["phone-zero-restored@2|Điện thoại"]),
    book("ma-dinh-dang-so-0.xlsx", [["Mã", "Số"], [718, 5], [719, 6]], "ma:text:key so:integer", [["00718", 5], ["00719", 6]], ["zeros-from-format@|Mã"], _zeros),
    book("phan-tram.xlsx", [["Tên", "Tỷ lệ"], ["A", 0.125], ["B", 0.5]], "ten:text:name ty_le:decimal", [["A", 0.125], ["B", 0.5]], change=_percent),
    book("o-loi.xlsx", ROWS, COLUMNS, [["Chợ Thủ", 5]], ["cell-error@3|Số"], _error, ok=False, counts=(2, 1, 1)),
    book("dong-an.xlsx", ROWS, COLUMNS, VALUES, ["rows-hidden@2"], _hide_row),
    book("cot-an.xlsx", ROWS, COLUMNS, VALUES, ["columns-hidden"], _hide_column),
    book("o-gop-du-lieu.xlsx", [["Nhóm", "Tên", "Số"], ["Khối", "A", 5], [None, "B", 7]], "nhom:text ten:text:name so:integer",
         [["Khối", "A", 5], ["Khối", "B", 7]], ["merged-filled@3"], _merge_district),
    book("o-gop-tieu-de.xlsx", [["Tên", "Diện tích", None], [None, "Đất ở", "Đất khác"], ["A", 1.5, 2.5]],
         "ten:text:name dien_tich_dat_o:decimal dien_tich_dat_khac:decimal", [["A", 1.5, 2.5]], ["header-two-rows@1"], _merge_header),
    Case("nhieu-trang.xlsx", _several(), COLUMNS, VALUES, ["sheets-several"], source={"sheet": "Chợ"}),
    Case("nhieu-trang-chon.xlsx", _several(), "ten:text:name tang:integer", [["S1", 3]], options={"sheet": "Siêu thị"}, source={"sheet": "Siêu thị"}),
    Case("trang-an.xlsx", _several("Siêu thị"), COLUMNS, VALUES, ["sheet-hidden"]),
    Case("trang-khong-co.xlsx", _several(), ok=False, findings=["sheet-unknown"], options={"sheet": "Không có"}),
    Case("cong-thuc.xlsx", _formulas({"C2": '<c r="C2"><f>B2*2</f><v>10</v></c>', "C3": '<c r="C3"><f>B3*2</f><v>14</v></c>'}),
         "ten:text:name so:integer gap_doi:integer", [["A", 5, 10], ["B", 7, 14]]),
    Case("cong-thuc-chua-tinh.xlsx", _formulas({"C2": '<c r="C2"><f>B2*2</f><v>10</v></c>', "C3": '<c r="C3"><f>B3*2</f><v></v></c>'}),
         "ten:text:name so:integer gap_doi:integer", [["A", 5, 10], ["B", 7, None]], ["formula-uncalculated@3|Gấp đôi"]),
    book("dong-tong.xlsx", [*ROWS, ["Tổng cộng", 12]], COLUMNS, VALUES, ["totals-row@4"], counts=(3, 2, 1)),
    book("tcvn3.xlsx", [["Ten", "So"], *([_tcvn3(name), at] for at, name in enumerate(LEGACY))], "ten:text:name so:integer",
         [[name, at] for at, name in enumerate(LEGACY)], ["encoding-converted"]),
    book("rong.xlsx", [], "", [], ["table-empty"], ok=False),
    book("nhieu-cot.xlsx", [[f"Cột {get_column_letter(at)}" for at in range(1, 41)], [at + 0.5 for at in range(40)]],
         " ".join(f"cot_{get_column_letter(at).lower()}:decimal" for at in range(1, 41)), [[at + 0.5 for at in range(40)]]),
    Case("ten-sai.csv", workbook(ROWS), COLUMNS, VALUES, ["format-mismatch"], source={"format": "XLSX"}),
    Case("bang.ods", _ods([["Tên", "Số"], ["Chợ Thủ", "5"], ["Chợ Búng", "7"]]), COLUMNS, VALUES, source={"format": "ODS", "sheet": "Dữ liệu"}),
    Case("bang-tua.ods", _ods([["BÁO CÁO"], ["Tên", "Số"], ["Chợ Thủ", "5"], ["Chợ Búng", "7"]]), COLUMNS, VALUES, ["rows-above-header@2"]),
    Case("trang-web.xls", b"<html><body><table><tr><td>T</td></tr></table></body></html>", ok=False, findings=["format-html-named-sheet"]),
]  # fmt: skip
