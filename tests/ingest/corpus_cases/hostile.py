# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Files made to harm: each is refused with a finding, or read with a notice; none crashes, hangs, escapes or swells the reader."""

import io
import json
import sqlite3
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from tests.ingest.corpus_cases import layers
from tests.ingest.corpus_cases.case import Case, text, workbook
from tests.ingest.corpus_cases.workbooks import COLUMNS, ROWS, VALUES

CANARY = "/etc/passwd"
VRT = f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>{CANARY}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
VRT_HTTP = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/http://127.0.0.1:9/a.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


def refused(name: str, content, code: str, **more) -> Case:
    """Give a case that is refused as a whole by one finding."""
    return Case(f"hostile-{name}", content, ok=False, findings=[code], counts=more.pop("counts", (0, 0, 0)), **more)


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def linked() -> bytes:
    """Give a zip with a symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("a.shp")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, CANARY)
    return out.getvalue()


def twice() -> bytes:
    """Give a zip with one name twice."""
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as made:
        warnings.simplefilter("ignore")
        made.writestr("a.shp", b"1")
        made.writestr("a.shp", b"2")
    return out.getvalue()


def changed(data: bytes, at: bytes, offset: int, value: bytes) -> bytes:
    """Give ``data`` with the bytes at ``offset`` behind the last ``at`` replaced."""
    place = data.rfind(at) + offset
    return data[:place] + value + data[place + len(value) :]


def overlapping() -> bytes:
    """Give a zip whose directory lists the same bytes as two members, each as large as the file."""
    made = archive({"a.shp": b"x" * 5000, "b.shp": b"y" * 5000}, zipfile.ZIP_STORED)
    first = made.find(b"PK\x01\x02")
    return made[: first + 20] + struct.pack("<I", 9000) + made[first + 24 :]


def rezipped(change: dict[str, bytes | None], add: dict[str, bytes] | None = None, source: bytes | None = None) -> bytes:
    """Give the plain workbook with members changed, dropped (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source or workbook(ROWS))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = change.get(member, old.read(member))
            if data is not None:
                new.writestr(member, data)
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SHEET_XML = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BOOK_DTD = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
)

ODS_BOMB = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    + " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    + '><office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def contents_view(path: Path) -> None:
    """Write a GeoPackage whose table of contents is a view that never ends."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA application_id = 1196444487")
        database.execute(
            "CREATE VIEW gpkg_contents AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS table_name FROM n"
        )


def plain_sqlite(path: Path) -> None:
    """Write a SQLite database that is no GeoPackage."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE a (b)")


def cut_short(writer, size: int):
    """Give a writer that cuts another's file after ``size`` bytes."""

    def write(path: Path) -> None:
        writer(path)
        path.write_bytes(path.read_bytes()[:size])

    return write


def _cut_shp(part: str, data: bytes) -> bytes:
    return data[:110] if part == "shp" else data


def _cut_dbf(part: str, data: bytes) -> bytes:
    """Cut the attributes of the last shape short."""
    return data[:-60] if part == "dbf" else data


def _many_records(part: str, data: bytes) -> bytes:
    return data[:4] + struct.pack("<I", 2_000_000_000) + data[8:] if part == "dbf" else data


def nested(depth: int) -> bytes:
    """Give a GeoJSON polygon of too many brackets."""
    return (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":'
        + b"[" * depth
        + b"]" * depth
        + b"}}]}"
    )


def point(numbers: str) -> bytes:
    """Give a GeoJSON point with the numbers as written."""
    return layers.collection(layers.feature({"ten": "A", "so": 5}, "Point", ["?"])).replace(b'"?"', numbers.encode())


XXE = '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + layers.KML.split("?>", 1)[1].format(
    extra="<name>&x;</name>"
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{("&" + chr(97 + at) + ";") * 10}">' for at in range(9))
    + "]>"
    + layers.KML.split("?>", 1)[1].format(extra="<name>&j;</name>")
)
DEEP = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + "<Folder>" * 20_000
    + "</Folder>" * 20_000
    + "</Document></kml>"
)
AROUND = [[179.0, 10.0], [-179.0, 10.0], [-179.0, 11.0], [179.0, 11.0], [179.0, 10.0]]

CASES = [
    refused("vrt.geojson", VRT.encode(), "format-not-supported"),
    refused("vrt.kml", VRT.encode(), "format-not-supported"),
    refused("vrt.gpkg", VRT.encode(), "format-not-supported"),
    refused("vrt-mang.geojson", VRT_HTTP.encode(), "format-not-supported"),
    refused("vrt-bom.geojson", b"\xef\xbb\xbf" + VRT.encode(), "format-not-supported"),
    refused("danh-muc-la-view.gpkg", contents_view, "layer-broken"),
    refused("sqlite.gpkg", plain_sqlite, "format-not-supported"),
    refused("cut.gpkg", cut_short(layers.gpkg, 5000), "layer-broken"),
    refused("zip-slip.zip", archive({"../../a.shp": b"x"}), "zip-unsafe-name"),
    refused("zip-tuyet-doi.zip", archive({"/etc/a.shp": b"x"}), "zip-unsafe-name"),
    refused("zip-o-dia.zip", archive({"C:\\a.shp": b"x"}), "zip-unsafe-name"),
    refused("zip-lien-ket.zip", linked(), "zip-link"),
    refused("zip-bom.zip", archive({"a.shp": bytes(60 * 2**20)}), "zip-bomb"),
    refused("zip-long.zip", archive({"a.zip": archive({"b.shp": b"x"})}), "zip-nested"),
    refused("zip-trung-ten.zip", twice(), "zip-duplicate"),
    refused("zip-nhieu-muc.zip", changed(archive({"a.shp": b"x"}), b"PK\x05\x06", 10, struct.pack("<H", 60_000)), "zip-too-many"),
    refused("zip-mat-khau.zip", changed(archive({"a.shp": b"x"}), b"PK\x01\x02", 8, struct.pack("<H", 1)), "zip-encrypted"),
    refused("zip-cut.zip", archive({"a.shp": b"x" * 500})[:80], "zip-broken"),
    refused("zip-chong.zip", overlapping(), "zip-overlap"),
    refused("zip-noi-doi.zip", changed(archive({"a.shp": zlib.compress(b"x") * 50, "a.dbf": b"y", "a.shx": b"z"}), b"PK\x01\x02", 24, struct.pack("<I", 1)), "layer-broken"),
    refused("xlsx-bom.xlsx", rezipped({SHEET: SHEET_XML.format("<row/>" * 10_000_000).encode()}), "zip-bomb"),
    refused("xlsx-kich-thuoc.xlsx", rezipped({SHEET: SHEET_XML.format(CORNERS).encode()}), "needs-more-memory"),
    refused("xlsx-doctype.xlsx", rezipped({"xl/workbook.xml": BOOK_DTD}), "doctype-refused"),
    refused("xlsx-cut.xlsx", workbook(ROWS)[:3000], "zip-broken"),
    refused("xlsx-khong-trang.xlsx", rezipped({SHEET: None}), "workbook-broken"),
    Case("hostile-macro.xlsx", rezipped({}, {"xl/vbaProject.bin": b"\xcc"}), COLUMNS, VALUES, ["workbook-macros"]),
    Case("hostile-lien-ket-ngoai.xlsx", rezipped({}, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), COLUMNS, VALUES, ["workbook-links"]),
    refused("ole-rac.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\xff" * 2000, "workbook-broken"),
    refused("lap-vo-tan.ods", archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS_BOMB.encode()}), "workbook-broken"),
    Case("hostile-nul.csv", b"Ten;Ma\nA;x\0y\nB;z\n", "ten:text:name ma:text:key", [["B", "z"]], ["nul-character@2|Ma"], ok=False, counts=(2, 1, 1)),
    refused("nhieu-cot.csv", (";".join(f"c{at}" for at in range(100_000)) + "\n").encode(), "columns-too-many"),
    refused("o-khong-lo.csv", b"Ten;So\nA;" + b"x" * 1_000_100 + b"\n", "csv-unclosed-quote@2"),
    refused("ngoac-mo.csv", text('Tên;Số\nA;5\nB;"7\nC;8\nD;9\n'), "csv-unclosed-quote@3"),
    Case("hostile-tieu-de-sql.csv", text("a'b;\"x\"\"; DROP TABLE t; --\"\nq r;s t\n"), "a_b:text x_drop_table_t:text", [["q r", "s t"]]),
    refused("trang-web.csv", b"<html><script>alert(1)</script></html>", "format-not-supported"),
    refused("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "format-not-supported"),
    refused("pdf.csv", b"%PDF-1.7\n%\xe2\xe3\n", "format-not-supported"),
    refused("gif-js.csv", b"GIF89a=1;alert(1)//", "format-not-supported"),
    refused("gzip.csv", b"\x1f\x8b\x08\x00" + bytes(20), "format-not-supported"),
    refused("long-nhau.json", b"[" * 60_000, "format-not-supported"),
    refused("long-nhau.geojson", nested(20_000), "layer-broken"),
    refused("nan.geojson", point("NaN, 10.98"), "geometry-not-finite@1", counts=(1, 0, 1)),
    refused("vo-cuc.geojson", point("1e400, 10.98"), "layer-broken"),
    refused("1e308.geojson", point("1e308, 1e308"), "outside-vietnam@1", counts=(1, 0, 1)),
    refused("cut.geojson", layers.collection(*layers.stations())[:200], "layer-broken"),
    refused("doi-kinh-tuyen.geojson", layers.collection(layers.polygon("A", AROUND)), "outside-vietnam@1", counts=(1, 0, 1)),
    refused("xxe.kml", XXE.encode(), "doctype-refused"),
    refused("thuc-the.kml", BOMB.encode(), "doctype-refused"),
    refused("xxe.kmz", layers.kmz(XXE), "doctype-refused"),
    refused("xxe-utf16.kml", XXE.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"), "doctype-refused"),
    refused("thu-muc-sau.kml", DEEP.encode(), "layer-broken"),
    Case("hostile-networklink.kml", layers.KML.format(extra="<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>").encode(),
         layers.KML_COLUMNS, layers.KML_ROWS, ["geometry-flattened@1", "links-dropped"]),
    refused("cut.fgb", cut_short(layers.indexed_flatgeobuf, -20), "layer-broken"),
    refused("cut.parquet", cut_short(layers.parquet, 300), "layer-broken"),
    refused("rac.parquet", b"PAR1" + b"\xff" * 200 + b"PAR1", "layer-broken"),
    refused("shp-cut.zip", layers.shapefile(layers.ALL, names=_cut_shp), "layer-broken"),
    refused("dbf-cut.zip", layers.shapefile(layers.ALL, names=_cut_dbf), "layer-broken"),
    refused("dbf-noi-doi.zip", layers.shapefile(layers.ALL, names=_many_records), "layer-broken"),
    Case("hostile-mau-cham.csv", text(f"Tên;Mục\n{'a' * 40}b;q r\n"), "ten:text:name muc:text", [], ["constraint-broken@2|Tên"], ok=False, counts=(1, 0, 1),
         options={"schema": {"fields": [{"name": "ten", "constraints": {"pattern": "(a+)+"}}, {"name": "muc"}]}}),
    refused("mau-sai.csv", text("Tên;Mục\nA;q r\n"), "schema-invalid", counts=(1, 0, 1),
            options={"schema": {"fields": [{"name": "ten", "constraints": {"pattern": "(?<x"}}, {"name": "muc"}]}}),
    refused("rong.csv", b"", "file-empty"),
]  # fmt: skip

assert json.dumps([case.expectation() for case in CASES])
