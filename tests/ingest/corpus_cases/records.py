# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Rows that are records, cells and titles with what nobody sees, look-alike letters, codes that almost tell records apart."""

from tests.ingest.corpus_cases.case import Case, text

NAMED = "ten:text:name so:integer"


def table(name: str, lines: str, columns: str, rows: list, findings: list[str] | None = None, **more) -> Case:
    """Give a case of a text table."""
    return Case(f"{name}.csv", text(lines), columns, rows, findings or [], **more)


ROWS = [
    table("ban-ghi-1-a-2-3", "STT;Khối;Lớp;Bàn\n1;A;2;3\n2;B;4;48\n", "stt:integer khoi:text lop:integer ban:integer", [[1, "A", 2, 3], [2, "B", 4, 48]]),
    table("ban-ghi-1-a-b", "STT;Nhóm;Loại\n1;A;B\n2;B;A\n", "stt:integer nhom:text loai:text", [[1, "A", "B"], [2, "B", "A"]]),
    table("ban-ghi-a-1-2-3", "Lớp;Bàn;Ghế;Cửa\nA;1;2;3\nB;20;40;2\n", "lop:text ban:integer ghe:integer cua:integer", [["A", 1, 2, 3], ["B", 20, 40, 2]]),
    table("ban-ghi-1-2-3", "STT;Lớp;Bàn\n1;2;3\n2;20;40\n", "stt:integer lop:integer ban:integer", [[1, 2, 3], [2, 20, 40]]),
    table("danh-so-1-2-3", "STT;Tên;Số\n1;2;3\n1;Chợ Thủ;5\n", "stt:integer ten:text:name so:integer", [[1, "Chợ Thủ", 5]], ["numbering-row@2"], counts=(2, 1, 1)),
    table("danh-so-a-b-1", "STT;Tên;Số\nA;B;1\n1;Chợ Thủ;5\n", "stt:integer ten:text:name so:integer", [[1, "Chợ Thủ", 5]], ["numbering-row@2"], counts=(2, 1, 1)),
    table("danh-so-toan-so", "STT;Nam;Nữ\n1;2;3\n1;20;30\n", "stt:integer nam:integer nu:integer", [[1, 20, 30]], ["numbering-row@2"], counts=(2, 1, 1)),
    table("danh-so-ngoac-vuong", "Mã;Tên;Số\n[1];[2];[3]\nM1;Chợ Thủ;5\n", "ma:text:key ten:text:name so:integer", [["M1", "Chợ Thủ", 5]], ["numbering-row@2"], counts=(2, 1, 1)),
    table("danh-so-toan-chu", "Mã;Tên;Số\nA;B;C\nM1;Chợ Thủ;5\n", "ma:text:key ten:text:name so:integer", [["M1", "Chợ Thủ", 5]], ["numbering-row@2"], counts=(2, 1, 1)),
    table("danh-so-giu-lai", "STT;Tên;Số\n(1);(2);(3)\n1;Chợ Thủ;5\n", "stt:text ten:text:name so:text", [["(1)", "(2)", "(3)"], ["1", "Chợ Thủ", "5"]],
          ["brackets-kept@2|STT", "brackets-kept@2|Số"], options={"records": "numbering-row"}),
    table("tong-giu-lai", "Tên;Số\nA;5\nTổng cộng;5\n", NAMED, [["A", 5], ["Tổng cộng", 5]], options={"records": "numbering-row,totals-row"}),
    table("trong-do", "Tên;Số\nDĩ An;5\nTrong đó: nữ;2\nTrong Sạch;3\n", "ten:text:name so:integer", [["Dĩ An", 5], ["Trong đó: nữ", 2], ["Trong Sạch", 3]], ["part-row@3"]),
    table("nhom-hai-cot", "Tên;Số\nKHU VỰC 1;\nA;5\nB;\nNhóm 2;\nC;6\n", NAMED, [["KHU VỰC 1", None], ["A", 5], ["B", None], ["Nhóm 2", None], ["C", 6]], ["section-kept@2"]),
    table("hang-total", "Tên;Phường;Số\nA;Dĩ An;4\nTotal;Thuận An;6\nB;Bến Cát;8\n", "ten:text:name phuong:text:unit_name so:integer",
          [["A", "Dĩ An", 4], ["Total", "Thuận An", 6], ["B", "Bến Cát", 8]], ["total-kept@3", "unit-list@|Phường"]),
    table("hang-total-hai-cot", "Tên;Số\nA;5\nTotal;6\nB;7\n", NAMED, [["A", 5], ["Total", 6], ["B", 7]], ["total-kept@3"]),
    table("total-la-tong", "Tên;Số\nA;5\nB;7\nTotal;12\n", NAMED, [["A", 5], ["B", 7]], ["totals-row@4"], counts=(3, 2, 1)),
    table("tong-cong-sai", "Tên;Số\nA;5\nB;7\nTổng;13\n", NAMED, [["A", 5], ["B", 7]], ["totals-row@4"], counts=(3, 2, 1)),
    table("cong-giua", "Tên;Số\nA;5\nB;7\nCộng;12\nC;1\nD;2\nCộng;3\nE;9\n", NAMED, [["A", 5], ["B", 7], ["C", 1], ["D", 2], ["E", 9]], ["totals-row@4"], counts=(7, 5, 2)),
    table("cong-cong-cong", "Tên;Số\nCống;5\nCổng;7\nCông;6\n", NAMED, [["Cống", 5], ["Cổng", 7], ["Công", 6]]),
]  # fmt: skip

CELLS = [
    table("dau-bang", 'Mã;Tên\n="00123";A\n="00124";B\n', "ma:text:key ten:text:name", [["00123", "A"], ["00124", "B"]], ["formula-text@2|Mã"]),
    table("dau-bang-trong-ngoac", 'Mã;Tên\n"=""00123""";A\n', "ma:text:key ten:text:name", [["00123", "A"]], ["formula-text@2|Mã"]),
    table("dau-bang-la-phep-tinh", "Mã;Ghi chú\nA1;=A1+B1\n", "ma:text:key ghi_chu:text", [["A1", "=A1+B1"]]),
    table("nhay-don", "Mã;Tên\n'00123;'Tám\n'00124;O'Hara\n", "ma:text:key ten:text:name", [["00123", "'Tám"], ["00124", "O'Hara"]], ["quote-mark-removed@2|Mã"]),
    table("chu-rong", "Mã;Tên\nＡＢ１２;中文ＡＢ\nAB13;x\n", "ma:text:key ten:text:name", [["AB12", "中文AB"], ["AB13", "x"]], ["letters-lookalike@2|Mã", "letters-lookalike@2|Tên"]),
    table("chu-iceland", "Mã;Tên\nA1;Garðabær\nA2;Ðông Hòa\n", "ma:text:key ten:text:name", [["A1", "Garðabær"], ["A2", "Đông Hòa"]], ["letters-lookalike@3|Tên"]),
    table("khong-do-rong", "Mã;Tên\nA01;x\n\ufeffA02;y\nA03\u200b;z\n", "ma:text:key ten:text:name", [["A01", "x"], ["A02", "y"], ["A03", "z"]], ["invisible-removed@3|Mã"]),
    table("gia-dinh", "Mã;Ghi chú\nA1;👨‍👩‍👧\n", "ma:text:key ghi_chu:text", [["A1", "👨‍👩‍👧"]]),
    table("cach-truoc-ngoac", 'Mã, Tên, Số\nA1, "Chợ Gò, khu B", 120\nA2, "Chợ Mới", 45\n', "ma:text:key ten:text:name so:integer", [["A1", "Chợ Gò, khu B", 120], ["A2", "Chợ Mới", 45]]),
    table("cach-khong-ngoac", "Mã, Tên\nA1, B\n", "ma:text:key ten:text:name", [["A1", "B"]], ["spaces-trimmed@2|Tên"]),
    table("tieu-de-la-thang", "Trạm;Huyện;01/01/2025;01/02/2025\nA;X;5;6\nB;Y;6;7\n", "tram:text huyen:text cot_01_01_2025:integer cot_01_02_2025:integer",
          [["A", "X", 5, 6], ["B", "Y", 6, 7]], ["titles-dates@1"]),
    table("khong-tieu-de-co-ngay", "A;01/01/2025;02/03/2024\nB;02/01/2025;06/07/2024\n", "", [], ["header-missing@1"], ok=False, counts=(0, 0, 0)),
    table("chu-eth", "Mã;Tên\nA1;Ðông Hòa\nA2;Mặt ðất\n", "ma:text:key ten:text:name", [["A1", "Đông Hòa"], ["A2", "Mặt đất"]], ["letters-lookalike@2|Tên"]),
    table("chu-nga-lan", "Mã;Tên\nA1;Тân Uyên\nA2;Москва\n", "ma:text:key ten:text:name", [["A1", "Tân Uyên"], ["A2", "Москва"]], ["letters-lookalike@2|Tên"]),
    table("ma-giong-nhau", "Mã;Tên\nA-03;x\nA–03;y\nA-04;z\n", "ma:text:key ten:text:name", [["A-03", "x"], ["A–03", "y"], ["A-04", "z"]], ["codes-look-alike@3|Mã"]),
    table("gan-khoa", "Mã;Tên\n" + "".join(f"A{at};x\n" for at in range(9)) + "A1;y\n", "ma:text ten:text:name", [*([f"A{at}", "x"] for at in range(9)), ["A1", "y"]], ["key-almost@11|Mã"]),
    table("phuong-kem-quan", "Tên;Phường/Xã\nA;Phường Hiệp Thành, TP. Thủ Dầu Một\nB;Xã An Bình, huyện Phú Giáo\n", "ten:text:name phuong_xa:text:unit_name",
          [["A", "Phường Hiệp Thành, TP. Thủ Dầu Một"], ["B", "Xã An Bình, huyện Phú Giáo"]], ["unit-list@|Phường/Xã"]),
]  # fmt: skip

MONTHS = "Trạm;" + ";".join(map(str, range(1, 13)))
YEAR = [5, 8, 6, 9, 7, 7, 3, 2, 9, 8, 1, 4]

HEADERS = [
    table("danh-so-co-phep-tinh", "TT;Xã;Kế hoạch;Thực hiện;Tỷ lệ\nA;B;1;2;3=2/1*100\n1;X;5;6;120\n2;Y;6;9;150\n", "tt:integer xa:text ke_hoach:integer thuc_hien:integer ty_le:integer",
          [[1, "X", 5, 6, 120], [2, "Y", 6, 9, 150]], ["numbering-row@2"], counts=(3, 2, 1)),
    table("danh-so-ngoac-phep-tinh", "TT;Xã;Kế hoạch;Thực hiện;Tỷ lệ\n(1);(2);(3);(4);(5)=(4)/(3)\n1;X;5;6;120\n", "tt:integer xa:text ke_hoach:integer thuc_hien:integer ty_le:integer",
          [[1, "X", 5, 6, 120]], ["numbering-row@2"], counts=(2, 1, 1)),
    table("phep-tinh-la-ban-ghi", "TT;Công thức;Kết quả\n1;A=B+C;5\n2;B=A-C;6\n", "tt:integer cong_thuc:text ket_qua:integer", [[1, "A=B+C", 5], [2, "B=A-C", 6]]),
    table("tieu-de-12-thang", f"{MONTHS}\nA;{';'.join(map(str, YEAR))}\n", "tram:text " + " ".join(f"cot_{at}:integer" for at in range(1, 13)), [["A", *YEAR]], ["titles-counted@1"]),
    table("tieu-de-t1-t2", "Trạm;T1;T2;Cả năm\nA;5;6;11\nB;7;8;15\n", "tram:text t1:integer t2:integer ca_nam:integer", [["A", 5, 6, 11], ["B", 7, 8, 15]], ["titles-counted@1"]),
    table("tieu-de-4-quy-danh-so", "Trạm;1;2;3;4\nA;1;2;3;4\nTrạm Một;10;20;30;40\n", "tram:text cot_1:integer cot_2:integer cot_3:integer cot_4:integer", [["Trạm Một", 10, 20, 30, 40]],
          ["titles-counted@1", "numbering-row@2"], counts=(2, 1, 1)),
    table("khong-tieu-de-dem-tiep", "A;1;2;3;4\nB;5;6;7;8\n", "", [], ["header-missing@1"], ok=False, counts=(0, 0, 0)),
    table("khong-tieu-de-tu-2", "A;2;3;4;5\nB;5;9;7;8\n", "", [], ["header-missing@1"], ok=False, counts=(0, 0, 0)),
    table("khong-tieu-de-ba-so", "A;1;2;3\nB;5;9;7\n", "", [], ["header-missing@1"], ok=False, counts=(0, 0, 0)),
    table("khong-tieu-de-dem-dau", "1;2;3;4;A\n5;9;7;8;B\n", "", [], ["header-missing@1"], ok=False, counts=(0, 0, 0)),
]  # fmt: skip

CASES = [*ROWS, *CELLS, *HEADERS]
