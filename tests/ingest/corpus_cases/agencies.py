# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Tables as agencies write them, found by a second look at the causes: averages, notes, merged cells, links, periods, damaged letters."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from tests.ingest.corpus_cases.case import Case
from tests.ingest.corpus_cases.formats import PLACED, formatted
from tests.ingest.corpus_cases.guesses import kept
from tests.ingest.corpus_cases.layers import ALL, COLUMNS, POINT_BOX, collection, feature, shapefile
from tests.ingest.corpus_cases.layers import ROWS as STATIONS
from tests.ingest.corpus_cases.records import NAMED, table
from tests.ingest.corpus_cases.values import one
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

XLS = (Path(__file__).parent / "dinh-dang-o.xls").read_bytes()
"""Written by xlwt 1.3.0, which nothing here needs: per cent, a unit, thousands, a month, hours beyond a day, codes, a merged value."""

OLD_WORKBOOKS = [
    Case("dinh-dang-o.xls", XLS, "ten:text:name ty_le:decimal dien_tich:decimal von:integer ky:date tong_gio:text ly_trinh:text ma_kho:text:key so_a:integer so_b:integer",
         [["Đường A", 0.5, 1.5, 15000000, "2024-03-01", "26:30:00", "Km1+500", "K-007", 7, None], ["Đường B", 0.25, 2.5, 20000000, "2024-04-01", "05:00:00", "Km20+250", "K-008", 3, 4]],
         ["merged-across@2|Số A", "divided-by-format@2|Vốn", "date-without-day@2|Kỳ", "zeros-from-format@|Lý trình", "zeros-from-format@|Mã kho", "percent-read@2|Tỷ lệ (%)",
          "unit-from-format@2|Diện tích", "durations@2|Tổng giờ"], units={"dien_tich": "ha"}),
]  # fmt: skip

DATES = [
    kept("am-lich", "Ngày hội (âm lịch)", ["30/02/2024", "15/01/2024"], "ngay_hoi_am_lich", ["date-lunar@2|Ngày hội (âm lịch)"]),
    one("khong-am-lich", "Ngày hội", ["29/02/2024", "15/01/2024"], "ngay_hoi:date", ["2024-02-29", "2024-01-15"]),
    kept("so-to-so-thua", "Số tờ/số thửa", ["12/5/2023", "3/4/2022"], "so_to_so_thua", ["date-unsure@2|Số tờ/số thửa"]),
    one("ngay-van-ban", "Ngày văn bản", ["12/5/2023", "13/4/2022"], "ngay_van_ban:date", ["2023-05-12", "2022-04-13"]),
    one("ngay-lien", "Ngày cấp", ["20230305", "20231225"], "ngay_cap:date", ["2023-03-05", "2023-12-25"], ["date-compact@2|Ngày cấp"]),
    one("ngay-lien-sai", "Ngày cấp", ["20230305", "20231325"], "ngay_cap:date", ["2023-03-05"], ["date-compact@2|Ngày cấp", "date-unreadable@3|Ngày cấp"], ok=False, counts=(2, 1, 1)),
    one("ngay-lien-khong-ten", "Cấp", ["20230305", "20231225"], "cap:integer", [20230305, 20231225]),
    one("tam-so-khong-la-ngay", "Ngày cấp", ["74085001", "74190004"], "ngay_cap:integer", [74085001, 74190004]),
    one("nam-3023", "Ngày cấp", ["25/03/2023", "05/03/3023"], "ngay_cap:date", ["2023-03-25", "3023-03-05"], ["date-far@|Ngày cấp"]),
    one("nam-1887", "Ngày cấp", ["25/03/2023", "05/03/1887"], "ngay_cap:date", ["2023-03-25", "1887-03-05"]),
    one("thoi-gian-gio", "Thời gian", ["01:30", "00:45"], "thoi_gian:time", ["01:30:00", "00:45:00"], ["times-by-form@2|Thời gian"]),
]  # fmt: skip

LETTERS = [
    table("ngoac-giua-o", 'Mã;Tên;Loại\nM1;"Chợ" Gò;A\n"M2";Quán "Cây Đa" số 2;"B; C"\nM3;"Một" và "hai";"D" \n', "ma:text:key ten:text:name loai:text",
          [["M1", '"Chợ" Gò', "A"], ["M2", 'Quán "Cây Đa" số 2', "B; C"], ["M3", '"Một" và "hai"', "D"]]),
    table("ngoac-nhieu-dong", 'Mã;Tên\nM1;"a\n""b"" c; ""d"" e"\nM2;x\n', "ma:text:key ten:text:name", [["M1", 'a\n"b" c; "d" e'], ["M2", "x"]]),
    table("dau-hoi-giua-chu", "Mã;Tên\nM1;Ph??ng Phú Hòa\nM2;Xã L?c An\n", "ma:text:key ten:text:name", [["M1", "Ph??ng Phú Hòa"], ["M2", "Xã L?c An"]], ["letters-lost@2|Tên"],
          said={"letters-lost": ["Ph??ng Phú Hòa", None, 2]}),
    table("dau-hoi-that", "Mã;Ghi chú\nM1;Có không? Chưa rõ\nM2;https://a.vn/x?y=1\nM3;tim?kiem=abc\n", "ma:text:key ghi_chu:text",
          [["M1", "Có không? Chưa rõ"], ["M2", "https://a.vn/x?y=1"], ["M3", "tim?kiem=abc"]]),
    table("ma-html", "Mã|Tên\nM1|X&#227; T&acirc;n &amp; An\nM2|R&D; A&B\n", "ma:text:key ten:text:name", [["M1", "X&#227; T&acirc;n &amp; An"], ["M2", "R&D; A&B"]], ["text-entities@2|Tên"]),
    table("cot-hinh-khong-la-hinh", "Kinh độ;Vĩ độ;Shape\n106,6512;10,9804;Vuông\n106,7;11,0;Tròn\n", "kinh_do:decimal:longitude vi_do:decimal:latitude shape:text",
          [[106.6512, 10.9804, "Vuông"], [106.7, 11.0, "Tròn"]]),
]  # fmt: skip


def in_other_letters(path: Path) -> None:
    """Write a Shapefile whose parts are named in small and in capital letters."""
    shapefile(ALL)(path)
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in members.items():
            new.writestr(name if name.endswith(".shp") else name.upper(), data)


LAYERS = [
    Case("phan-chu-hoa.zip", in_other_letters, COLUMNS, STATIONS, geometry=POINT_BOX),
    Case("so-dai-khong-ngoac.geojson", collection(feature({"so": 12345678901234567890}, "Point", [106.6512, 10.9804]), feature({"so": 1}, "Point", [106.7, 11.0])), f"so:decimal {PLACED}",
         [[1.2345678901234567e19, 106.6512, 10.9804], [1.0, 106.7, 11.0]], ["number-rounded@1|so"]),
    Case("so-lon-vua.geojson", collection(feature({"so": 9007199254740991.0}, "Point", [106.6512, 10.9804]), feature({"so": 0.5}, "Point", [106.7, 11.0])), f"so:decimal {PLACED}",
         [[9007199254740991.0, 106.6512, 10.9804], [0.5, 106.7, 11.0]]),
]  # fmt: skip

CASES: list[Case] = [*ROWS, *WORKBOOKS, *OLD_WORKBOOKS, *DATES, *LETTERS, *LAYERS]
