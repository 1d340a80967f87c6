"""Digits that are labels and no numbers, and what is published otherwise than it is written: each rule on both sides of its border."""

from tests.ingest.corpus_cases.case import Case
from tests.ingest.corpus_cases.guesses import kept
from tests.ingest.corpus_cases.values import one


def rewritten(name: str, title: str, cells: list[str], column: str, values: list, row: int) -> Case:
    """Give a case whose numbers are told to be written otherwise, first in ``row``."""
    return one(name, title, cells, column, values, [f"number-rewritten@{row}|{title}"])


ROOMS = [
    kept("phong-3-20", "Phòng", ["1.10", "2.05", "3.20"], "phong", ["outline-as-text@2|Phòng"]),
    kept("lop-6-10", "Lớp", ["6.10", "7.10"], "lop", ["outline-as-text@2|Lớp"]),
    kept("phien-ban-ba-phan", "Phiên bản", ["1.100.200", "2.100.101"], "phien_ban", ["outline-as-text@2|Phiên bản"]),
    kept("can-ho-mu", "Căn hộ", ["5E-01", "12E-03"], "can_ho", ["outline-as-text@2|Căn hộ"]),
    kept("thu-2-4", "Thứ", ["2,4", "3,5"], "thu", ["outline-as-text@2|Thứ"]),
    kept("nam-cham-thang", "Tháng", ["2024.01", "2024.10"], "thang", ["period-as-text@2|Tháng"]),
    kept("chuyen-dau", "Chuyến đầu", ["5.30", "6.10"], "chuyen_dau", ["period-as-text@2|Chuyến đầu"]),
    kept("le-hoi", "Lễ hội", ["15.1", "20.10"], "le_hoi", ["period-as-text@2|Lễ hội"]),
    one("nam-cham-ti-le", "Năm", ["2024.13", "2024.25"], "nam:decimal", [2024.13, 2024.25]),
    one("phong-so-nguyen", "Phòng", ["101", "102"], "phong:integer", [101, 102]),
    rewritten("chuan-2-20", "Kênh", ["2.10", "2.20"], "kenh:decimal", [2.1, 2.2], 2),
    one("do-2-20", "Nhiệt độ", ["21.10", "22.20"], "nhiet_do:decimal", [21.1, 22.2]),
    one("kenh-2-0", "Kênh", ["2.0", "3.5"], "kenh:decimal", [2.0, 3.5]),
]  # fmt: skip

PERIODS = [
    kept("thang-cham-nam", "Tháng", ["3.2024", "10.2024", "1.2020"], "thang", ["period-as-text@2|Tháng"]),
    kept("nam-hoc-cham", "Năm học", ["2023.2024", "2024.2025"], "nam_hoc", ["period-as-text@2|Năm học"]),
    kept("ngay-cham-thang", "Ngày lễ", ["1.1", "30.4", "10.10"], "ngay_le", ["period-as-text@2|Ngày lễ"]),
    kept("gio-cham-phut", "Giờ khởi hành", ["5.30", "6.10"], "gio_khoi_hanh", ["period-as-text@2|Giờ khởi hành"]),
    one("ngay-cong", "Ngày công", ["20.5", "22.5"], "ngay_cong:decimal", [20.5, 22.5]),
    one("ngay-thang-13", "Ngày", ["1.13", "2.25"], "ngay:decimal", [1.13, 2.25]),
    one("thang-13-nam", "Tháng", ["13.2024", "25.2024"], "thang:decimal", [13.2024, 25.2024]),
    one("thang-don-vi", "Tháng (ha)", ["3.2024", "10.2024"], "thang_ha:decimal", [3.2024, 10.2024], units={"thang_ha": "ha"}),
    one("gio-phut-75", "Giờ đi", ["5.75", "6.25"], "gio_di:decimal", [5.75, 6.25]),
    one("gio-theo-mua", "Kênh", ["5.35", "6.15"], "kenh:decimal", [5.35, 6.15]),
]  # fmt: skip

CODES = [
    kept("dia-chi-mang", "Máy chủ", ["192.168.100.101", "113.161.101.102"], "may_chu", ["code-as-text@2|Máy chủ"]),
    one("ty-khong-la-mang", "Máy chủ", ["192.968.100.101", "113.161.101.102"], "may_chu:integer", [192968100101, 113161101102],
        ["number-rewritten@2|Máy chủ"]),
    one("ty-dong", "Kinh phí", ["192.168.100.101", "113.161.101.102"], "kinh_phi:integer", [192168100101, 113161101102]),
    kept("zalo-cham", "Zalo", ["912.345.678", "908.111.222"], "zalo", ["code-as-text@2|Zalo"]),
    kept("tong-dai", "Tổng đài", ["1900.1230", "1800.5670"], "tong_dai", ["code-as-text@2|Tổng đài"]),
    kept("so-the-cach", "Số thẻ", ["123 456 789", "234 567 890"], "so_the", ["code-as-text@2|Số thẻ"]),
    one("so-the-phat-hanh", "Số thẻ đã phát hành", ["1 234 567", "567 890"], "so_the_da_phat_hanh:integer", [1234567, 567890]),
    rewritten("chin-so-khong-ten", "Nội dung", ["912.345.678", "908.111.222"], "noi_dung:integer", [912345678, 908111222], 2),
    one("dan-so-chin-so", "Dân số", ["112.345.678", "108.111.222"], "dan_so:integer", [112345678, 108111222]),
    kept("mu-khong-ten", "Lô đất đấu giá", ["2E-10", "12E-11"], "lo_dat_dau_gia", ["code-as-text@2|Lô đất đấu giá"]),
    one("mu-nong-do", "Nồng độ", ["2E-10", "1E-11"], "nong_do:decimal", [2e-10, 1e-11]),
    one("mu-co-le", "Nội dung", ["2.5E-10", "1E-11"], "noi_dung:decimal", [2.5e-10, 1e-11]),
]  # fmt: skip

MOMENTS = [
    kept("cap-phoi", "Cấp phối", ["01:03", "01:02"], "cap_phoi"),
    kept("thanh-tich", "Thành tích", ["1:02:30", "0:58:12"], "thanh_tich", ["durations@2|Thành tích"]),
    one("mui-gio-viet-nam", "Thời điểm", ["2025-07-01T00:30:00+07:00"], "thoi_diem:timestamp", ["2025-07-01T00:30:00"]),
]  # fmt: skip

CASES = [*ROOMS, *PERIODS, *CODES, *MOMENTS]
