# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Where the table stands in its file: delimiters, encodings, titles, headers, totals."""

import unicodedata

from tests.ingest.corpus_cases.case import Case, text

PLAIN = "Tên;Số\nChợ Thủ;5\nChợ Búng;7\n"
PLAIN_COLUMNS = "ten:text:name so:integer"
PLAIN_ROWS = [["Chợ Thủ", 5], ["Chợ Búng", 7]]

LONG = "Tên;Địa chỉ\nTrạm y tế phường Phú Cường;Đường Thích Quảng Đức\nBệnh viện đa khoa tỉnh;Đường Phạm Ngọc Thạch\nChợ Thủ Dầu Một;Đường Bạch Đằng\n"
LONG_COLUMNS = "ten:text:name dia_chi:text:address"
LONG_ROWS = [line.split(";") for line in LONG.splitlines()[1:]]


def plain(name: str, content: bytes, findings: list[str] | None = None, **more) -> Case:
    """Give a case of the small market table in another dress."""
    return Case(name, content, PLAIN_COLUMNS, PLAIN_ROWS, findings or [], **more)


def long(name: str, content: bytes, findings: list[str], **more) -> Case:
    """Give a case of the address table in another encoding."""
    return Case(name, content, LONG_COLUMNS, LONG_ROWS, findings, **more)


def _tcvn3(words: str) -> bytes:
    from ckanext.binhduong.vn import to_tcvn3

    return to_tcvn3(words).encode("latin-1")


def _vni(words: str) -> bytes:
    from ckanext.binhduong.vn import to_vni

    return to_vni(words).encode("latin-1")


def _cp1258(words: str) -> bytes:
    """Write base letters and combining tones, as Windows-1258 does."""
    import unicodedata

    out = []
    for char in words:
        base = unicodedata.normalize("NFD", char)
        kept = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in "\u0300\u0301\u0303\u0309\u0323"))
        out.append(kept + "".join(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323"))
    return "".join(out).encode("cp1258")


DELIMITERS = [
    plain("phan-cach-cham-phay.csv", PLAIN.encode(), source={"delimiter": ";", "encoding": "utf-8", "header_row": 1}),
    plain("phan-cach-phay.csv", PLAIN.replace(";", ",").encode(), source={"delimiter": ","}),
    plain("phan-cach-tab.tsv", PLAIN.replace(";", "\t").encode(), source={"delimiter": "\t", "format": "TSV"}),
    plain("phan-cach-tab.csv", PLAIN.replace(";", "\t").encode(), source={"delimiter": "\t", "format": "CSV"}),
    plain("phan-cach-gach.csv", PLAIN.replace(";", "|").encode(), source={"delimiter": "|"}),
    plain("phan-cach-mu.csv", PLAIN.replace(";", "^").encode(), source={"delimiter": "^"}),
    plain("dong-sep-la.csv", b"sep=!\n" + PLAIN.replace(";", "!").encode(), ["rows-above-header@2"], source={"delimiter": "!"}),
    plain("xuong-dong-lan-lon.csv", "Tên;Số\r\nChợ Thủ;5\nChợ Búng;7\r".encode()),
    plain("dong-sep.csv", b"sep=;\n" + PLAIN.encode(), ["rows-above-header@2"], source={"header_row": 2}),
    plain("xuong-dong-crlf.csv", PLAIN.replace("\n", "\r\n").encode()),
    plain("xuong-dong-cr.csv", PLAIN.replace("\n", "\r").encode()),
    plain("khong-xuong-dong-cuoi.csv", PLAIN.rstrip().encode()),
    Case("ngoac-kep.csv", 'Tên;Ghi chú\n"A; B";"nói ""xin chào"""\nC;"hai\ndòng"\nD;x y\n'.encode(), "ten:text:name ghi_chu:text",
         [["A; B", 'nói "xin chào"'], ["C", "hai\ndòng"], ["D", "x y"]]),
    Case("so-le-phay-phan-cach-phay.csv", 'Tên,Số\nA,"1,5"\nB,"2,75"\n'.encode(), "ten:text:name so:decimal", [["A", 1.5], ["B", 2.75]]),
]  # fmt: skip

ENCODINGS = [
    plain("utf8-bom.csv", b"\xef\xbb\xbf" + PLAIN.encode(), source={"encoding": "utf-8"}),
    plain("utf16-le.csv", PLAIN.encode("utf-16"), source={"encoding": "utf-16"}),
    plain("utf16-be.csv", b"\xfe\xff" + PLAIN.encode("utf-16-be"), source={"encoding": "utf-16"}),
    plain("utf16-khong-bom.csv", PLAIN.encode("utf-16-le"), source={"encoding": "utf-16-le"}),
    long("cp1258.csv", _cp1258(LONG), ["encoding-converted"], source={"encoding": "cp1258"}),
    long("tcvn3.csv", _tcvn3(LONG), ["encoding-converted"], source={"encoding": "tcvn3"}, said={"encoding-converted": ["TCVN3", "Tên;Địa chỉ", 1]}),
    long("vni.csv", _vni(LONG), ["encoding-converted"], source={"encoding": "vni"}, said={"encoding-converted": ["VNI", "Tên;Địa chỉ", 1]}),
    long("utf8-hai-lan.csv", LONG.encode().decode("latin-1").encode(), ["encoding-mojibake"], said={"encoding-mojibake": [None, "Tên;Địa chỉ", 1]}),
    long("vni-khai-bao.csv", _vni(LONG), [], options={"encoding": "vni"}, source={"encoding": "vni"}),
    long("cp1258-khai-bao.csv", _cp1258(LONG), [], options={"encoding": "windows-1258"}, source={"encoding": "cp1258"}),
    Case("bang-ma-khai-bao-sai.csv", _cp1258(LONG), ok=False, findings=["encoding-broken"], options={"encoding": "utf-8"}),
    Case("chu-to-hop-ca-tep.csv", unicodedata.normalize("NFD", "Tên;Kinh độ;Vĩ độ\nThủ;106,65;10,98\n").encode(),
         "ten:text:name kinh_do:decimal:longitude vi_do:decimal:latitude", [["Thủ", 106.65, 10.98]], ["text-composed@2|Tên"]),
    long("cp1258-luu-nham-cp1252.csv", _cp1258(LONG).decode("latin-1").encode(), ["encoding-mojibake"]),
    long("tcvn3-luu-nham-utf8.csv", _tcvn3(LONG).decode("latin-1").encode(), ["encoding-mojibake"]),
    long("tcvn3-khai-bao.csv", _tcvn3(LONG), [], options={"encoding": "tcvn3"}, source={"encoding": "tcvn3"}),
    Case("bang-ma-la.csv", b"Ten;So\nA\xfe\xb7\x81\x03;1\n\xff\xd1Z;2\n", ok=False, findings=["encoding-unknown"], counts=(0, 0, 0)),
    Case("tieng-phap.csv", "Tên;Món\nA;là cà phê\nB;crème brûlée\n".encode(), "ten:text:name mon:text", [["A", "là cà phê"], ["B", "crème brûlée"]]),
]  # fmt: skip

HEADERS = [
    plain("dong-tua.csv", ("SỞ CÔNG THƯƠNG;\nDANH SÁCH CHỢ;\n;\n" + PLAIN).encode(), ["rows-above-header@4"], source={"header_row": 4, "heading": "Danh sách chợ"}),
    plain("dong-trong-giua.csv", b"T\xc3\xaan;S\xe1\xbb\x91\nCh\xe1\xbb\xa3 Th\xe1\xbb\xa7;5\n\n;\nCh\xe1\xbb\xa3 B\xc3\xbang;7\n", ["blank-rows@3"]),
    Case("dong-danh-so.csv", text("STT;Tên;Số\n(1);(2);(3)\n1;Chợ Thủ;5\n2;Chợ Búng;7\n"), "stt:integer ten:text:name so:integer",
         [[1, "Chợ Thủ", 5], [2, "Chợ Búng", 7]], ["numbering-row@2"], counts=(3, 2, 1)),
    Case("hai-dong-tieu-de.csv", text("STT;Tên;Diện tích;;Dân số\n;;Đất ở;Đất khác;\n1;Xã A;10,5;2,5;1200\n2;Xã B;11,5;3,5;1300\n"),
         "stt:integer ten:text:name dien_tich_dat_o:decimal dien_tich_dat_khac:decimal dan_so:integer",
         [[1, "Xã A", 10.5, 2.5, 1200], [2, "Xã B", 11.5, 3.5, 1300]], ["header-two-rows@1"]),
    Case("dong-tong-cuoi.csv", text("Tên;Số\nA;5\nB;7\nTổng cộng;12\n"), "ten:text:name so:integer", [["A", 5], ["B", 7]], ["totals-row@4"], counts=(3, 2, 1)),
    Case("dong-nhom.csv", text("STT;Tên;Số;Ghi chú\nI. Thành phố Thủ Dầu Một;;;\n1;A;5;x y\n2;B;7;z\n"),
         "stt:integer ten:text:name so:integer ghi_chu:text", [[1, "A", 5, "x y"], [2, "B", 7, "z"]], ["section-row@2"], counts=(3, 2, 1)),
    Case("tieu-de-lap.csv", text("Tên;Số\nA;5\nTên;Số\nB;7\n"), "ten:text:name so:integer", [["A", 5], ["B", 7]], ["repeated-header@3"], counts=(3, 2, 1)),
    Case("tieu-de-trung.csv", text("Tên;Giá;Giá\nA;5;6\n"), "ten:text:name gia:integer gia_2:integer", [["A", 5, 6]], ["title-repeated@|Giá"]),
    Case("tieu-de-thieu.csv", text("Tên;;Số\nA;q;5\nB;;6\n"), "ten:text:name cot_2:text so:integer", [["A", "q", 5], ["B", None, 6]], ["title-missing@|Cột 2"]),
    Case("cot-thua-trong.csv", text("Tên;Số;;\nA;5;;\nB;6;;\n"), "ten:text:name so:integer", [["A", 5], ["B", 6]]),
    Case("tieu-de-tu-khoa-sql.csv", text("select;order;_id;2020\na b;5;x y;7\n"), "select:text order:integer id:text:key cot_2020:integer", [["a b", 5, "x y", 7]]),
    Case("tieu-de-xuong-dong.csv", 'Tên;"Diện tích\n(ha)"\nA;1,5\nB;2,5\n'.encode(), "ten:text:name dien_tich_ha:decimal", [["A", 1.5], ["B", 2.5]]),
    Case("tieu-de-nam.csv", text("Chỉ tiêu;2020;2021\nDân số;12,5;13,5\nDiện tích;1,5;2,5\n"), "chi_tieu:text cot_2020:decimal cot_2021:decimal",
         [["Dân số", 12.5, 13.5], ["Diện tích", 1.5, 2.5]]),
    Case("khong-tieu-de.csv", text("1;12,5;05/03/2023\n2;13,5;06/03/2023\n"), ok=False, findings=["header-missing@1"], counts=(0, 0, 0)),
    Case("mot-cot.csv", text("Tên\nA\nB\n"), "ten:text:name", [["A"], ["B"]]),
    Case("dong-ngan.csv", text("Tên;Số;Loại\nA;5\nB;7;z\n"), "ten:text:name so:integer loai:text", [["A", 5, None], ["B", 7, "z"]], ["row-short@2"]),
    Case("dong-dai.csv", text("Tên;Số\nA;5\nB;7;thừa\nC;8\n"), "ten:text:name so:integer", [["A", 5], ["C", 8]], ["row-long@3"], ok=False, counts=(3, 2, 1)),
    Case("dong-dai-o-trong.csv", text("Tên;Số\nA;5;;\nB;7\n"), "ten:text:name so:integer", [["A", 5], ["B", 7]]),
    Case("chi-tieu-de.csv", text("Tên;Số\n"), ok=False, findings=["table-empty"]),
    Case("dong-giong-het.csv", text("Tên;Số;Loại\nA;5;z\nA;5;z\nB;6;z\n"), "ten:text:name so:integer loai:text",
         [["A", 5, "z"], ["A", 5, "z"], ["B", 6, "z"]], ["row-duplicate"]),
]  # fmt: skip

SCHEMAS = [
    Case("luoc-do-so-khong-ro.csv", text("Tên;Chỉ số\nA;1.234\nB;5.678\n"), "ten:text:name chi_so:decimal", [["A", 1234.0], ["B", 5678.0]],
         options={"schema": {"fields": [{"name": "Tên"}, {"name": "Chỉ số", "type": "number", "decimalChar": ",", "groupChar": "."}]}}),
    Case("luoc-do-so-cham.csv", text("Tên;Chỉ số\nA;1.234\nB;5.678\n"), "ten:text:name chi_so:decimal", [["A", 1.234], ["B", 5.678]],
         options={"schema": {"fields": [{"name": "Tên"}, {"name": "Chỉ số", "type": "number", "decimalChar": "."}]}}),
    Case("luoc-do-chu.csv", text("Tên;Ký hiệu\nA;12\nB;13\n"), "ten:text:name ky_hieu:text", [["A", "12"], ["B", "13"]], ["schema-type-differs@|Ký hiệu"],
         options={"schema": {"fields": [{"name": "ten", "type": "string"}, {"name": "ky_hieu", "type": "string"}]}}),
    Case("luoc-do-thieu-cot.csv", text("Tên;Số\nA;12\n"), "ten:text:name so:integer", [["A", 12]], ["schema-column-missing"], ok=False,
         options={"schema": {"fields": [{"name": "ten"}, {"name": "so", "type": "integer"}, {"name": "loai"}]}}),
    Case("luoc-do-thua-cot.csv", text("Tên;Số\nA;12\n"), "ten:text:name so:integer", [["A", 12]], ["schema-column-extra@|Số"],
         options={"schema": {"fields": [{"name": "ten"}]}}),
    Case("luoc-do-rang-buoc.csv", text("Tên;Số\nA;12\nB;120\n;5\n"), "ten:text:name so:integer", [["A", 12]],
         ["constraint-broken@3|Số", "required-missing@4|Tên"], ok=False, counts=(3, 1, 2),
         options={"schema": {"fields": [{"name": "ten", "constraints": {"required": True}}, {"name": "so", "type": "integer", "constraints": {"maximum": 100}}]}}),
    Case("luoc-do-khoa-lap.csv", text("Mã;Số\nA1;12\nA2;13\nA1;14\n"), "ma:text:key so:integer", [["A1", 12], ["A2", 13]], ["key-repeated@4|Mã"], ok=False,
         counts=(3, 2, 1), options={"schema": {"primaryKey": "ma"}}),
    Case("luoc-do-ngay-my.csv", text("Tên;Ngày\nA;05/03/2023\n"), "ten:text:name ngay:date", [["A", "2023-05-03"]],
         options={"schema": {"fields": [{"name": "ten"}, {"name": "ngay", "type": "date", "format": "%m/%d/%Y"}]}}),
    Case("luoc-do-o-thieu.csv", text("Tên;Số\nA;-999\nB;5\n"), "ten:text:name so:integer", [["A", None], ["B", 5]],
         options={"schema": {"fields": [{"name": "ten"}, {"name": "so", "type": "integer"}], "missingValues": ["-999"]}}),
    Case("nhieu-loi.csv", text("Tên;Ngày\n" + "".join(f"A{at};05/03/2023\n" for at in range(2000)) + "".join(f"B{at};30/02/2023\n" for at in range(150))),
         "ten:text:name ngay:date", [[f"A{at}", "2023-03-05"] for at in range(2000)], [f"date-impossible@{row}|Ngày" for row in range(2002, 2103)],
         ok=False, counts=(2150, 2000, 150)),
    Case("luoc-do-sai.csv", text("Tên;Số\nA;5\n"), ok=False, findings=["schema-invalid"], options={"schema": {"fields": [{"type": "x"}]}}, counts=(1, 0, 1)),
]  # fmt: skip

CASES = [*DELIMITERS, *ENCODINGS, *HEADERS, *SCHEMAS]
