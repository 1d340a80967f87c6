# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Guesses that need proof, and text that looks like a number: each rule on both sides of its border."""

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.values import bad, one


def kept(name: str, title: str, cells: list[str], column: str, findings: list[str] | None = None, **more) -> Case:
    """Give a case whose column stays as it is written."""
    return one(name, title, cells, f"{column}:text", cells, findings, **more)


BOOLEANS = [
    kept("khi-co-no", "Thông số", ["CO", "NO", "CO"], "thong_so"),
    kept("co-la-thuc-vat", "Loại", ["Cỏ", "Cọ"], "loai"),
    kept("co-lan-co", "Loại", ["Có", "Cỏ", "Không"], "loai"),
    kept("dung-tu-the", "Tư thế", ["Đứng", "Ngồi", "Đứng"], "tu_the"),
    kept("mot-minh-khong", "Ý kiến", ["Không", "Không"], "y_kien"),
    kept("x-khong-ten", "Đối chiếu", ["x", "X"], "doi_chieu"),
    kept("dau-va-x", "Kết quả", ["✓", "x", "✓"], "ket_qua"),
    kept("dau-sao-va-co", "Đạt", ["có", "không", "***"], "dat"),
    kept("co-no-hai-cap", "Tình trạng", ["Có", "No"], "tinh_trang"),
    one("dau-va-cheo", "Kết quả", ["✓", "✗", "✓"], "ket_qua:boolean", [True, False, True]),
    one("yes-no", "Tình trạng", ["Yes", "No"], "tinh_trang:boolean", [True, False]),
    one("co-khong-khong-dau", "Tinh trang", ["co", "khong"], "tinh_trang:boolean", [True, False]),
    one("co-theo-ten", "Có wifi", ["có", "Có"], "co_wifi:boolean", [True, True]),
    Case("co-khong-khai-bao.csv", text("Mục;Đạt\nm1;Co\nm2;có thể\n"), "muc:text dat:boolean", [["m1", True]], ["boolean-unreadable@3|Đạt"], ok=False, counts=(2, 1, 1),
         options={"schema": {"fields": [{"name": "muc"}, {"name": "dat", "type": "boolean"}]}}),
]  # fmt: skip

TIMES = [
    kept("gio-24-00", "Giờ đóng", ["24:00", "22:30"], "gio_dong", ["hours-beyond-day@2|Giờ đóng"]),
    kept("gio-24h", "Giờ đóng", ["21h30", "24h"], "gio_dong", ["hours-beyond-day@3|Giờ đóng"]),
    kept("gio-qua-dem", "Giờ về", ["25:10", "22:30"], "gio_ve", ["hours-beyond-day@2|Giờ về"]),
    one("gio-23-59", "Giờ đóng", ["23:59", "00:00"], "gio_dong:time", ["23:59:00", "00:00:00"]),
    bad("gio-30-10", "Giờ về", "22:30", "30:10", "gio_ve:time", "22:30:00", "time-unreadable"),
    bad("gio-24-75", "Giờ về", "22:30", "24:75", "gio_ve:time", "22:30:00", "time-unreadable"),
    kept("gam-khong-la-gio", "Gói", ["5g", "10g"], "goi"),
    kept("ty-le-doc", "Mái taluy", ["1:20", "1:15"], "mai_taluy"),
    kept("ty-le-gio-dau-0", "Tỷ lệ", ["01:20", "01:15"], "ty_le"),
    kept("ty-so", "Trận đấu", ["2:10", "3:10"], "tran_dau"),
    kept("gio-khong-ten", "Ca", ["7h30", "13h30"], "ca"),
    kept("thoi-luong", "Thời lượng", ["00:45", "01:30"], "thoi_luong", ["durations@2|Thời lượng"]),
    kept("thoi-gian-may-gio", "Thời gian", ["4 giờ", "16 giờ"], "thoi_gian", ["durations@2|Thời gian"]),
    kept("xu-ly-may-gio", "Thời gian xử lý", ["4 giờ", "8 giờ"], "thoi_gian_xu_ly", ["durations@2|Thời gian xử lý"]),
    kept("huong-gio", "Hướng gió", ["5h", "6h"], "huong_gio"),
    one("gio-theo-ten", "Giờ bắt đầu", ["7h", "13h30"], "gio_bat_dau:time", ["07:00:00", "13:30:00"]),
    one("gio-dong-ho", "Ca", ["07:30", "13:30"], "ca:time", ["07:30:00", "13:30:00"], ["times-by-form@2|Ca"]),
]  # fmt: skip

DATES = [
    kept("to-thua-lo", "Tờ - thửa - lô", ["12-05-23", "11-07-25"], "to_thua_lo", ["date-unsure@2|Tờ - thửa - lô"]),
    kept("ngay-hai-so-khong-ten", "Thửa", ["12/05/23", "13/06/24"], "thua", ["date-unsure@2|Thửa"]),
    kept("nam-1203", "Thửa", ["12-05-1203", "12-06-1204"], "thua", ["date-unsure@2|Thửa"]),
    kept("ngay-45-67", "Lô", ["45-67-2023", "12-05-2023"], "lo", ["date-unsure@2|Lô"]),
    one("ngay-bon-so-khong-ten", "Cấp", ["12/05/2023", "13/06/2024"], "cap:date", ["2023-05-12", "2024-06-13"]),
    one("ngay-iso-khong-ten", "Cấp", ["2023-05-12", "2024-06-13"], "cap:date", ["2023-05-12", "2024-06-13"]),
    bad("ngay-kieu-my-mot-o", "Ngày nhận", "25/07/2025", "07/25/2025", "ngay_nhan:date", "2025-07-25", "date-impossible"),
]  # fmt: skip

NUMBERS = [
    kept("muc-luc-1-10", "Số", ["1.1", "1.2", "1.10"], "so", ["outline-as-text@4|Số"]),
    kept("muc-luc-1-9-1-10", "Số", ["1.8", "1.9", "1.10"], "so", ["outline-as-text@4|Số"]),
    kept("phien-ban", "Phiên bản", ["1.0", "2.5"], "phien_ban", ["outline-as-text@2|Phiên bản"]),
    one("so-do-cuoi-0", "Diện tích (ha)", ["1.5", "1.50"], "dien_tich_ha:decimal", [1.5, 1.5]),
    one("so-do-2-10", "Nồng độ", ["1.5", "1.25", "2.10", "1.5"], "nong_do:decimal", [1.5, 1.25, 2.1, 1.5]),
    kept("chu-thich-ngoac", "Chú thích", ["(1)", "(2)"], "chu_thich", ["brackets-kept@2|Chú thích"]),
    kept("ngoac-khong-ro", "Số liệu", ["(12)", "5"], "so_lieu", ["brackets-kept@2|Số liệu"]),
    one("lai-lo-ngoac", "Lãi/lỗ", ["(12)", "5"], "lai_lo:integer", [-12, 5]),
    one("ngoac-so-tien", "Số liệu", ["(1.234,5)", "5.000"], "so_lieu:decimal", [-1234.5, 5000.0]),
    one("mu-am-va-so-dai", "Số", ["1e-7", "1234567890123456789", "-5"], "so:decimal", ["1E-7", "1234567890123456789.0000000", "-5.0000000"]),
    kept("mu-am-qua-xa", "Số", ["1E-30", "1234567890123456789"], "so", ["code-as-text@|Số"]),
    one("mu-nho", "Nồng độ", ["1.5E-10", "0.5"], "nong_do:decimal", [1.5e-10, 0.5]),
]  # fmt: skip

WORDS = [
    one("qua-na", "Cây trồng", ["Cam", "Na", "N/A"], "cay_trong:text", ["Cam", "Na", None], ["null-words@4|Cây trồng", "null-words-kept@3|Cây trồng"]),
    kept("gach-trong-cot-chu", "Ghi chú", ["tốt", "-", "none"], "ghi_chu", ["null-words-kept@3|Ghi chú"]),
    kept("ton-giao-khong-co", "Tôn giáo", ["Không có", "Phật giáo"], "ton_giao", ["null-words-kept@2|Tôn giáo"]),
    one("na-trong-cot-so", "Diện tích", ["2", "Na", "3"], "dien_tich:integer", [2, None, 3], ["null-words@3|Diện tích"]),
    one("gach-trong-cot-ma", "Ký hiệu", ["001", "-", "003"], "ky_hieu:text", ["001", None, "003"], ["leading-zeros-kept@2|Ký hiệu", "null-words@3|Ký hiệu"]),
    one("gach-trong-cot-ngay", "Ngày cấp", ["25/03/2023", "-"], "ngay_cap:date", ["2023-03-25", None], ["null-words@3|Ngày cấp"]),
    one("null-cua-may", "Số ghế", ["500", "\\N", "320"], "so_ghe:integer", [500, None, 320], ["null-words@3|Số ghế"]),
    Case("gach-khai-bao.csv", text("Mục;Ghi chú\nm1;-\nm2;Na\n"), "muc:text ghi_chu:text", [["m1", None], ["m2", "Na"]], ["null-words-kept@3|Ghi chú"],
         options={"schema": {"fields": [{"name": "muc"}, {"name": "ghi_chu"}], "missingValues": ["-"]}}),
]  # fmt: skip

UNITS = [
    one("don-vi-trong-o", "Diện tích", ["12,5 ha", "1.200,5 ha"], "dien_tich:decimal", [12.5, 1200.5], ["units-in-cells@|Diện tích"], units={"dien_tich": "ha"}),
    one("don-vi-m2-trong-o", "Diện tích (m2)", ["15 m²", "3 m2"], "dien_tich_m2:integer", [15, 3], ["units-in-cells@|Diện tích (m2)"], units={"dien_tich_m2": "m2"}),
    one("gam-theo-ten", "Khối lượng", ["5g", "10g"], "khoi_luong:integer", [5, 10], ["units-in-cells@|Khối lượng"], units={"khoi_luong": "g"}),
    kept("don-vi-trong-o-lan-lon", "Diện tích", ["12 ha", "3 m2"], "dien_tich", ["units-mixed@2|Diện tích"]),
    kept("don-vi-khac-ten", "Diện tích (ha)", ["12 m2", "3 m2"], "dien_tich_ha", ["units-mixed@3|Diện tích (ha)"]),
    kept("don-vi-thieu-o", "Diện tích", ["12 ha", "3 ha", "5"], "dien_tich", ["column-mixed@4|Diện tích"]),
    kept("lop-5a", "Lớp", ["5A", "6A"], "lop"),
    kept("co-5m", "Cỡ", ["5M", "6M"], "co"),
]  # fmt: skip

CASES = [*BOOLEANS, *TIMES, *DATES, *NUMBERS, *WORDS, *UNITS]
