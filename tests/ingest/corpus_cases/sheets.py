# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""More of spreadsheets: the calendar of old Macs, passwords, OpenDocument's own kinds of cells and hidden parts, sums in the middle."""

import datetime as dt
import io
import zipfile

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH

from tests.ingest.corpus_cases.case import Case, workbook
from tests.ingest.corpus_cases.workbooks import COLUMNS, ROWS, VALUES, book

NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))
NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
STYLES = (
    '<office:automatic-styles><style:style style:name="an" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
)


def mac() -> bytes:
    """Give a workbook that counts its days from 1904, one column formatted as dates, one left as numbers."""
    made = openpyxl.Workbook()
    made.epoch = MAC_EPOCH
    sheet = made.active
    assert sheet is not None
    for row in (["Tên", "Ngày", "Ngày cấp"], ["A", dt.date(2023, 3, 5), 44990 - 1462], ["B", dt.date(2025, 7, 1), 45839 - 1462]):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cell(kind: str, value: str, shown: str = "") -> str:
    """Give an OpenDocument cell of a kind."""
    attribute = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    said = "" if kind == "string" else f' office:{attribute}="{value}"'
    return f'<table:table-cell office:value-type="{kind}"{said}><text:p>{shown or value}</text:p></table:table-cell>'


def ods(rows: list[str], extra: str = "") -> bytes:
    """Give an OpenDocument spreadsheet of rows that are already XML; ``extra`` are more sheets."""
    body = "".join(row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2">{STYLES}<office:body><office:spreadsheet>'
        f'<table:table table:name="Dữ liệu">{body}</table:table>{extra}</office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", content)
        new.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return out.getvalue()


ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)
TITLES = "".join(cell("string", title) for title in ("Tên", "Mã", "Số"))
FAULTY = [TITLES, cell("string", "A") + cell("float", "1") + cell("float", "5"), cell("string", "B") + cell("float", "2") + ERROR]
PADDED = [
    TITLES,
    *(cell("string", "AB"[at]) + cell("float", str(code), f"{code:05d}") + cell("float", "5") for at, code in enumerate((7, 123))),
]
HEAD = "".join(cell("string", title) for title in ("Tên", "Ngày", "Mở", "Đạt", "Tỷ lệ"))
KINDS = [
    HEAD,
    cell("string", "A")
    + cell("date", "2023-03-05")
    + cell("time", "PT07H30M00S")
    + cell("boolean", "true", "TRUE")
    + cell("percentage", "0.125", "12,5%"),
    cell("string", "B")
    + cell("date", "2025-07-01")
    + cell("time", "PT14H05M00S")
    + cell("boolean", "false", "FALSE")
    + cell("percentage", "0.5", "50%"),
]
PLAIN = [
    cell("string", "Tên") + cell("string", "Số"),
    cell("string", "Chợ Thủ") + cell("float", "5"),
    cell("string", "Chợ Búng") + cell("float", "7"),
]
HIDDEN_SHEET = '<table:table table:name="Nháp" table:style-name="an"><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>'
HIDDEN_ROW = [PLAIN[0], f'<table:table-row table:visibility="collapse">{PLAIN[1]}</table:table-row>', PLAIN[2]]
PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def _three_merged(sheet) -> None:
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:D1")


CASES = [
    Case("lich-1904.xlsx", mac(), "ten:text:name ngay:date ngay_cap:date", [["A", "2023-03-05", "2023-03-05"], ["B", "2025-07-01", "2025-07-01"]], ["date-serial@|Ngày cấp"]),
    Case("mat-khau.xlsx", PASSWORD, ok=False, findings=["workbook-password"]),
    Case("cac-kieu.ods", ods(KINDS), "ten:text:name ngay:date mo:time dat:boolean ty_le:decimal",
         [["A", "2023-03-05", "07:30:00", True, 0.125], ["B", "2025-07-01", "14:05:00", False, 0.5]]),
    Case("trang-an.ods", ods(PLAIN, HIDDEN_SHEET), COLUMNS, VALUES, ["sheet-hidden"], said={"sheet-hidden": ["Nháp", None, 1]}),
    Case("dong-an.ods", ods(HIDDEN_ROW), COLUMNS, VALUES, ["rows-hidden@2"]),
    Case("o-loi.ods", ods(FAULTY), "ten:text:name ma:text:key so:integer", [["A", "1", 5]], ["cell-error@3|Số", "code-as-text@|Mã"], ok=False, counts=(2, 1, 1)),
    Case("ma-so-0.ods", ods(PADDED), "ten:text:name ma:text:key so:integer", [["A", "00007", 5], ["B", "00123", 5]], ["zeros-from-format@|Mã"]),
    book("tong-giua.xlsx", [["Tên", "Số"], ["A", 5], ["Cộng", 5], ["B", 7], ["Tổng cộng:", 12]], "ten:text:name so:integer", [["A", 5], ["B", 7]],
         ["totals-row@3"], counts=(4, 2, 2), said={"totals-row": ["Cộng | 5", None, 2]}),
    book("tong-la-ten.xlsx", [["Tên", "Số"], ["Tổng cục Thuế", 5], ["Công ty A", 7]], "ten:text:name so:integer", [["Tổng cục Thuế", 5], ["Công ty A", 7]]),
    book("gop-ba-cot.xlsx", [["Tên", "Dân số", None, None], [None, "Nam", "Nữ", "Tổng"], ["A", 5, 6, 11], ["B", 7, 8, 15]],
         "ten:text:name dan_so_nam:integer dan_so_nu:integer dan_so_tong:integer", [["A", 5, 6, 11], ["B", 7, 8, 15]], ["header-two-rows@1"], _three_merged),
    Case("so-nguyen-la-chu.xlsx", workbook([["Tên", "Số"], ["A", "5"], ["B", 7]]), "ten:text:name so:integer", [["A", 5], ["B", 7]]),
    Case("hai-trang-mot-trong.xlsx", workbook(ROWS, lambda sheet: sheet.parent.create_sheet("Trống")), COLUMNS, VALUES),
]  # fmt: skip
