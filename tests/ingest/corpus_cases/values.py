# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Numbers, dates, codes, words: one rule a file."""

import unicodedata

from tests.ingest.corpus_cases.case import Case, text


def one(name: str, title: str, cells: list[str], column: str, values: list, findings: list[str] | None = None, **more) -> Case:
    """Give a case of one column beside a column of labels."""
    body = "\n".join(f"m{at};{cell}" for at, cell in enumerate(cells, start=1))
    rows = [[f"m{at}", value] for at, value in enumerate(values, start=1)]
    rows = more.pop("rows", rows)
    return Case(f"{name}.csv", text(f"Mục;{title}\n{body}\n"), f"muc:text {column}", rows, findings or [], **more)


def bad(name: str, title: str, good: str, wrong: str, column: str, value, code: str) -> Case:
    """Give a case of twelve good cells and one wrong one, in row 14."""
    cells = [good] * 12 + [wrong]
    rows = [[f"m{at}", value] for at in range(1, 13)]
    return one(name, title, cells, column, [], [f"{code}@14|{title}"], rows=rows, ok=False, counts=(13, 12, 1))


NUMBERS = [
    one("so-nguyen", "Số lượng", ["5", "0", "-12"], "so_luong:integer", [5, 0, -12]),
    one("so-nguyen-nghin-cham", "Số lượng", ["1.234.567", "12", "3.000"], "so_luong:integer", [1234567, 12, 3000]),
    one("so-nguyen-nghin-phay", "Số lượng", ["1,234,567", "12", "3,000"], "so_luong:integer", [1234567, 12, 3000]),
    one("so-nguyen-nghin-cach", "Số lượng", ["1 234 567", "12", "3 000"], "so_luong:integer", [1234567, 12, 3000]),
    one("so-le-phay", "Nồng độ", ["10,98", "0,5", "1.234,5"], "nong_do:decimal", [10.98, 0.5, 1234.5]),
    one("so-le-cham", "Nồng độ", ["10.98", "0.5", "1,234.5"], "nong_do:decimal", [10.98, 0.5, 1234.5]),
    one("so-le-ba-chu-so-co-khong", "Nồng độ", ["0.125", "1.250"], "nong_do:decimal", [0.125, 1.25]),
    one("so-khong-ro", "Nồng độ", ["1.234", "5.678"], "nong_do:text", ["1.234", "5.678"], ["number-ambiguous@2|Nồng độ"]),
    one("so-hai-kieu", "Nồng độ", ["10,98", "1,234.5"], "nong_do:text", ["10,98", "1,234.5"], ["number-style-mixed@2|Nồng độ"]),
    one("so-theo-don-vi", "Dân số (người)", ["1.234", "5.678"], "dan_so_nguoi:integer", [1234, 5678], ["number-style-by-unit@2|Dân số (người)"]),
    one("so-am-ke-toan", "Chênh lệch", ["(5)", "7", "−3"], "chenh_lech:integer", [-5, 7, -3]),
    one("so-phan-tram", "Tỷ lệ", ["12,5%", "100%"], "ty_le:decimal", [0.125, 1.0], ["percent-read@|Tỷ lệ"]),
    one("so-phan-tram-lan-lon", "Tỷ lệ", ["12,5%", "50"], "ty_le:text", ["12,5%", "50"], ["percent-mixed@3|Tỷ lệ"]),
    one("so-mu", "Giá trị", ["1,2E+05", "3,5"], "gia_tri:decimal", [120000.0, 3.5]),
    one("so-15-chu-so", "Giá trị", ["12345678901234,567", "1,5"], "gia_tri:decimal", ["12345678901234.567", "1.500"]),
    one("so-qua-dai", "Giá trị", ["1234567890123456789012", "1"], "gia_tri:text", ["1234567890123456789012", "1"], ["code-as-text@|Giá trị"]),
    one("so-lan-chu", "Giá trị", ["5", "6", "bảy", "tám"], "gia_tri:text", ["5", "6", "bảy", "tám"], ["column-mixed@4|Giá trị"]),
    bad("so-mot-o-chu", "Giá trị", "5", "năm", "gia_tri:integer", 5, "number-unreadable"),
    one("so-nam", "Năm", ["2019", "2020"], "nam:integer", [2019, 2020]),
    one("dung-sai-mot-o-la", "Đạt", [*["có"] * 12, "có thể"], "dat:text:category", [*["có"] * 12, "có thể"], ["column-mixed@14|Đạt"]),
    one("don-vi-tinh", "Diện tích (ha)", ["1,5", "2,5"], "dien_tich_ha:decimal", [1.5, 2.5], units={"dien_tich_ha": "ha"}),
    one("don-vi-tinh-dvt", "Tổng vốn (ĐVT: triệu đồng)", ["1.500,5", "2,5"], "tong_von_dvt_trieu_dong:decimal", [1500.5, 2.5],
        units={"tong_von_dvt_trieu_dong": "triệu đồng"}),
    one("don-vi-tinh-la", "Công suất (ĐVT: MWp)", ["1,5", "2,5"], "cong_suat_dvt_mwp:decimal", [1.5, 2.5], units={"cong_suat_dvt_mwp": "MWp"}),
    one("don-vi-tinh-vuong", "Tỷ lệ [%]", ["12,5", "50"], "ty_le:decimal", [12.5, 50.0], units={"ty_le": "%"}),
    one("khong-phai-don-vi", "Số tầng (nếu có)", ["1", "2"], "so_tang_neu_co:integer", [1, 2], units={}),
    one("so-trong", "Giá trị", ["5", "-", "không có", "N/A", "7"], "gia_tri:integer", [5, None, None, None, 7], ["null-words@3|Giá trị"]),
]  # fmt: skip

DATES = [
    one("ngay-vn", "Ngày cấp", ["05/03/2023", "31/12/2024"], "ngay_cap:date", ["2023-03-05", "2024-12-31"]),
    one("ngay-khong-so-0", "Ngày cấp", ["1/7/2025", "15/7/2025"], "ngay_cap:date", ["2025-07-01", "2025-07-15"]),
    one("ngay-gach-ngang", "Ngày cấp", ["05-03-2023", "31-12-2024"], "ngay_cap:date", ["2023-03-05", "2024-12-31"]),
    one("ngay-cham", "Ngày cấp", ["05.03.2023", "31.12.2024"], "ngay_cap:date", ["2023-03-05", "2024-12-31"]),
    one("ngay-iso", "Ngày cấp", ["2023-03-05", "2024-12-31"], "ngay_cap:date", ["2023-03-05", "2024-12-31"]),
    one("ngay-kieu-my", "Ngày cấp", ["03/25/2023", "12/01/2024"], "ngay_cap:date", ["2023-03-25", "2024-12-01"], ["date-month-first@|Ngày cấp"]),
    one("ngay-khong-ro-thu-tu", "Ngày cấp", ["05/03/2023", "01/07/2025"], "ngay_cap:date", ["2023-03-05", "2025-07-01"], ["date-order-assumed@|Ngày cấp"]),
    one("ngay-bang-chu", "Ngày cấp", ["ngày 5 tháng 3 năm 2023", "ngày 1 tháng 7 năm 2025"], "ngay_cap:date", ["2023-03-05", "2025-07-01"]),
    one("ngay-nam-hai-so", "Ngày cấp", ["25/03/23", "31/12/98"], "ngay_cap:date", ["2023-03-25", "1998-12-31"], ["date-short-year@2|Ngày cấp"]),
    one("ngay-sai", "Ngày cấp", ["28/02/2023", "31/02/2023"], "ngay_cap:date", [], ["date-impossible@3|Ngày cấp"],
        rows=[["m1", "2023-02-28"]], ok=False, counts=(2, 1, 1)),
    one("ngay-29-thang-2", "Ngày cấp", ["29/02/2024", "29/02/2023"], "ngay_cap:date", [], ["date-impossible@3|Ngày cấp"],
        rows=[["m1", "2024-02-29"]], ok=False, counts=(2, 1, 1)),
    bad("ngay-mot-o-chu", "Ngày cấp", "25/03/2023", "sắp cấp", "ngay_cap:date", "2023-03-25", "date-unreadable"),
    one("ngay-gio", "Thời điểm", ["25/03/2023 14:30", "01/07/2025 07:05:09"], "thoi_diem:timestamp", ["2023-03-25T14:30:00", "2025-07-01T07:05:09"]),
    one("ngay-gio-iso-mui-gio", "Thời điểm", ["2025-07-01T00:30:00Z", "2025-07-01T07:05:09+07:00"], "thoi_diem:timestamp",
        ["2025-07-01T07:30:00", "2025-07-01T07:05:09"], ["time-zone-converted@2|Thời điểm"]),
    one("ty-le-ban-do", "Tỷ lệ bản đồ", ["1:50", "1:25"], "ty_le_ban_do:text", ["1:50", "1:25"]),
    one("gio", "Mở", ["7h30", "14:05", "8 giờ"], "mo:time", ["07:30:00", "14:05:00", "08:00:00"]),
    bad("gio-mot-o-chu", "Mở", "7h30", "sáng sớm", "mo:time", "07:30:00", "time-unreadable"),
    one("ngay-so-thu-tu", "Ngày cấp", ["44990", "45839"], "ngay_cap:date", ["2023-03-05", "2025-07-01"], ["date-serial@|Ngày cấp"]),
    one("gio-mo-cua-la-chu", "Giờ mở cửa", ["7h-17h", "24/24"], "gio_mo_cua:text:opening_hours", ["7h-17h", "24/24"]),
    one("thang-nam-la-chu", "Kỳ", ["03/2023", "04/2023"], "ky:text", ["03/2023", "04/2023"]),
]  # fmt: skip

CODES = [
    one("ma-so-0", "Mã", ["00718", "00719"], "ma:text:key", ["00718", "00719"]),
    one("ma-khong-so-0", "Mã", ["718", "719"], "ma:text:key", ["718", "719"], ["code-as-text@|Mã"]),
    one("ma-lap-lai-khong-phai-khoa", "Mã nhóm", ["A1", "A1"], "ma_nhom:text", ["A1", "A1"]),
    one("ma-so-thue", "Mã số thuế", ["3700123456", "3700123456-001"], "ma_so_thue:text:key", ["3700123456", "3700123456-001"]),
    one("ma-so-thue-so-0", "MST", ["0301234567", "3700123456"], "mst:text:key", ["0301234567", "3700123456"]),
    one("ma-buu-chinh", "Mã bưu chính", ["075000", "820000"], "ma_buu_chinh:text:key", ["075000", "820000"]),
    one("so-0-dau-khong-ten", "Ký hiệu", ["0012", "1234"], "ky_hieu:text", ["0012", "1234"], ["leading-zeros-kept@2|Ký hiệu"]),
    one("dien-thoai", "Điện thoại", ["0274 3822 111", "0908.123.456", "+84908123456"], "dien_thoai:text:phone",
        ["0274 3822 111", "0908.123.456", "+84908123456"]),
    one("sdt-hai-so", "SĐT", ["02743822111 - 0908123456", "0908123456"], "sdt:text:phone", ["02743822111 - 0908123456", "0908123456"]),
    one("cccd", "Số CCCD", ["074095001234", "074195001234"], "so_cccd:text:key", ["074095001234", "074195001234"]),
    one("so-nha", "Số nhà", ["12", "15A", "16/2"], "so_nha:text:address", ["12", "15A", "16/2"]),
    one("cong-thuc-la-chu", "Ghi chú", ["=HYPERLINK(1)", "@SUM(1)", "+cmd"], "ghi_chu:text", ["=HYPERLINK(1)", "@SUM(1)", "+cmd"]),
]  # fmt: skip

WORDS = [
    one("co-khong", "Có bãi xe", ["có", "Không", "CÓ"], "co_bai_xe:boolean", [True, False, True]),
    one("co-khong-co", "Có điện", ["Có", "Không có", "Chưa có", "Có"], "co_dien:boolean", [True, False, False, True]),
    one("dung-sai", "Đạt", ["đúng", "sai", "đúng"], "dat:boolean", [True, False, True]),
    one("dau-x", "Có bãi xe", ["x", "", "X"], "co_bai_xe:boolean", [True, None, True], ["boolean-blank@|Có bãi xe"]),
    one("mot-khong", "Đạt", ["1", "0", "1"], "dat:integer", [1, 0, 1]),
    one("loai-hinh", "Loại", ["A", "B"] * 6, "loai:text:category", ["A", "B"] * 6),
    one("khoang-trang", "Loại", ["  A ", "B"], "loai:text", ["A", "B"], ["spaces-trimmed@2|Loại"]),
    one("chu-to-hop", "Loại", [unicodedata.normalize("NFD", "Thủ Dầu Một"), "B"], "loai:text", ["Thủ Dầu Một", "B"], ["text-composed@2|Loại"]),
    one("cot-trong", "Ghi chú", ["", ""], "ghi_chu:text", [None, None], ["column-empty@|Ghi chú"]),
    one("don-vi-cu", "Phường", ["Phường Phú Cường", "P. Hiệp Thành", "Phú Hòa"], "phuong:text:unit_name",
        ["Phường Phú Cường", "P. Hiệp Thành", "Phú Hòa"], ["unit-list@|Phường"]),
    one("don-vi-la", "Phường", ["Phường Phú Cường", "Phường Hiệp Thành", "Phường Không Có Thật"], "phuong:text:unit_name",
        ["Phường Phú Cường", "Phường Hiệp Thành", "Phường Không Có Thật"], ["unit-list@|Phường", "unit-unknown@4|Phường"]),
    one("ma-don-vi", "Mã xã", ["25741", "25747"], "ma_xa:text:unit_code", ["25741", "25747"], ["code-as-text@|Mã xã", "unit-list@|Mã xã"]),
]  # fmt: skip

CASES = [*NUMBERS, *DATES, *CODES, *WORDS]
