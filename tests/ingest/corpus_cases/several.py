# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Several tables in one sheet: which gaps part two tables and which are within one, and which of them is read."""

from tests.ingest.corpus_cases.case import Case, text, workbook

MARKETS, SCHOOLS = "STT | Chợ | Quầy", "STT | Trường | Lớp"
FIRST, SECOND = "stt:integer cho:text quay:integer", "stt:integer truong:text lop:integer"
FIRST_ROWS, SECOND_ROWS = [[1, "Chợ Thủ", 120], [2, "Chợ Búng", 45]], [[1, "THCS A", 12], [2, "THCS B", 15]]
BESIDE = "STT;Chợ;Quầy;;STT;Trường;Lớp\n1;Chợ Thủ;120;;1;THCS A;12\n2;Chợ Búng;45;;2;THCS B;15\n"
UNDER = "STT;Chợ;Quầy\n1;Chợ Thủ;120\n2;Chợ Búng;45\n;;\nSTT;Trường;Lớp\n1;THCS A;12\n2;THCS B;15\n"


def named(*tables: tuple) -> list[dict]:
    """Give the tables of a sheet as the report lists them: (name, range, heading)."""
    return [{"name": each[0], "range": each[1], "heading": each[2] if len(each) > 2 else None} for each in tables]


def table(name: str, lines: str, columns: str, rows: list, findings: list[str] | None = None, **more) -> Case:
    """Give a case of a text table."""
    return Case(f"{name}.csv", text(lines), columns, rows, findings or [], **more)


BESIDE_A_COLUMN = "STT;Tên chợ;Số quầy;;Ghi chú\n1;Thủ;120;;\n2;Búng;45;;đang sửa\n"
LONG_TITLES = [f"Chỉ tiêu số {number} của bảng" for number in range(1, 21)]
LONG_NAME = " | ".join(["STT", "Chợ hạng 2", *LONG_TITLES])[:300].strip()
"""The 300th character of the titles is a blank, which is no part of the name."""


def many(count: int) -> str:
    """Give the lines of one table under another."""
    return ";;\n".join(f"STT;Chợ {number};Quầy {number}\n1;Xã {number};5\n" for number in range(1, count + 1))


def long_tables() -> str:
    """Give two tables whose names are longer than names are."""
    figures = ";".join(["5"] * len(LONG_TITLES))
    return ";;\n".join(
        f"STT;{name};{';'.join(LONG_TITLES)}\n{number};Thủ;{figures}\n" for name, number in (("Chợ hạng 1", 1), ("Chợ hạng 2", 2))
    )


BOTH = named((MARKETS, "A1:C3"), (SCHOOLS, "E1:G3"))
STACKED = named((MARKETS, "A1:C3"), (SCHOOLS, "A5:C7"))

SIDE_BY_SIDE = [
    table("canh-nhau", BESIDE, FIRST, FIRST_ROWS, ["tables-several"], source={"table": MARKETS, "tables": BOTH},
          said={"tables-several": [f"A1:C3 {MARKETS}; E1:G3 {SCHOOLS}", f"A1:C3 {MARKETS}", 2]}),
    table("canh-nhau-chon", BESIDE, SECOND, SECOND_ROWS, options={"table": SCHOOLS}, source={"table": SCHOOLS, "tables": BOTH}),
    table("canh-nhau-ca-trang", BESIDE, f"{FIRST} stt_2:integer truong:text lop:integer", [[*a, *b] for a, b in zip(FIRST_ROWS, SECOND_ROWS, strict=True)],
          ["title-repeated@|STT"], options={"table": "all"}, source={"table": None, "tables": BOTH}),
    table("canh-nhau-dong-dai", f"{BESIDE}3;Chợ Mới;9;;3;THCS C;16;thừa\n", SECOND, SECOND_ROWS, ["row-long@4"], options={"table": SCHOOLS}, ok=False, counts=(3, 2, 1)),
    Case("canh-nhau-khac-dong.xlsx", workbook([["Chợ", "Quầy"], ["Chợ Thủ", 120, None, "Trường", "Lớp"], ["Chợ Búng", 45, None, "THCS A", 12]]),
         "cho:text quay:integer", [["Chợ Thủ", 120], ["Chợ Búng", 45]], ["tables-several"], source={"tables": named(("Chợ | Quầy", "A1:B3"), ("Trường | Lớp", "D2:E3"))}),
    Case("canh-nhau-ten-bang.xlsx", workbook([["Danh sách chợ", None, None, "Danh sách trường"], ["STT", "Số", None, "STT", "Số"], [1, 120, None, 1, 12], [2, 45, None, 2, 15]]),
         "stt:integer so:integer", [[1, 12], [2, 15]], ["rows-above-header@2"], options={"table": "STT | Số – Danh sách trường"},
         source={"heading": "Danh sách trường", "tables": named(("STT | Số – Danh sách chợ", "A2:B4", "Danh sách chợ"), ("STT | Số – Danh sách trường", "D2:E4", "Danh sách trường"))}),
    table("canh-nhau-trung-ten", "STT;Số;;STT;Số\n1;5;;1;7\n2;6;;2;8\n", "stt:integer so:integer", [[1, 7], [2, 8]], ["tables-several"], options={"table": "STT | Số (2/2)"},
          said={"tables-several": ["A1:B3 STT | Số (1/2); D1:E3 STT | Số (2/2)", "D1:E3 STT | Số (2/2)", 2]}, source={"tables": named(("STT | Số (1/2)", "A1:B3"), ("STT | Số (2/2)", "D1:E3"))}),
    table("cot-trong-giua-so", "Xã;Nam;Nữ;;Nam;Nữ\nAn;1;2;;3;4\nBình;5;6;;7;8\n", "xa:text nam:integer nu:integer nam_2:integer nu_2:integer", [["An", 1, 2, 3, 4], ["Bình", 5, 6, 7, 8]],
          ["tables-joined", "title-repeated@|Nam", "title-repeated@|Nữ"], said={"tables-joined": ["E", None, 2]}),
    table("cot-trong-giua-dai", "Xã;Nam;Nữ;;Trẻ;Già\nAn;1;2;;3;4\nBình;5;6;;7;8\nCường;5;6;;;\n", "xa:text nam:integer nu:integer tre:integer gia:integer",
          [["An", 1, 2, 3, 4], ["Bình", 5, 6, 7, 8], ["Cường", 5, 6, None, None]], ["tables-joined"]),
    table("cot-trong-ghi-chu", "STT;Chợ;Quầy;;Ghi chú;Nguồn\n1;Thủ;5;;đang sửa;Sở\n2;Búng;6;;;\n3;Mới;7;;mới mở;Sở\n4;Gò;8;;;\n", "stt:integer cho:text quay:integer ghi_chu:text nguon:text",
          [[1, "Thủ", 5, "đang sửa", "Sở"], [2, "Búng", 6, None, None], [3, "Mới", 7, "mới mở", "Sở"], [4, "Gò", 8, None, None]], ["tables-joined"]),
    table("cot-trong-ba-khoi", "Xã;Nam;;Nữ;;Trẻ;Già\nAn;1;;2;;3;4\nBình;5;;6;;7;8\n", "xa:text nam:integer nu:integer tre:integer gia:integer", [["An", 1, 2, 3, 4], ["Bình", 5, 6, 7, 8]]),
    table("cot-trong-mot-cot", "Chợ;Quầy;;Ghi chú\nThủ;5;;tốt\nBúng;6;;tốt\n", "cho:text quay:integer ghi_chu:text", [["Thủ", 5, "tốt"], ["Búng", 6, "tốt"]]),
]  # fmt: skip

ONE_UNDER_THE_OTHER = [
    table("duoi-nhau", UNDER, FIRST, FIRST_ROWS, ["tables-several"], source={"table": MARKETS, "tables": STACKED}),
    table("duoi-nhau-chon", UNDER, SECOND, SECOND_ROWS, options={"table": SCHOOLS}, source={"table": SCHOOLS, "header_row": 5}),
    table("duoi-nhau-khong-con", UNDER, ok=False, columns="", rows=[], findings=["table-unknown"], options={"table": "STT | Trạm | Giường"}, counts=(0, 0, 0), source={"tables": STACKED}),
    table("mot-bang-dung-ten", "STT;Chợ;Quầy\n1;Chợ Thủ;120\n2;Chợ Búng;45\n", FIRST, FIRST_ROWS, options={"table": MARKETS}, source={"tables": None}),
    table("mot-bang-khac-ten", "STT;Chợ;Sạp\n1;Chợ Thủ;120\n", ok=False, columns="", rows=[], findings=["table-unknown"], options={"table": MARKETS}, counts=(0, 0, 0)),
    table("duoi-nhau-ten-bang", "Danh sách chợ;\nChợ;Quầy\nThủ;120\nBúng;45\nNguồn: Sở Công Thương;\n;\nDanh sách trường;\nTrường;Lớp\nTHCS A;12\nTHCS B;15\n", "truong:text lop:integer",
          [["THCS A", 12], ["THCS B", 15]], ["rows-above-header@8"], options={"table": "Trường | Lớp"}, source={"heading": "Danh sách trường"}),
    table("duoi-nhau-loi-duoi-bang", "Danh sách chợ;\nChợ;Quầy\nThủ;120\nBúng;45\nNguồn: Sở Công Thương;\n;\nDanh sách trường;\nTrường;Lớp\nTHCS A;12\nTHCS B;15\n", "cho:text quay:integer",
          [["Thủ", 120], ["Búng", 45]], ["rows-above-header@2", "section-row@5"], counts=(3, 2, 1), options={"table": "Chợ | Quầy"}),
    table("duoi-nhau-rong-hon", "Chợ;Quầy\nThủ;120\nBúng;45\n;\nTrường;Lớp;Học sinh\nTHCS A;12;400\nTHCS B;15;500\n", "truong:text lop:integer hoc_sinh:integer",
          [["THCS A", 12, 400], ["THCS B", 15, 500]], options={"table": "Trường | Lớp | Học sinh"}),
    table("duoi-nhau-hai-cot-so", "Chợ;Quầy;Thu\nThủ;120;7\nBúng;45;8\n;;\nTrường;Lớp;Học sinh\nTHCS A;12;400\nTHCS B;15;500\n", "cho:text quay:integer thu:integer",
          [["Thủ", 120, 7], ["Búng", 45, 8]], ["tables-several"]),
    table("duoi-nhau-chung-mot-cot", "Chợ;Hạng;Số\nThủ;A;120\nBúng;B;45\n;;\nTrường;Cấp;Số\nHiệp An;Một;12\nTân An;Hai;15\n", "truong:text cap:text so:integer",
          [["Hiệp An", "Một", 12], ["Tân An", "Hai", 15]], options={"table": "Trường | Cấp | Số"}),
    table("duoi-nhau-khong-chac", "Chợ;Quầy\nThủ;120\nBúng;45\n;\nTrường;Lớp\nTHCS A;12\nTHCS B;15\n", "cho:text quay:text",
          [["Thủ", "120"], ["Búng", "45"], ["Trường", "Lớp"], ["THCS A", "12"], ["THCS B", "15"]], ["blank-rows@4", "column-mixed@5|Quầy"]),
    table("dong-trong-roi-chu", "Chợ;Phường;Quầy\nThủ;A;120\nBúng;B;45\n;;\nMới;C;đang xây\nGò;D;30\n", "cho:text phuong:text quay:text",
          [["Thủ", "A", "120"], ["Búng", "B", "45"], ["Mới", "C", "đang xây"], ["Gò", "D", "30"]], ["blank-rows@4", "column-mixed@5|Quầy"]),
    table("dong-trong-roi-hai-chu", "Chợ;Hạng;Cao;Rộng\nThủ;A;5;6\n;;;\nBúng;B;Mới mở;đã dỡ\nGò;C;7;8\n", "cho:text hang:text cao:text rong:text",
          [["Thủ", "A", "5", "6"], ["Búng", "B", "Mới mở", "đã dỡ"], ["Gò", "C", "7", "8"]], ["blank-rows@3", "column-mixed@4|Cao", "column-mixed@4|Rộng"]),
    table("dong-trong-nhom-roi-chu", "Chợ;Hạng;Cao\nThủ;A;5\n;;\nKhu B;;\nBúng;B;Chưa đo\nGò;C;7\n", "cho:text hang:text cao:text",
          [["Thủ", "A", "5"], ["Khu B", None, None], ["Búng", "B", "Chưa đo"], ["Gò", "C", "7"]], ["blank-rows@3", "column-mixed@5|Cao"]),
    table("duoi-nhau-chu-thuong", "cho;hang;so\nThủ;A;120\n;;\ntruong;cap;so\nHiệp An;Một;12\n", "truong:text cap:text so:integer", [["Hiệp An", "Một", 12]], options={"table": "truong | cap | so"}),
    table("tieu-de-lap-sau-trong", "STT;Chợ;Quầy\n1;Chợ Thủ;120\n;;\nSTT;Chợ;Quầy\n2;Chợ Búng;45\n", FIRST, FIRST_ROWS, ["blank-rows@3", "repeated-header@4"], counts=(3, 2, 1)),
    table("nguoi-ky-hai-cot", "STT;Chợ;Quầy\n1;Chợ Thủ;120\n2;Chợ Búng;45\n;;\n;Người lập biểu;Giám đốc\n;Nguyễn Văn An;Trần Thị Bình\n", FIRST, FIRST_ROWS, ["blank-rows@4", "signature-row@5"], counts=(4, 2, 2)),
    table("nguoi-ky-stt", "STT;Chợ;Quầy\n1;Chợ Thủ;120\n2;Chợ Búng;45\n;;\nSTT;Người lập;Giám đốc\nx;Nguyễn Văn An;Trần Thị Bình\n", "stt:text cho:text quay:text",
          [["1", "Chợ Thủ", "120"], ["2", "Chợ Búng", "45"], ["STT", "Người lập", "Giám đốc"], ["x", "Nguyễn Văn An", "Trần Thị Bình"]], ["blank-rows@4", "column-mixed@5|STT", "column-mixed@5|Quầy"]),
    Case("bon-bang.xlsx", workbook([["STT", "Chợ", None, "STT", "Trường"], [1, "Thủ", None, 1, "THCS A"], [2, "Búng", None, 2, "THCS B"], [],
                                    ["STT", "Trạm", None, "STT", "Cầu"], [1, "Dĩ An", None, 1, "Ông Bố"], [2, "Thuận An", None, 2, "Phú Cường"]]),
         "stt:integer cau:text", [[1, "Ông Bố"], [2, "Phú Cường"]], options={"table": "STT | Cầu"},
         source={"tables": named(("STT | Chợ", "A1:B3"), ("STT | Trạm", "A5:B7"), ("STT | Trường", "D1:E3"), ("STT | Cầu", "D5:E7"))}),
]  # fmt: skip

LIMITS = [
    table("chon-bang-khong-bang", "Ghi chú\nabc\nxyz\nkkk\n", ok=False, columns="", rows=[], findings=["table-unknown"], options={"table": "STT | Tên chợ"}, counts=(0, 0, 0), said={"table-unknown": ["STT | Tên chợ", None, 1]}),
    table("bang-ben-cot-le", BESIDE_A_COLUMN, "stt:integer ten_cho:text:name so_quay:integer ghi_chu:text", [[1, "Thủ", 120, None], [2, "Búng", 45, "đang sửa"]], source={"tables": None}),
    table("chon-bang-ben-cot-le", BESIDE_A_COLUMN, "stt:integer ten_cho:text:name so_quay:integer", [[1, "Thủ", 120], [2, "Búng", 45]], options={"table": "STT | Tên chợ | Số quầy"}),
    table("chon-ten-dai", long_tables(), " ".join(["stt:integer", "cho_hang_2:text", *(f"chi_tieu_so_{number}_cua_bang:integer" for number in range(1, 21))]), [[2, "Thủ", *[5] * 20]],
          options={"table": LONG_NAME}),
    table("nam-muoi-bang", many(50), "stt:integer cho_1:text quay_1:integer", [[1, "Xã 1", 5]], ["tables-several"]),
    table("nam-muoi-mot-bang", many(51), "stt:text:category cho_1:text quay_1:text", [["1", "Xã 1", "5"], *(row for number in range(2, 52) for row in (["STT", f"Chợ {number}", f"Quầy {number}"], ["1", f"Xã {number}", "5"]))],
          ["blank-rows@3", "tables-too-many", "column-mixed@4|STT", "column-mixed@4|Quầy 1"], source={"tables": None}),
]  # fmt: skip

CORNERS = [["STT", "Chợ", None, "STT", "Trường"], [1, "Thủ", None, 1, "THCS A"], [2, "Búng", None, 2, "THCS B"], [],
           ["STT", "Trạm", None, "STT", "Cầu"], [1, "Dĩ An", None, 1, "Ông Bố"], [2, "Thuận An", None, 2, "Phú Cường"]]  # fmt: skip


def hides(sheet) -> None:
    """Hide a row and a column of the table in the lower right corner, and the column beside it."""
    sheet.row_dimensions[6].hidden = sheet.column_dimensions["D"].hidden = True


HIDDEN = [
    Case("an-ngoai-bang.xlsx", workbook(CORNERS, hides), "stt:integer cho:text", [[1, "Thủ"], [2, "Búng"]], options={"table": "STT | Chợ"}),
    Case("an-trong-bang.xlsx", workbook(CORNERS, hides), "stt:integer cau:text", [[1, "Ông Bố"], [2, "Phú Cường"]], ["rows-hidden@6", "columns-hidden"], options={"table": "STT | Cầu"},
         said={"columns-hidden": ["D", None, 1]}),
]  # fmt: skip

MERGED = [
    Case("canh-nhau-gop-o.xlsx", workbook([["STT", "Chợ", None, "STT", "Phường", "Tỷ lệ"], [1, "Thủ", None, 1, "Dĩ An", 0.5], [2, "Búng", None, 2, None, 0.25]], lambda sheet: (sheet.merge_cells("E2:E3"), [setattr(sheet[at], "number_format", "0%") for at in ("F2", "F3")])),
         "stt:integer phuong:text:unit_name ty_le:decimal", [[1, "Dĩ An", 0.5], [2, "Dĩ An", 0.25]], ["merged-filled@3", "unit-list-unsure@2|Phường"], options={"table": "STT | Phường | Tỷ lệ"}),
]  # fmt: skip

CASES = [*SIDE_BY_SIDE, *ONE_UNDER_THE_OTHER, *LIMITS, *HIDDEN, *MERGED]
