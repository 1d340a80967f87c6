# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""What formats of cells, files and layers hide: durations, years shown as dates, per cent, curves, half letters, U+0000, passwords."""

import datetime as dt
import io
import json
import math
import struct
import zipfile
from pathlib import Path
from typing import Any

import shapely

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.layers import NAMED, collection, dbf_shapefile, feature, gpkg
from tests.ingest.corpus_cases.sheets import cell, ods
from tests.ingest.corpus_cases.workbooks import book

PLACED = "kinh_do:decimal:longitude vi_do:decimal:latitude"


def formatted(form: str, *cells: str):
    """Give a change of a sheet that formats some cells."""

    def change(sheet: Any) -> None:
        for each in cells:
            sheet[each].number_format = form

    return change


def xml_2003(*rows: list[tuple[str, str]], sheet: str = "Dữ liệu") -> bytes:
    """Give an XML Spreadsheet 2003 of cells as (type, value)."""
    lines = ("".join(f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in row) for row in rows)
    body = "".join(f"<Row>{line}</Row>" for line in lines)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="{sheet}"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def with_password() -> bytes:
    """Give an OpenDocument spreadsheet whose manifest says that its content is encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", b"\x8f\x01\x02")
        entry = (
            '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
        )
        new.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entry}</manifest:manifest>',
        )
    return out.getvalue()


def _curve(kind: int, *parts: bytes) -> bytes:
    return struct.pack("<BII", 1, kind, len(parts)) + b"".join(parts)


def _arc(*points: tuple[float, float]) -> bytes:
    return struct.pack("<BII", 1, 8, len(points)) + b"".join(struct.pack("<dd", *point) for point in points)


def curved(shape: bytes):
    """Give a writer of the stations' GeoPackage whose first shape is a curve."""

    def write(path: Path) -> None:
        import sqlite3

        gpkg(path)
        with sqlite3.connect(path) as database:
            (table, column), *_ = database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
            triggers = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]
            for name in triggers:
                database.execute(f'DROP TRIGGER "{name}"')
            database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name='GEOMETRY'")
            database.execute(f'UPDATE "{table}" SET "{column}"=? WHERE fid=1', (b"GP\0\1" + struct.pack("<i", 4326) + shape,))
            database.execute(f'DELETE FROM "{table}" WHERE fid<>1')
            database.execute("UPDATE gpkg_ogr_contents SET feature_count=1")
        database.close()

    return write


WEST, SOUTH, RADIUS = 106.65, 10.98, 0.01
CIRCLE = _curve(10, _arc((WEST - RADIUS, SOUTH), (WEST + RADIUS, SOUTH), (WEST - RADIUS, SOUTH)))


def ring() -> str:
    """Give the circle as the polygon of 90 chords that stands for it."""
    angles = (math.pi + 2 * math.pi * at / 90 for at in range(90))
    points = [(WEST + RADIUS * math.cos(angle), SOUTH + RADIUS * math.sin(angle)) for angle in angles]
    return shapely.to_geojson(shapely.Polygon(points))


NUL = json.dumps(feature({"ten": "A", "ghi_chu": "trước\0sau"}, "Point", [106.65, 10.98]))
TEXTS = ["Trạm Y tế phường", "Nhà thuốc Đông Hòa", "Cửa hàng Hải Sơn"]
CUT = [each.encode() for each in TEXTS]

WORKBOOKS = [
    book("tong-gio-dai.xlsx", [["Tên", "Tổng giờ"], ["A", dt.timedelta(hours=26, minutes=30)], ["B", dt.timedelta(hours=8, minutes=15)]], "ten:text:name tong_gio:text",
         [["A", "26:30:00"], ["B", "08:15:00"]], ["durations@2|Tổng giờ"]),
    book("chia-trieu.xlsx", [["Tên", "Kinh phí (triệu đồng)"], ["A", 1500000000], ["B", 2300000000]], "ten:text:name kinh_phi_trieu_dong:integer",
         [["A", 1500000000], ["B", 2300000000]], ["divided-by-format@2|Kinh phí (triệu đồng)"], formatted("#,##0,,", "B2", "B3"), units={}, said={"divided-by-format": ["1500000000", "1000000", 1]}),
    book("chia-nghin-le.xlsx", [["Tên", "Thu"], ["A", 1500], ["B", 2300]], "ten:text:name thu:integer", [["A", 1500], ["B", 2300]], ["divided-by-format@2|Thu"], formatted('0.0,"k"', "B2", "B3")),
    book("nhom-nghin.xlsx", [["Tên", "Kinh phí (triệu đồng)"], ["A", 1500], ["B", 2300]], "ten:text:name kinh_phi_trieu_dong:integer",
         [["A", 1500], ["B", 2300]], [], formatted("#,##0.0", "B2", "B3"), units={"kinh_phi_trieu_dong": "triệu đồng"}),
    book("tong-gio-khong-ten.xlsx", [["Tên", "Chạy"], ["A", dt.timedelta(hours=26, minutes=30)], ["B", dt.timedelta(hours=8, minutes=15)]], "ten:text:name chay:text",
         [["A", "26:30:00"], ["B", "08:15:00"]], ["durations@2|Chạy"]),
    book("phut-da-chay.xlsx", [["Tên", "Chạy"], ["A", dt.timedelta(minutes=90)], ["B", dt.timedelta(minutes=5)]], "ten:text:name chay:text",
         [["A", "01:30:00"], ["B", "00:05:00"]], ["durations@2|Chạy"], formatted("[mm]:ss", "B2", "B3")),
    book("gio-qua-ngay.xlsx", [["Tên", "Chạy"], ["A", 1.5], ["B", 0.25]], "ten:text:name chay:text", [["A", "36:00:00"], ["B", "06:00:00"]], ["durations@2|Chạy"], formatted("h:mm", "B2", "B3")),
    book("gio-trong-ngay.xlsx", [["Tên", "Bắt đầu"], ["A", 0.5], ["B", 0.25]], "ten:text:name bat_dau:time", [["A", "12:00:00"], ["B", "06:00:00"]], [], formatted("h:mm", "B2", "B3")),
    book("ngay-1905.xlsx", [["Tên", "Ngày thành lập"], ["A", 1998], ["B", 2005]], "ten:text:name ngay_thanh_lap:date", [["A", "1905-06-20"], ["B", "1905-06-27"]], ["date-early@2|Ngày thành lập"], formatted("dd/mm/yyyy", "B2", "B3")),
    book("phan-tram-tieu-de.xlsx", [["Xã", "Tỷ lệ (%)"], ["X", 0.5], ["Y", 0.125]], "xa:text ty_le:decimal", [["X", 0.5], ["Y", 0.125]], ["percent-read@2|Tỷ lệ (%)"], formatted("0.0%", "B2", "B3")),
    book("so-phan-tram.xlsx", [["Xã", "Tỷ lệ (%)"], ["X", 50], ["Y", 12.5]], "xa:text ty_le:decimal", [["X", 50.0], ["Y", 12.5]], units={"ty_le": "%"}),
    book("tien-to-mot-so-0.xlsx", [["Mã số", "Tên"], [1, "A"], [22, "B"]], "ma_so:text:key ten:text:name", [["KP1", "A"], ["KP22", "B"]], ["zeros-from-format@|Mã số"], formatted('"KP"0', "A2", "A3")),
    book("tien-to-la-tien.xlsx", [["Giá", "Tên"], [1, "A"], [22, "B"]], "gia:integer ten:text:name", [[1, "A"], [22, "B"]], ["unit-from-format@2|Giá"], formatted('"USD "0', "A2", "A3"), units={"gia": "USD"}),
    book("so-gio-chay.xlsx", [["Tên", "Số giờ chạy"], ["A", dt.time(6, 30)]], "ten:text:name so_gio_chay:text", [["A", "06:30:00"]], ["durations@2|Số giờ chạy"]),
    Case("thoi-luong.ods", ods([cell("string", "Tên") + cell("string", "Thời lượng"), cell("string", "A") + cell("time", "PT26H30M00S")]), "ten:text:name thoi_luong:text",
         [["A", "26:30:00"]], ["durations@2|Thời lượng"]),
    book("nam-thanh-ngay.xlsx", [["Tên", "Năm xây dựng"], ["A", 1998], ["B", 2005]], "ten:text:name nam_xay_dung:integer", [["A", 1998], ["B", 2005]],
         ["year-shown-as-date@2|Năm xây dựng"], formatted("dd/mm/yyyy", "B2")),
    book("so-thanh-ngay.xlsx", [["Tên", "Số phòng"], ["A", 45]], "ten:text:name so_phong:date", [["A", "1900-02-14"]], ["date-early@2|Số phòng"], formatted("dd/mm/yyyy", "B2")),
    book("ngay-1908.xlsx", [["Tên", "Ngày lập"], ["A", dt.date(1908, 5, 3)]], "ten:text:name ngay_lap:date", [["A", "1908-05-03"]]),
    book("phan-tram-lan.xlsx", [["Xã", "Tỷ lệ"], ["X", 0.5], ["Y", 45]], "xa:text ty_le:decimal", [["X", 0.5], ["Y", 45.0]], ["percent-formats-mixed@3|Tỷ lệ"], formatted("0%", "B2")),
    Case("phan-tram-lan.ods", ods([cell("string", "Xã") + cell("string", "Tỷ lệ"), cell("string", "X") + cell("percentage", "0.5", "50%"), cell("string", "Y") + cell("float", "45")]),
         "xa:text ty_le:decimal", [["X", 0.5], ["Y", 45.0]], ["percent-formats-mixed@3|Tỷ lệ"]),
    book("ma-tien-to.xlsx", [["Mã", "Tên"], [1, "A"], [12, "B"]], "ma:text:key ten:text:name", [["BV-001", "A"], ["BV-012", "B"]], ["zeros-from-format@|Mã"], formatted('"BV-"000', "A2", "A3")),
    book("don-vi-theo-dinh-dang.xlsx", [["Tên", "Diện tích"], ["A", 15]], "ten:text:name dien_tich:integer", [["A", 15]], ["unit-from-format@2|Diện tích"], formatted('0 "m²"', "B2"), units={"dien_tich": "m²"}),
    book("hai-bang-ke.xlsx", [["Mã", "Số", None, "Mã tuyến", "Dài"], ["T1", 5, None, "L1", 7], ["T2", 6, None, None, None]], "ma:text:key so:integer",
         [["T1", 5], ["T2", 6]], ["tables-several"]),
    book("cot-dem.xlsx", [["Mã", "Số", None, "Ghi chú"], ["T1", 5, None, "a"], ["T2", 6, None, "b"]], "ma:text:key so:integer ghi_chu:text", [["T1", 5, "a"], ["T2", 6, "b"]]),
    Case("excel-2003.xls", xml_2003([("String", "Mã"), ("String", "Số"), ("String", "Ngày")], [("String", "001"), ("Number", "5"), ("DateTime", "2024-03-05T00:00:00.000")]),
         "ma:text:key so:integer ngay:date", [["001", 5, "2024-03-05"]], source={"format": "SpreadsheetML", "sheet": "Dữ liệu"}),
    Case("excel-2003-doctype.xls", xml_2003([("String", "Mã")]).replace(b"<Workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><Workbook', 1), ok=False, findings=["doctype-refused"], counts=(0, 0, 0)),
    Case("excel-2003-hong.xls", xml_2003([("String", "Mã")])[:-30], ok=False, findings=["workbook-broken"], counts=(0, 0, 0)),
    Case("mat-khau.ods", with_password(), ok=False, findings=["workbook-password"], counts=(0, 0, 0)),
]  # fmt: skip

AREAS = [["Tên", "Diện tích"], ["A", 1.5], ["B", 2.25]]
AREAS_READ = ("ten:text:name dien_tich:decimal", [["A", 1.5], ["B", 2.25]])
MONTHS = [["Tên", "Kỳ báo cáo"], ["A", dt.date(2025, 3, 1)], ["B", dt.date(2025, 4, 1)]]
MONTHS_READ = ("ten:text:name ky_bao_cao:date", [["A", "2025-03-01"], ["B", "2025-04-01"]])
SHOWN = [
    book("don-vi-ha.xlsx", AREAS, *AREAS_READ, ["unit-from-format@2|Diện tích"], formatted('#,##0.00" ha"', "B2", "B3"), units={"dien_tich": "ha"}, said={"unit-from-format": ["1.5 ha", "ha", 1]}),
    book("don-vi-thoat.xlsx", AREAS, *AREAS_READ, ["unit-from-format@2|Diện tích"], formatted("[Red]0.00\\ \\h\\a", "B2", "B3"), units={"dien_tich": "ha"}),
    book("tien-dong.xlsx", [["Tên", "Mức thu"], ["A", 15000], ["B", 20000]], "ten:text:name muc_thu:integer", [["A", 15000], ["B", 20000]], ["unit-from-format@2|Mức thu"],
         formatted('_-* #,##0\\ [$₫-42A]_-;-* #,##0\\ [$₫-42A]_-', "B2", "B3"), units={"muc_thu": "₫"}),
    book("don-vi-trung-tieu-de.xlsx", [["Tên", "Diện tích (m2)"], ["A", 15.5]], "ten:text:name dien_tich_m2:decimal", [["A", 15.5]], [], formatted('0.0 "m²"', "B2"), units={"dien_tich_m2": "m2"}),
    book("tien-trung-tieu-de.xlsx", [["Tên", "Giá (đồng)"], ["A", 15000]], "ten:text:name gia_dong:integer", [["A", 15000]], [], formatted('#,##0 "VNĐ"', "B2"), units={"gia_dong": "đồng"}),
    book("don-vi-khac-tieu-de.xlsx", [["Tên", "Diện tích (ha)"], ["A", 15.5]], "ten:text:name dien_tich_ha:decimal", [["A", 15.5]], ["unit-format-differs@2|Diện tích (ha)"], formatted('0.0 "m²"', "B2"),
         units={"dien_tich_ha": "ha"}),
    book("don-vi-lan.xlsx", [["Tên", "Chiều dài"], ["A", 5.5], ["B", 7.5], ["C", 500.5]], "ten:text:name chieu_dai:decimal", [["A", 5.5], ["B", 7.5], ["C", 500.5]], ["unit-formats-mixed@4|Chiều dài"],
         lambda sheet: (formatted('0.0 "km"', "B2", "B3")(sheet), formatted('0.0 "m"', "B4")(sheet)), units={}),
    book("don-vi-thieu.xlsx", AREAS, *AREAS_READ, ["unit-formats-mixed@3|Diện tích"], formatted('0.00 "ha"', "B2"), units={}),
    book("khong-don-vi.xlsx", AREAS, *AREAS_READ, [], formatted("_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"_);_(@_)", "B2", "B3"), units={}),
    book("phan-tram-chu.xlsx", [["Xã", "Tỷ lệ (%)"], ["X", 45], ["Y", 12.5]], "xa:text ty_le:decimal", [["X", 45.0], ["Y", 12.5]], [], formatted('0.0"%"', "B2", "B3"), units={"ty_le": "%"}),
    book("phan-tram-chu-khong-ten.xlsx", [["Xã", "Tỷ lệ"], ["X", 45], ["Y", 12.5]], "xa:text ty_le:decimal", [["X", 45.0], ["Y", 12.5]], ["unit-from-format@2|Tỷ lệ"], formatted("0.0\\%", "B2", "B3"), units={"ty_le": "%"}),
    book("phan-tram-hai-kieu.xlsx", [["Xã", "Tỷ lệ"], ["X", 0.45], ["Y", 45]], "xa:text ty_le:decimal", [["X", 0.45], ["Y", 45.0]], ["percent-formats-mixed@3|Tỷ lệ"],
         lambda sheet: (formatted("0%", "B2")(sheet), formatted('0"%"', "B3")(sheet))),
    book("don-vi-dong-tong.xlsx", [*AREAS, ["C", 3.25], ["Tổng cộng", 7]], AREAS_READ[0], [*AREAS_READ[1], ["C", 3.25]], ["totals-row@5", "unit-from-format@2|Diện tích"], formatted('0.00 "ha"', "B2", "B3", "B4"),
         counts=(4, 3, 1), units={"dien_tich": "ha"}),
    book("don-vi-ten-cot-thieu-o.xlsx", [["Tên", "Diện tích (ha)"], ["A", 1.5], ["B", 2.25]], "ten:text:name dien_tich_ha:decimal", AREAS_READ[1], [], formatted('0.00 "ha"', "B2"), units={"dien_tich_ha": "ha"}),
    book("phan-tram-mau.xlsx", [["Xã", "Tỷ lệ (%)"], ["X", 0.45], ["Y", 0.125]], "xa:text ty_le:decimal", [["X", 0.45], ["Y", 0.125]], ["percent-read@2|Tỷ lệ (%)"],
         lambda sheet: (formatted("[Red]0%", "B2")(sheet), formatted("_(* 0.0%_)", "B3")(sheet)), units={}),
    book("chu-o-tieu-de.xlsx", [["Tên", "Số bao"], ["A", 5], ["B", 7]], "ten:text:name so_bao:integer", [["A", 5], ["B", 7]], [], formatted('0" bao"', "B2", "B3"), units={}),
    book("chu-la-so-hieu.xlsx", [["Số hiệu", "Tên"], [101, "A"], [102, "B"]], "so_hieu:text:key ten:text:name", [["101", "A"], ["102", "B"]], ["code-as-text@|Số hiệu", "format-text-dropped@2|Số hiệu"], formatted('#"/QĐ-UBND"', "A2", "A3"), units={}),
    book("chu-khong-la-don-vi.xlsx", [["Tên", "Số liệu"], ["A", 5], ["B", 7]], "ten:text:name so_lieu:integer", [["A", 5], ["B", 7]], ["format-text-dropped@2|Số liệu"], formatted('0" tháng 3"', "B2", "B3"), units={}),
    book("don-vi-theo-dieu-kien.xlsx", [["Tên", "Khối lượng"], ["A", 5], ["B", 1200]], "ten:text:name khoi_luong:integer", [["A", 5], ["B", 1200]], ["format-text-dropped@2|Khối lượng"],
         formatted('[<1000]0" kg";0.0," tấn"', "B2", "B3"), units={}),
    book("tieu-de-la-ngay.xlsx", [["Tên", dt.date(2025, 1, 1), dt.date(2025, 2, 1)], ["A", 5, 6], ["B", 7, 8]], "ten:text:name cot_2025_01_01:integer cot_2025_02_01:integer", [["A", 5, 6], ["B", 7, 8]], ["titles-dates@1"],
         formatted("mm/yyyy", "B1", "C1")),
    book("nhan-truoc-so.xlsx", AREAS, *AREAS_READ, [], formatted('"khoảng "0.00', "B2", "B3"), units={}),
    book("thang-nam.xlsx", MONTHS, *MONTHS_READ, ["date-without-day@2|Kỳ báo cáo"], formatted("mm/yyyy", "B2", "B3")),
    book("thang-nam-chu.xlsx", MONTHS, *MONTHS_READ, ["date-without-day@2|Kỳ báo cáo"], formatted("[$-42A]mmmm yyyy", "B2", "B3")),
    book("ngay-thang.xlsx", MONTHS, *MONTHS_READ, ["date-without-year@2|Kỳ báo cáo"], formatted("d/m", "B2", "B3")),
    book("ngay-du.xlsx", MONTHS, *MONTHS_READ, [], formatted("dd/mm/yy", "B2", "B3")),
    Case("don-vi-ha.ods", ods([cell("string", "Tên") + cell("string", "Diện tích"), cell("string", "A") + cell("float", "1.5", "1,50 ha"), cell("string", "B") + cell("float", "2.25", "2,25 ha")]),
         *AREAS_READ, ["unit-from-format@2|Diện tích"], units={"dien_tich": "ha"}),
    Case("tien.ods", ods([cell("string", "Tên") + cell("string", "Mức thu"), cell("string", "A") + cell("currency", "15000", "15.000 ₫")]), "ten:text:name muc_thu:integer", [["A", 15000]],
         ["unit-from-format@2|Mức thu"], units={"muc_thu": "₫"}),
    Case("chia-nghin.ods", ods([cell("string", "Tên") + cell("string", "Thu (triệu đồng)"), cell("string", "A") + cell("float", "1500000000", "1.500")]), "ten:text:name thu_trieu_dong:integer",
         [["A", 1500000000]], ["divided-by-format@2|Thu (triệu đồng)"], units={}),
    Case("nhom-nghin.ods", ods([cell("string", "Tên") + cell("string", "Thu (triệu đồng)"), cell("string", "A") + cell("float", "1500", "1.500")]), "ten:text:name thu_trieu_dong:integer",
         [["A", 1500]], units={"thu_trieu_dong": "triệu đồng"}),
    Case("thang-nam.ods", ods([cell("string", "Tên") + cell("string", "Kỳ báo cáo"), cell("string", "A") + cell("date", "2025-03-01", "03/2025")]), "ten:text:name ky_bao_cao:date",
         [["A", "2025-03-01"]], ["date-without-day@2|Kỳ báo cáo"]),
    Case("don-vi-o-la.ods", ods([cell("string", "Tên") + cell("string", "Giá"), *(cell("string", "A") + cell("currency", value, shown) for value, shown in (("5", "$5.00"), ("-5", "-$5.00"), ("0", " -   $ "), ("7", "###"), ("-6", "($6.00)")))]),
         "ten:text:name gia:integer", [["A", 5], ["A", -5], ["A", 0], ["A", 7], ["A", -6]], ["unit-from-format@2|Giá"], units={"gia": "$"}),
    Case("chia-trieu-so-0.ods", ods([cell("string", "Tên") + cell("string", "Thu"), cell("string", "A") + cell("float", "123", "0"), cell("string", "B") + cell("float", "5000000", "5")]), "ten:text:name thu:integer",
         [["A", 123], ["B", 5000000]], ["divided-by-format@3|Thu"], said={"divided-by-format": ["5000000", "1000000", 1]}),
    Case("ky-hieu-khoa-hoc.ods", ods([cell("string", "Tên") + cell("string", "Số lượng (con)"), cell("string", "A") + cell("float", "1234567", "1.23E+06")]), "ten:text:name so_luong_con:integer", [["A", 1234567]], []),
    Case("phan-tram-chu.ods", ods([cell("string", "Xã") + cell("string", "Tỷ lệ (%)"), cell("string", "X") + cell("float", "45", "45%")]), "xa:text ty_le:integer", [["X", 45]], [], units={"ty_le": "%"}),
    Case("chu-thich.ods", ods([cell("string", "Tên") + cell("string", "Số"), cell("string", "A") + cell("float", "45", "45 (a)")]), "ten:text:name so:integer", [["A", 45]], ["format-text-dropped@2|Số"], units={}),
    Case("thang-nam-ngan.ods", ods([cell("string", "Tên") + cell("string", "Kỳ báo cáo"), cell("string", "A") + cell("date", "2025-03-01", "03/25")]), "ten:text:name ky_bao_cao:date", [["A", "2025-03-01"]],
         ["date-without-day@2|Kỳ báo cáo"]),
    Case("ngay-thang-chu.ods", ods([cell("string", "Tên") + cell("string", "Kỳ báo cáo"), cell("string", "A") + cell("date", "2025-05-12", "May 12")]), "ten:text:name ky_bao_cao:date", [["A", "2025-05-12"]],
         ["date-without-year@2|Kỳ báo cáo"]),
    Case("ngay-du.ods", ods([cell("string", "Tên") + cell("string", "Kỳ báo cáo"), cell("string", "A") + cell("date", "2025-03-05", "05/03/25")]), "ten:text:name ky_bao_cao:date", [["A", "2025-03-05"]]),
]  # fmt: skip

LAYERS = [
    Case("chu-bi-cat.zip", dbf_shapefile([CUT[0], CUT[1][:-1] + b"\xc3", CUT[2]], "UTF-8"), NAMED, [[TEXTS[0], 106.65, 10.98], ["Nhà thuốc Đông Hò", 106.66, 10.98], [TEXTS[2], 106.67, 10.98]],
         ["text-cut@2|TEN"], source={"encoding": "utf-8"}),
    Case("mot-byte-hong.zip", dbf_shapefile([CUT[0], b"\xff" + CUT[1], CUT[2]], "UTF-8"), NAMED, [[TEXTS[0], 106.65, 10.98], [TEXTS[1], 106.66, 10.98], [TEXTS[2], 106.67, 10.98]],
         ["text-cut@2|TEN"]),
    Case("latin1-khai-utf8.zip", dbf_shapefile([b"Caf\xe9", b"H\xf4tel", b"A"], "UTF-8"), NAMED, [["Café", 106.65, 10.98], ["Hôtel", 106.66, 10.98], ["A", 106.67, 10.98]], ["encoding-converted"]),
    Case("duong-cong.gpkg", curved(CIRCLE), "ten:text:name so:integer hinh_hoc:text:geometry", [["Trạm A", 5, ring()]], ["geometry-linear@1"]),
    Case("chu-nul.geojson", f'{{"type":"FeatureCollection","features":[{NUL}]}}'.encode(), ok=False, columns=f"ten:text:name ghi_chu:text {PLACED}", findings=["nul-character@1|ghi_chu"],
         counts=(1, 0, 1)),
    Case("chu-u0000-thoat.geojson", collection(feature({"ten": "A", "ghi_chu": "\\u0000"}, "Point", [106.65, 10.98])), f"ten:text:name ghi_chu:text {PLACED}", [["A", "\\u0000", 106.65, 10.98]]),
    Case("ranh-gioi.tab", b'!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n  Type NATIVE Charset "WindowsLatin1"\n', ok=False, findings=["format-not-supported"], counts=(0, 0, 0)),
    Case("bang-thuong.tab", text("Mã\tSố\nA1\t5\n"), "ma:text:key so:integer", [["A1", 5]]),
    Case("ten-co-dau.kml", ('<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>f</name><Placemark><name>A</name><ExtendedData><Data name="Điện thoại"><value>0274 382</value></Data>'
         '<Data name="so"><value>5</value></Data></ExtendedData><Point><coordinates>106.65,10.98</coordinates></Point></Placemark></Folder></Document></kml>').encode(),
         f"name:text:name dien_thoai:text:phone so:integer {PLACED}", [["A", "0274 382", 5, 106.65, 10.98]]),
]  # fmt: skip

LINES = 'Tên\tGhi chú\tSố\r\nA\t"dòng một\r\ndòng hai"\t5\r\nB\tx\t6\r\n'
PLAIN = [
    Case("xuong-dong-trong-o.txt", LINES.encode("utf-16"), "ten:text:name ghi_chu:text so:integer", [["A", "dòng một\r\ndòng hai", 5], ["B", "x", 6]], source={"format": "TSV"}),
    Case("phay-trong-ngoac.txt", 'Tên,Số\n"A, B",5\nC,6\n'.encode(), "ten:text:name so:integer", [["A, B", 5], ["C", 6]], source={"format": "CSV"}),
    Case("thu-co-ngoac.txt", 'Kính gửi Sở\n"A, B" đề nghị\nmở dữ liệu, cảm ơn\n'.encode(), ok=False, findings=["format-not-supported"], counts=(0, 0, 0)),
]  # fmt: skip

CASES = [*WORKBOOKS, *SHOWN, *LAYERS, *PLAIN]
