# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Tables as agencies write them, found by a second look at the causes: averages, notes, merged cells, links, periods, damaged letters."""

from typing import Any

import openpyxl

from tests.ingest.corpus_cases.case import Case
from tests.ingest.corpus_cases.formats import formatted
from tests.ingest.corpus_cases.records import NAMED, table
from tests.ingest.corpus_cases.workbooks import book

AB = [["A", 10], ["B", 20]]
YEARS = ["Tên", "2022", "2023"]
THREE = "ten:text:name cot_2022:integer cot_2023:integer"


def merged(*areas: str):
    """Give a change of a sheet that merges areas."""

    def change(sheet: Any) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return change


def linked(sheet: Any) -> None:
    """Give two cells of a sheet an address outside, one a place within the workbook."""
    for cell in ("B2", "B3"):
        value, sheet[cell].hyperlink = sheet[cell].value, "https://example.vn/a"
        sheet[cell].value = value
    sheet["B4"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(ref="B4", location="Sheet1!A1")


ROWS = [
    table("tong-cong-bao-nhieu", "Tên;Số\nA;10\nB;20\nTổng cộng: 2 chợ;30\n", NAMED, AB, ["totals-row@4"], counts=(3, 2, 1)),
    table("tong-so-cong-thuc", "Tên;Số\nA;10\nB;20\nTổng số (I+II);30\n", NAMED, AB, ["totals-row@4"], counts=(3, 2, 1)),
    table("tong-so-chi-tieu", "Tên;Số\nTổng số hộ;10\nTổng số (hộ);20\n", NAMED, [["Tổng số hộ", 10], ["Tổng số (hộ)", 20]]),
    table("binh-quan", "Tên;Số\nA;10\nB;20\nBình quân;15\n", NAMED, [*AB, ["Bình quân", 15]], ["average-kept@4"]),
    table("trung-binh-chung", "Tên;Số\nA;10\nB;21\nTrung bình chung;15,5\n", "ten:text:name so:decimal", [["A", 10], ["B", 21], ["Trung bình chung", 15.5]], ["average-kept@4"]),
    table("trung-binh-la-loai", "Xếp loại;Số\nGiỏi;10\nKhá;20\nTrung bình;12\n", "xep_loai:text so:integer", [["Giỏi", 10], ["Khá", 20], ["Trung bình", 12]]),
    table("trung-binh-mot-dong", "Xếp loại;Số\nKhá;12\nTrung bình;12\n", "xep_loai:text so:integer", [["Khá", 12], ["Trung bình", 12]]),
    table("so-lieu-tinh-den", "Tên;Số\nA;10\nB;20\nSố liệu tính đến ngày 31/12/2023;\n", NAMED, AB, ["section-row@4"], counts=(3, 2, 1)),
    table("so-lieu-la-ten", "Tên;Số\nSố liệu dân số;\nCập nhật bản đồ;20\n", NAMED, [["Số liệu dân số", None], ["Cập nhật bản đồ", 20]]),
    table("loi-sau-dong-trong", "Tên;Số\nA;10\nB;20\n;\nChưa tính xã mới;\n", NAMED, [*AB, ["Chưa tính xã mới", None]], ["blank-rows@4", "section-kept@5"]),
    table("mot-o-khong-cach", "Tên;Số\nA;10\nB;20\nC;\n", NAMED, [*AB, ["C", None]]),
]  # fmt: skip

WORKBOOKS = [
    book("o-gop-ngang.xlsx", [YEARS, ["A", 5, None], ["B", 3, 4]], THREE, [["A", 5, None], ["B", 3, 4]], ["merged-across@2|2022"], merged("B2:C2")),
    book("o-gop-ngang-ca-tieu-de.xlsx", [["Tên", "Số", None], ["A", 5, None], ["B", 3, None]], NAMED, [["A", 5], ["B", 3]], change=merged("B1:C1", "B2:C2", "B3:C3")),
    book("o-gop-ngang-trong.xlsx", [YEARS, ["A", None, None], ["B", 3, 4]], THREE, [["A", None, None], ["B", 3, 4]], change=merged("B2:C2")),
    book("lien-ket.xlsx", [["Tên", "Văn bản"], ["A", "Xem"], ["B", "https://example.vn/a"], ["C", "Xem"]], "ten:text:name van_ban:text",
         [["A", "Xem"], ["B", "https://example.vn/a"], ["C", "Xem"]], ["link-dropped@2|Văn bản"], linked, said={"link-dropped": ["Xem", None, 1]}),
    book("ly-trinh.xlsx", [["Tên", "Lý trình"], ["A", 1500], ["B", 20250], ["C", 50]], "ten:text:name ly_trinh:text", [["A", "Km1+500"], ["B", "Km20+250"], ["C", "Km0+050"]],
         ["zeros-from-format@|Lý trình"], formatted('"Km"0+000', "B2", "B3", "B4")),
    book("ly-trinh-khong-km.xlsx", [["Tên", "Lý trình"], ["A", 1500], ["B", 20250]], "ten:text:name ly_trinh:text", [["A", "1+500"], ["B", "20+250"]],
         ["zeros-from-format@|Lý trình"], formatted("0+000", "B2", "B3")),
    book("khong-phai-ly-trinh.xlsx", [["Tên", "Số"], ["A", 5], ["B", 7]], NAMED, [["A", 5], ["B", 7]], change=formatted("+0;-0", "B2", "B3")),
]  # fmt: skip

CASES: list[Case] = [*ROWS, *WORKBOOKS]
