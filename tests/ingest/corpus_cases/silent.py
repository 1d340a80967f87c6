# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""What was once changed or lost without a word: each case is a damage found by probing, with what a careful person expects of the file."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.layers import ALL, COLUMNS, ROWS, collection, feature, shapefile
from tests.ingest.corpus_cases.sheets import FAULTY, TITLES, cell, ods
from tests.ingest.corpus_cases.workbooks import book

PLACED = "kinh_do:decimal:longitude vi_do:decimal:latitude"


def dbf(old: bytes, new: bytes):
    """Give a writer of the stations as Shapefile, one piece of whose DBF is another."""
    return shapefile(ALL, names=lambda part, data: data.replace(old, new) if part == "dbf" else data)


def kml(kind: str, *values: str) -> bytes:
    """Give a KML that declares a field of a type, and two places with its values."""
    places = "".join(
        f'<Placemark><name>{name}</name><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="so">{value}</SimpleData></SchemaData></ExtendedData>'
        "<Point><coordinates>106.65,10.98</coordinates></Point></Placemark>"
        for name, value in zip("AB", values, strict=True)
    )
    schema = f'<Schema name="s" id="s"><SimpleField type="{kind}" name="so"/></Schema>'
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{schema}<Folder><name>f</name>{places}</Folder></Document></kml>'.encode()
    )


def numbers(path: Path) -> None:
    """Write a Parquet file of decimals with three places, single precision and unsigned numbers beyond those of a table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {
        "ten": pa.array(["A", "B"]),
        "Dân số (người)": pa.array([Decimal("1.234"), Decimal("5.678")], pa.decimal128(18, 3)),
        "do": pa.array([1234.56, 1.1], pa.float32()),
        "lon": pa.array([2**63 + 5, 5], pa.uint64()),
    }
    pq.write_table(pa.table(columns), path)


DATED = [feature({"ten": name, "ngay": date}, "Point", [106.65, 10.98]) for name, date in (("A", "05/03/23"), ("B", "25/12/23"))]

LAYERS = [
    Case("ngay-nam-hai-so.geojson", collection(*DATED), f"ten:text:name ngay:date {PLACED}",
         [["A", "2023-03-05", 106.65, 10.98], ["B", "2023-12-25", 106.65, 10.98]], ["date-short-year@1|ngay"]),
    Case("co-khong.kml", kml("bool", "có", "không"), f"name:text:name so:boolean {PLACED}", [["A", True, 106.65, 10.98], ["B", False, 106.65, 10.98]]),
    Case("chu-trong-cot-so.kml", kml("int", "5", "không rõ số"), f"name:text:name so:text {PLACED}",
         [["A", "5", 106.65, 10.98], ["B", "không rõ số", 106.65, 10.98]], ["column-mixed@2|so"]),
    Case("dbf-tran-so.zip", dbf(b"7".rjust(18), b"*" * 18), COLUMNS, [ROWS[0], [ROWS[1][0], None, *ROWS[1][2:]]], ["null-words@2|So"]),
    Case("dbf-chu-trong-cot-so.zip", dbf(b" 7", b"b7"), COLUMNS.replace("so:integer", "so:text"), [["Trạm A", "5", *ROWS[0][2:]], ["Trạm B", "b7", *ROWS[1][2:]]],
         ["column-mixed@2|So"]),
    Case("dbf-xoa.zip", dbf(" Trạm A".encode(), "*Trạm A".encode()), COLUMNS, ROWS[1:], ["records-deleted"], said={"records-deleted": [None, None, 1]}),
    Case("so-thap-phan.parquet", numbers, "ten:text:name dan_so_nguoi:decimal do:decimal lon:text",
         [["A", 1.234, 1234.56, "9223372036854775813"], ["B", 5.678, 1.1, "5"]], ["code-as-text@|lon"]),
]  # fmt: skip

MERGED = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Khối</text:p></table:table-cell>'
MERGED_ROWS = [
    cell("string", "Nhóm") + cell("string", "Tên") + cell("string", "Số"),
    MERGED + cell("string", "A") + cell("float", "5"),
    "<table:table-row><table:covered-table-cell/>" + cell("string", "B") + cell("float", "7") + "</table:table-row>",
]
SIGNED: list[list[Any]] = [
    [1, "A", "Xã X", 5], [2, "B", "Xã Y", 7], [], [None, None, None, "Bình Dương, ngày 05 tháng 3 năm 2024"],
    [None, "Người lập biểu", None, "GIÁM ĐỐC"], [None, "(Ký, ghi rõ họ tên)", None, "(Đã ký)"], [None, "Nguyễn Văn A", None, "Trần Văn B"],
]  # fmt: skip
AMERICAN: list[list[Any]] = [
    ["A", dt.date(2023, 5, 3)], ["B", "25/12/2023"], ["C", dt.date(2023, 1, 2)], ["D", "13/02/2023"], ["E", dt.date(2023, 12, 11)],
]  # fmt: skip


AMERICAN_HOURS = [[name, f"{day} 08:30" if isinstance(day, str) else dt.datetime.combine(day, dt.time(8, 30))] for name, day in AMERICAN]


def _block(sheet) -> None:
    sheet.merge_cells("A2:B3")


def _header(sheet) -> None:
    for area in ("A1:B2", "C1:C2", "D1:D2"):
        sheet.merge_cells(area)


SHEETS = [
    book("chu-ky.xlsx", [["STT", "Tên", "Xã", "Số"], *SIGNED], "stt:integer ten:text:name xa:text so:integer", [[1, "A", "Xã X", 5], [2, "B", "Xã Y", 7]],
         ["blank-rows@4", "signature-row@5"], counts=(6, 2, 4), said={"signature-row": ["Bình Dương, ngày 05 tháng 3 năm 2024", None, 4]}),
    book("giam-doc-la-du-lieu.xlsx", [["Tên", "Chức vụ", "Số"], ["A", "Giám đốc", None], ["B", None, 7]], "ten:text:name chuc_vu:text so:integer",
         [["A", "Giám đốc", None], ["B", None, 7]]),
    Case("hang-sao.csv", text("Tên khách sạn;Hạng sao;Số phòng\nBecamex;*****;120\nMira;****;90\n"), "ten_khach_san:text:name hang_sao:text so_phong:integer",
         [["Becamex", "*****", 120], ["Mira", "****", 90]]),
    Case("dau-sao.csv", text("Tên;Đạt\nA;x\nB;*\nC;x\n"), "ten:text:name dat:text", [["A", "x"], ["B", "*"], ["C", "x"]]),
    Case("ghi-chu-cuoi.csv", text("Tên;Số\nA;5\nB;7\nGhi chú: số liệu tạm tính;\n"), "ten:text:name so:integer", [["A", 5], ["B", 7]], ["section-row@4"], counts=(3, 2, 1)),
    book("excel-my-doi-ngay.xlsx", [["Tên", "Ngày cấp"], *AMERICAN], "ten:text:name ngay_cap:date",
         [["A", "2023-05-03"], ["B", "2023-12-25"], ["C", "2023-01-02"], ["D", "2023-02-13"], ["E", "2023-12-11"]], ["date-turned-by-excel@2|Ngày cấp"]),
    book("excel-my-doi-ngay-gio.xlsx", [["Tên", "Ngày tiếp nhận"], *AMERICAN_HOURS], "ten:text:name ngay_tiep_nhan:timestamp",
         [[name, f"2023-{day}T08:30:00"] for name, day in zip("ABCDE", ("05-03", "12-25", "01-02", "02-13", "12-11"), strict=True)],
         ["date-turned-by-excel@2|Ngày tiếp nhận"], said={"date-turned-by-excel": ["03/05/2023", None, 1]}),
    book("ngay-va-chu-khong-doi.xlsx", [["Tên", "Ngày cấp"], *AMERICAN[:4], ["E", dt.date(2023, 12, 21)]], "ten:text:name ngay_cap:date",
         [["A", "2023-05-03"], ["B", "2023-12-25"], ["C", "2023-01-02"], ["D", "2023-02-13"], ["E", "2023-12-21"]]),
    book("mat-chu-so.xlsx", [["Tên", "Số tài khoản", "Số CCCD", "MST"], ["A", 1234567890123456, 74090001234, 302345678], ["B", 9876543210987654, 79090001234, 3701234567]],
         "ten:text:name so_tai_khoan:text:key so_cccd:text mst:text",
         [["A", "1234567890123456", "74090001234", "302345678"], ["B", "9876543210987654", "79090001234", "3701234567"]],
         ["code-as-text@|Số tài khoản", "code-as-text@|Số CCCD", "code-as-text@|MST", "digits-lost@2|Số tài khoản", "zero-missing@2|Số CCCD", "zero-missing@2|MST"],
         said={"digits-lost": ["1234567890123456", None, 2]}),
    book("so-nha-thanh-ngay.xlsx", [["Tên", "Số nhà"], ["A", "12/3A"], ["B", dt.date(2024, 3, 12)], ["C", "45B"]], "ten:text:name so_nha:text:address",
         [["A", "12/3A"], ["B", "2024-03-12"], ["C", "45B"]], ["turned-by-excel@3|Số nhà"], said={"turned-by-excel": ["2024-03-12", None, 1]}),
    book("ty-le-thanh-gio.xlsx", [["Tên", "Tỷ lệ bản đồ"], ["A", dt.time(1, 50)], ["B", dt.time(1, 25)], ["C", "1:500"]], "ten:text:name ty_le_ban_do:text",
         [["A", "01:50:00"], ["B", "01:25:00"], ["C", "1:500"]], ["turned-by-excel@2|Tỷ lệ bản đồ"], said={"turned-by-excel": ["01:50:00", None, 2]}),
    Case("can-cuoc.csv", text("Họ tên;Căn cước công dân\nA;7,409E+10\nB;7,9E+10\n"), "ho_ten:text:name can_cuoc_cong_dan:text:key", [["A", "7,409E+10"], ["B", "7,9E+10"]],
         ["code-as-text@|Căn cước công dân", "digits-lost@2|Căn cước công dân"]),
    Case("can-cuoc-mat-00.csv", text("Họ tên;so_cccd\nA;1090001234\nB;74090001234\nC;001090001235\n"), "ho_ten:text:name so_cccd:text:key",
         [["A", "1090001234"], ["B", "74090001234"], ["C", "001090001235"]], ["zero-missing@2|so_cccd"],
         said={"zero-missing": ["1090001234", None, 2]}),
    book("gia-tri-dong.xlsx", [["Chỉ tiêu", "Giá trị (đồng)"], ["Thu", 1752500000000000], ["Chi", 512367891234500]], "chi_tieu:text gia_tri_dong:integer",
         [["Thu", 1752500000000000], ["Chi", 512367891234500]]),
    Case("cong-suat-ngay.csv", text("Tên;Công suất m3/ngày\nA;60000\nB;30000\n"), "ten:text:name cong_suat_m3_ngay:integer", [["A", 60000], ["B", 30000]]),
    Case("ngay-so-phay.csv", text("Tên;Ngày đo\nA;45000,5\nB;45001\n"), "ten:text:name ngay_do:timestamp", [["A", "2023-03-15T12:00:00"], ["B", "2023-03-16T00:00:00"]],
         ["date-serial@|Ngày đo"]),
    book("tieu-de-gop-khoi.xlsx", [["Tên", None, "Xã", "Số"], [], ["A", "A1", "X", 5], ["B", "B1", "Y", 7]], "ten:text:name cot_2:text xa:text so:integer",
         [["A", "A1", "X", 5], ["B", "B1", "Y", 7]], ["repeated-header@2", "merged-filled@2", "title-missing@|Cột 2"], _header, counts=(3, 2, 1)),
    Case("mat-chu-so.csv", text("Tên;Số tài khoản\nA;1,23457E+14\nB;1,23458E+14\n"), "ten:text:name so_tai_khoan:text:key", [["A", "1,23457E+14"], ["B", "1,23458E+14"]],
         ["code-as-text@|Số tài khoản", "digits-lost@2|Số tài khoản"]),
    book("tong-dai.xlsx", [["Tên", "Điện thoại"], ["A", 1900545415], ["B", 908123456]], "ten:text:name dien_thoai:text:phone", [["A", "1900545415"], ["B", "0908123456"]],
         ["phone-zero-restored@3|Điện thoại"]),
    Case("o-gop.ods", ods(MERGED_ROWS), "nhom:text ten:text:name so:integer", [["Khối", "A", 5], ["Khối", "B", 7]], ["merged-filled@3"]),
    book("o-gop-khoi.xlsx", [["Nhóm", "Tên", "Số"], ["Khối", None, 5], [None, None, 7], ["K", "c", 6]], "nhom:text ten:text:name so:integer",
         [["Khối", None, 5], ["Khối", None, 7], ["K", "c", 6]], ["merged-across@2|Nhóm", "merged-filled@3"], _block),
]  # fmt: skip

# Made with xlwt, as those of ``workbooks``: 7 in the format 000, 123 in 00000, 9 in none.
XLS_FORMATS = (Path(__file__).parent / "dinh-dang.xls").read_bytes()
SHOWN = [("A", 7, "007"), ("B", 123, "00123"), ("C", 45, "00045"), ("D", 9, "9")]
"""A name, a number, and how its cell shows it."""
FORMATTED = [
    cell("string", "Mã") + cell("string", "Tên"),
    *(cell("float", str(number), shown) + cell("string", name) for name, number, shown in SHOWN),
]
ANNOTATED = (
    '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="7"><office:annotation><text:p>5 là mã cũ</text:p></office:annotation>'
    '<text:p text:style-name="P1"><text:span text:style-name="T1">00007</text:span></text:p></table:table-cell>'
)
FIELDS = {"ten": "string", "so_tai_khoan": "string", "mst": "string", "dien_thoai": "string", "ngay_cap": "date"}


def _formats(sheet) -> None:
    for at, (_, _, shown) in enumerate(SHOWN[:3], start=2):
        sheet.cell(at, 1).number_format = "0" * len(shown)


FORMATS = [
    book("dinh-dang-tung-o.xlsx", [["Mã", "Tên"], *([number, name] for name, number, _ in SHOWN)], "ma:text:key ten:text:name", [[shown, name] for name, _, shown in SHOWN],
         ["zeros-from-format@|Mã"], _formats, said={"zeros-from-format": [None, "007", 3]}),
    Case("dinh-dang-tung-o.xls", XLS_FORMATS, "ma:text:key ten:text:name", [["007", "A"], ["00123", "B"], ["9", "C"]], ["zeros-from-format@|Mã"],
         said={"zeros-from-format": [None, "007", 2]}),
    Case("dinh-dang-tung-o.ods", ods(FORMATTED), "ma:text:key ten:text:name", [[shown, name] for name, _, shown in SHOWN], ["zeros-from-format@|Mã"],
         said={"zeros-from-format": [None, "007", 3]}),
    Case("ma-so-0-chu-thich.ods", ods([FORMATTED[0], ANNOTATED + cell("string", "A")]), "ma:text:key ten:text:name", [["00007", "A"]], ["zeros-from-format@|Mã"]),
    Case("o-loi-lap.ods", ods([TITLES, f'<table:table-row table:number-rows-repeated="2">{FAULTY[2]}</table:table-row>', FAULTY[1]]), "ten:text:name ma:text:key so:integer",
         [["A", "1", 5]], ["cell-error@2|Số", "cell-error@3|Số", "code-as-text@|Mã"], ok=False, counts=(3, 1, 2)),
    book("luoc-do-da-mat.xlsx", [["Tên", "Số tài khoản", "MST", "Điện thoại", "Ngày cấp"],
                                 *([name, 1234567890123450 + at, 302345670 + at, 908123450 + at, date] for at, (name, date) in enumerate(AMERICAN))],
         "ten:text:name so_tai_khoan:text:key mst:text dien_thoai:text:phone ngay_cap:date",
         [[name, f"{1234567890123450 + at}", f"{302345670 + at}", f"0{908123450 + at}", date]
          for at, (name, date) in enumerate(zip("ABCDE", ("2023-05-03", "2023-12-25", "2023-01-02", "2023-02-13", "2023-12-11"), strict=True))],
         ["digits-lost@2|Số tài khoản", "zero-missing@2|MST", "phone-zero-restored@2|Điện thoại", "date-turned-by-excel@2|Ngày cấp"],
         options={"schema": {"fields": [{"name": name, "type": kind} for name, kind in FIELDS.items()]}}),
]  # fmt: skip

CASES = [*LAYERS, *SHEETS, *FORMATS]
