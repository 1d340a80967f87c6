# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""What is lost or shown otherwise between a program and its file: damaged letters, escaped quotes, formats that show codes, places in other spellings."""

import datetime as dt

from tests.ingest.corpus_cases.axes import pairs
from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.formats import formatted
from tests.ingest.corpus_cases.places import BOX, degrees
from tests.ingest.corpus_cases.records import table
from tests.ingest.corpus_cases.values import one
from tests.ingest.corpus_cases.workbooks import book

NAMED = "ma:text:key ten:text:name"
YEARS = "ten:text:name so:integer nam:integer"
SCORES = [["Trận", "Tỷ số"], ["A-B", dt.date(2024, 1, 3)], ["C-D", dt.date(2024, 2, 1)]]

LETTERS = [
    table("chu-da-hong", "Mã;Tên\n001;Th\ufffd D\ufffdu\n002;An\n", NAMED, [["001", "Th\ufffd D\ufffdu"], ["002", "An"]], ["text-damaged@2|Tên"]),
    table("chu-hy-lap-lan", "Mã;Tên\nΑB1;Δ10\nA2;5 μg\n", NAMED, [["AB1", "Δ10"], ["A2", "5 μg"]], ["letters-lookalike@2|Mã"]),
    table("chu-hy-lap", "Mã;Tên\nA1;ΑΘΗΝΑ\nA2;Ω5\n", NAMED, [["A1", "ΑΘΗΝΑ"], ["A2", "Ω5"]]),
    Case("nhay-gach-cheo.csv", text('Mã,Tên\n001,"Quán \\"Lá\\" 5"\n002,"C:\\dl"\n'), NAMED, [["001", 'Quán "Lá" 5'], ["002", "C:\\dl"]]),
    Case("gach-cheo-cuoi-o.csv", text('Mã,Tên\n001,"C:\\"\n002,"D:\\"\n'), NAMED, [["001", "C:\\"], ["002", "D:\\"]]),
]  # fmt: skip

FOOTERS = [
    table("chu-thich-sao", "Tên;Số;Năm\nA;5;2020\nB;7;2021\n(*) Ước tính;;\n", YEARS, [["A", 5, 2020], ["B", 7, 2021]], ["section-row@4"], counts=(3, 2, 1)),
    table("dong-cuoi-mot-o", "Tên;Số;Năm\nA;5;2020\nB;7;2021\nTính đến cuối năm;;\n", YEARS, [["A", 5, 2020], ["B", 7, 2021], ["Tính đến cuối năm", None, None]], ["section-kept@4"]),
    table("dong-giua-mot-o", "Tên;Số;Năm\nA;5;2020\nB;;\nC;7;2021\n", YEARS, [["A", 5, 2020], ["B", None, None], ["C", 7, 2021]]),
    table("sao-khach-san", "Tên;Số;Năm\n*** Sao Mai;5;2020\nB;7;2021\n", YEARS, [["*** Sao Mai", 5, 2020], ["B", 7, 2021]]),
]  # fmt: skip

SHOWN = [
    book("ma-co-gach.xlsx", [["Mã", "Tên"], [123456, "A"], [7, "B"]], NAMED, [["123-456", "A"], ["000-007", "B"]], ["zeros-from-format@|Mã"], formatted("000-000", "A2", "A3")),
    book("ma-dai-hon-mau.xlsx", [["Mã", "Tên"], [12345678, "A"], [7, "B"]], NAMED, [["1234.56.78", "A"], ["00.00.07", "B"]], ["zeros-from-format@|Mã"], formatted('00"."00"."00', "A2", "A3")),
    book("so-quyet-dinh.xlsx", [["Số QĐ", "Tên"], [12, "A"], [7, "B"]], "so_qd:text ten:text:name", [["12/QĐ-UBND", "A"], ["7/QĐ-UBND", "B"]], ["zeros-from-format@|Số QĐ"], formatted('0"/QĐ-UBND"', "A2", "A3")),
    book("mat-do-mg-l.xlsx", [["Tên", "Số"], ["A", 12], ["B", 7]], "ten:text:name so:integer", [["A", 12], ["B", 7]], ["unit-from-format@2|Số"], formatted('0" mg/l"', "B2", "B3"), units={"so": "mg/l"}),
    book("ty-so-thanh-ngay.xlsx", SCORES, "tran:text ty_so:date", [["A-B", "2024-01-03"], ["C-D", "2024-02-01"]], ["turned-by-excel@2|Tỷ số"]),
]  # fmt: skip

PLACES = [
    degrees("do-phut-giay-gach-nguyen", "Vĩ độ;Kinh độ", ["A;10-58-49,44;106-39-4,32", "B;11-00-00;106-42-00"], "vi_do:decimal:latitude kinh_do:decimal:longitude",
            [["A", 10.9804, 106.6512], ["B", 11.0, 106.7]], ["dms-read@|Vĩ độ", "dms-read@|Kinh độ"], geometry=BOX),
    pairs("cap-chu-khong-do", "10.9804N, 106.6512E", "11.000N, 106.700E"),
    pairs("cap-dms-gach", "10-58-49.44N, 106-39-4.32E", "11-0-0N, 106-42-0E"),
    pairs("cap-dms-d", "10d58'49.44\"N, 106d39'4.32\"E", "11d0'0\"N, 106d42'0\"E"),
    pairs("cap-noi-gach", "10,9804 - 106,6512", "11,000 - 106,700"),
    one("ma-huong", "Ô", ["5N, 6E", "7N, 8E"], "o:text", ["5N, 6E", "7N, 8E"]),
    degrees("toa-do-khong-doc", "Toạ độ", ["A;QL13 km 12 số 45", "B;QL14 km 10 số 20"], "toa_do:text", [["A", "QL13 km 12 số 45"], ["B", "QL14 km 10 số 20"]], ["position-implausible@|Toạ độ"]),
    degrees("toa-do-la-loi", "Toạ độ", ["A;gần chợ", "B;sau đình"], "toa_do:text", [["A", "gần chợ"], ["B", "sau đình"]]),
]  # fmt: skip

CASES = [*LETTERS, *FOOTERS, *SHOWN, *PLACES]
