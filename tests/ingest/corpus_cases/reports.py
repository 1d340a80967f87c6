# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Reports as agencies write them: the head of a letter above the table, a signed block below it, and records that look like either."""

import datetime as dt
from typing import Any

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.workbooks import book

DATED = "Ngày 05 tháng 3 năm 2024"
PLACE = f"Bình Dương, {DATED.lower()}"
TITLES = ["STT", "Tên", "Xã", "Số"]
COLUMNS = "stt:integer ten:text:name xa:text so:integer"
RECORDS: list[list[Any]] = [[1, "A", "Xã X", 5], [2, "B", "Xã Y", 7]]
SIGNERS: list[list[Any]] = [[None, "Người lập biểu", None, "GIÁM ĐỐC"], [None, "Nguyễn Văn A", None, "Trần Văn B"]]
SHORT: list[list[Any]] = [
    ["UBND TỈNH BÌNH DƯƠNG", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["SỞ Y TẾ", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [], ["DANH SÁCH CƠ SỞ Y TẾ"], [], ["STT", "Tên cơ sở", "Địa chỉ", "Số giường", "Ngày cấp"], [1, "BV Phụ sản", "Phú Cường", 300, dt.date(2015, 11, 23)],
    ["Tổng cộng", None, None, 300], [], [None, None, None, None, PLACE], [None, "Người lập biểu", None, None, "GIÁM ĐỐC"],
]  # fmt: skip
OFFICES = """
    Đơn vị;Chức vụ;Họ tên;Điện thoại
    Văn phòng;Chánh văn phòng;Nguyễn Văn A;0274 3822 001
    Phòng Tổng hợp;Trưởng phòng;;
    Phòng Thống kê;Phó trưởng phòng;Trần Thị B;
    Phòng Quy hoạch;Trưởng phòng;Lê Văn C;
"""

CASES = [
    book("bao-cao-ngan.xlsx", SHORT, "stt:integer ten_co_so:text:name dia_chi:text:address so_giuong:integer ngay_cap:date",
         [[1, "BV Phụ sản", "Phú Cường", 300, "2015-11-23"]], ["rows-above-header@6", "totals-row@8", "blank-rows@9", "signature-row@10"], counts=(4, 1, 3),
         said={"signature-row": [PLACE, None, 2]}),
    Case("danh-ba-phong.csv", text(OFFICES), "don_vi:text chuc_vu:text ho_ten:text:name dien_thoai:text:phone",
         [["Văn phòng", "Chánh văn phòng", "Nguyễn Văn A", "0274 3822 001"], ["Phòng Tổng hợp", "Trưởng phòng", None, None],
          ["Phòng Thống kê", "Phó trưởng phòng", "Trần Thị B", None], ["Phòng Quy hoạch", "Trưởng phòng", "Lê Văn C", None]]),
    Case("vi-tri-viec-lam.csv", text("Vị trí;Phòng;Số biên chế\nNgười lập báo cáo;Kế toán;\nChuyên viên;Văn thư;\nLái xe;;1\n"), "vi_tri:text phong:text so_bien_che:integer",
         [["Người lập báo cáo", "Kế toán", None], ["Chuyên viên", "Văn thư", None], ["Lái xe", None, 1]]),
    book("ky-ngay-khong-noi.xlsx", [TITLES, *RECORDS, [None, None, None, DATED], *SIGNERS], COLUMNS, RECORDS, ["signature-row@4"], counts=(5, 2, 3),
         said={"signature-row": [DATED, None, 3]}),
    book("ky-giua-hai-bang.xlsx", [TITLES, RECORDS[0], [None, None, None, PLACE], *SIGNERS, TITLES, RECORDS[1], [3, "C", None, None]], COLUMNS,
         [*RECORDS, [3, "C", None, None]], ["signature-row@3", "repeated-header@6"], counts=(7, 3, 4), said={"signature-row": [PLACE, None, 3]}),
    book("ky-ngay-o-dau.xlsx", [TITLES, *RECORDS, [PLACE], *SIGNERS, [None, "ĐT: 0274 3822 111", None, "(Đã ký)"]], COLUMNS, RECORDS, ["signature-row@4"], counts=(6, 2, 4),
         said={"signature-row": [PLACE, None, 4]}),
]  # fmt: skip

OFFICE: list[list[Any]] = [
    ["UBND TỈNH BÌNH DƯƠNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["SỞ Y TẾ", None, None, "Độc lập - Tự do - Hạnh phúc"],
]
NUMBERED: list[Any] = ["Số: 12/BC-SYT", None, None, f"Bình Dương, {DATED.lower()}"]
FORM: list[list[Any]] = [["Biểu số: 01/TKYT", None, None, "Sở Y tế"], ["Quý I/2024", None, None, "Đơn vị nhận: Cục Thống kê"]]
LABELS: list[list[Any]] = [["Đơn vị:", "Sở Y tế"], ["Kỳ:", "Quý I/2024"]]
TITLE: list[list[Any]] = [["DANH SÁCH CƠ SỞ"], []]


def headed(name: str, above: list[list[Any]], width: int = 4, **more: Any) -> Case:
    """Give a table of few columns below rows that are filled as widely as it is."""
    columns, rows = " ".join(COLUMNS.split()[:width]), [record[:width] for record in RECORDS]
    return book(
        name,
        [*above, TITLES[:width], *rows],
        columns,
        rows,
        [f"rows-above-header@{len(above) + 1}"],
        source={"header_row": len(above) + 1, "tables": None},
        **more,
    )


HEADS = [
    headed("dau-thu-bon-cot.xlsx", [*OFFICE, *TITLE]),
    headed("dau-thu-ba-cot.xlsx", [[row[0], None, row[3]] for row in OFFICE] + TITLE, 3),
    headed("dau-thu-hai-cot.xlsx", [[row[0], row[3]] for row in OFFICE] + TITLE, 2),
    headed("dau-thu-so-ngay.xlsx", [*OFFICE, NUMBERED, *TITLE]),
    headed("dau-thu-chi-so-ngay.xlsx", [NUMBERED, *TITLE]),
    headed("dau-bieu.xlsx", [*FORM, *TITLE]),
    headed("dau-nhan.xlsx", [*LABELS, []]),
    Case("dau-thu.csv", text("UBND TỈNH;CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ;Độc lập - Tự do - Hạnh phúc\n;\nTên;Số\nA;5\nB;7\n"), "ten:text:name so:integer", [["A", 5], ["B", 7]],
         ["rows-above-header@4"], source={"header_row": 4}),
    Case("dau-nhan-khong-cham.csv", text("Tỉnh;Bình Dương\nNăm;2023\nNguồn;Sở Y tế\nSTT;Tên;Xã;Số;Hạng\n1;A;Xã X;5;I\n"), f"{COLUMNS} hang:text", [[1, "A", "Xã X", 5, "I"]],
         ["rows-above-header@4"]),
    # The other side: tables whose first rows only resemble a head.
    Case("dau-khong-phai-so.csv", text("Sở;Số văn bản\nSở Y tế;12\nSở Xây dựng;15\n"), "so:text so_van_ban:integer", [["Sở Y tế", 12], ["Sở Xây dựng", 15]]),
    Case("tieu-de-hai-cham.csv", text("Tên:;Số:\nA;5\nB;7\n"), "ten:text:name so:integer", [["A", 5], ["B", 7]]),
    Case("nhan-la-ban-ghi.csv", text("Mục;Nội dung\nĐơn vị báo cáo: x;Sở Y tế\nKỳ báo cáo: y;Quý I\n"), "muc:text noi_dung:text", [["Đơn vị báo cáo: x", "Sở Y tế"], ["Kỳ báo cáo: y", "Quý I"]]),
]  # fmt: skip
CASES += HEADS
