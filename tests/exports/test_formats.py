"""What each format is for: Excel opens it right and runs nothing, maps know where it is, and files say what they are."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.dom import minidom

import openpyxl
import pyogrio
import pytest
import shapely

from ckanext.binhduong import vn
from ckanext.binhduong.exports.formats import workbook
from ckanext.binhduong.exports.formats.delimited import stream_csv, stream_excel_csv
from ckanext.binhduong.exports.formats.registry import FORMATS, VN2000, formats_for, write_export
from ckanext.binhduong.exports.formats.shapefile import short_names
from ckanext.binhduong.releases.canonical.parquet_table import Canonical
from tests.exports.tables import FACTS, SHAPES, VALUES, canonical, plain, points, polygons

WRITTEN = [format.ext for format in FORMATS.values() if format.write]


def excel_rows(table: Canonical) -> list[list[str]]:
    """The Excel flavour as rows of texts."""
    content = b"".join(stream_excel_csv(table, FACTS))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_rfc_4180(tmp_path: Path) -> None:
    """No byte-order mark, CRLF, quotes only where needed; no value is nothing, an empty text is quoted."""
    table = canonical(tmp_path, {name: VALUES[name][:3] for name in ("ma", "ten", "so_nguyen")})
    assert b"".join(stream_csv(table, FACTS)).decode() == (
        'ma,ten,so_nguyen\r\n0012,"Nhà thuốc ""Đức Hòa""; số 1, lầu 2",4611686018427387904\r\n0274000001,"",-5\r\n0013,,\r\n'
    )


def test_excel_csv_is_what_a_vietnamese_excel_reads(tmp_path: Path) -> None:
    """Titles in words, semicolons, decimal commas, times with a blank, TRUE and FALSE; no column of shapes."""
    head, first, *_ = excel_rows(polygons(tmp_path))
    assert head == ["Mã số", "Tên", "SO_NGUYEN", "SO_THAP_PHAN", "SO_DAI", "HOAT_DONG", "NGAY", "LUC", "GIO"]
    assert first == [
        *("0012", VALUES["ten"][0], "4611686018427387904", "-12,5", "12345678901234567890,1234"),
        *("TRUE", "2024-02-29", "2024-02-29 08:05:00", "07:30:00"),
    ]


DANGEROUS = ["=1+2", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|'/c calc'!A1", "+84 274 382 2222"]
HARMLESS = ["-5", "+84274", "-1,5", "Số 1 = 2", "a@b.vn", "", "—"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_excel_would_run_is_text(tmp_path: Path, text: str) -> None:
    """In the Excel flavour an apostrophe stands first; in XLSX the cell is a text; the CSV for programs keeps the value."""
    table = canonical(tmp_path, {"ma": [text], "ten": ["x"]})
    assert excel_rows(table)[1][0] == f"'{text}"
    assert next(csv.DictReader(io.StringIO(b"".join(stream_csv(table, FACTS)).decode(), newline="")))["ma"] == text
    write_export(FORMATS["xlsx"], table, tmp_path / "x.xlsx", FACTS)
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["Dữ liệu"]["A2"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(tmp_path: Path, text: str) -> None:
    """A number with a sign is a number, not a formula."""
    assert excel_rows(canonical(tmp_path, {"ma": ["x"], "ten": [text]}))[1][1] == text


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    """The guard is for texts."""
    table = canonical(tmp_path, {"ma": ["x"], "so_nguyen": [-5], "so_thap_phan": [-0.5]})
    assert excel_rows(table)[1] == ["x", "-5", "-0,5"]
    write_export(FORMATS["xlsx"], table, tmp_path / "x.xlsx", FACTS)
    row = openpyxl.load_workbook(tmp_path / "x.xlsx")["Dữ liệu"][2]
    assert [(cell.data_type, cell.value) for cell in row] == [("s", "x"), ("n", -5), ("n", -0.5)]


def test_a_title_cannot_be_a_formula(tmp_path: Path) -> None:
    """The header of an agency's file is as little trusted as its rows."""
    table = canonical(tmp_path, {"ten": ["x"]})
    table.titles["ten"] = {"vi": "=1+2"}
    assert excel_rows(table)[0] == ["'=1+2"]
    write_export(FORMATS["xlsx"], table, tmp_path / "x.xlsx", FACTS)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [cell.data_type for row in book["Giới thiệu"].iter_rows() for cell in row if cell.value == "=1+2"] == ["s"]
    assert book["Dữ liệu"]["A1"].data_type == "s"


def test_the_workbook_says_what_it_is(tmp_path: Path) -> None:
    """The sheet "Giới thiệu": agency, licence, sample or real, release and day, and the columns with titles and notes."""
    write_export(FORMATS["xlsx"], polygons(tmp_path), tmp_path / "x.xlsx", FACTS)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Dữ liệu", "Giới thiệu"]
    said = [[cell.value for cell in row if cell.value is not None] for row in book["Giới thiệu"].iter_rows()]
    assert said[:8] == [
        ["Tập dữ liệu / Dataset", "Nhà thuốc / Pharmacies"],
        ["Cơ quan cung cấp / Source agency", "Sở Y tế"],
        ["Giấy phép / Licence", "CC BY 4.0"],
        ["Nội dung giấy phép / Licence text", "https://creativecommons.org/licenses/by/4.0/"],
        ["Loại dữ liệu / Kind of data", "Dữ liệu mẫu, không phải số liệu thật / Sample data, not real"],
        ["Bản phát hành / Release", "3"],
        ["Ngày phát hành / Published", "22/11/2026"],
        ["Trang của tập dữ liệu / Dataset page", "https://dulieu.example/dataset/nha-thuoc"],
    ]
    assert [text for text in said[10] if text] == ["ma", "Mã số", "Code", "chữ / text", "Do Sở cấp", "Given by the department"]
    assert said[-1][0] == "ranh_gioi"
    assert "GeoJSON" in str(said[-1])


def test_types_of_cells(tmp_path: Path) -> None:
    """Codes are texts, days are days that Excel can count with, truth is a truth value."""
    write_export(FORMATS["xlsx"], plain(tmp_path), tmp_path / "x.xlsx", FACTS)
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["Dữ liệu"][3]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n", "n", "b", "s", "d", "d"]
    assert [cells[0].number_format, cells[7].number_format, cells[8].number_format] == ["@", "dd/mm/yyyy hh:mm:ss", "hh:mm:ss"]


def test_a_long_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet ends at Excel's limit; each has its header, none loses a row."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 4)
    write_export(FORMATS["xlsx"], canonical(tmp_path, {"ma": [str(n) for n in range(7)]}), tmp_path / "x.xlsx", FACTS)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Dữ liệu", "Dữ liệu 2", "Dữ liệu 3", "Giới thiệu"]
    assert [[row[0].value for row in book[name]] for name in book.sheetnames[:3]] == [
        ["Mã số", "0", "1", "2"],
        ["Mã số", "3", "4", "5"],
        ["Mã số", "6"],
    ]


def test_a_text_too_long_for_a_cell_says_so(tmp_path: Path) -> None:
    """Excel's cells end at 32,767 characters."""
    write_export(FORMATS["xlsx"], canonical(tmp_path, {"ma": ["x" * 40_000]}), tmp_path / "x.xlsx", FACTS)
    value = openpyxl.load_workbook(tmp_path / "x.xlsx")["Dữ liệu"]["A2"].value
    assert (len(value), value[-12:]) == (32_767, "x… [cắt bớt]")
    # Excel counts a character beyond U+FFFF twice.
    write_export(FORMATS["xlsx"], canonical(tmp_path, {"ma": ["𠮷" * 20_000]}), tmp_path / "x.xlsx", FACTS)
    value = openpyxl.load_workbook(tmp_path / "x.xlsx")["Dữ liệu"]["A2"].value
    assert value == "𠮷" * 16_378 + "… [cắt bớt]"


def test_texts_and_numbers_that_a_workbook_has_no_place_for(tmp_path: Path) -> None:
    """What looks like XML, spaces at the ends and line breaks stay; what looks like a coded character is no code; what is no number is
    text; an empty row takes its place."""
    texts = ["<r>&</r>", " x ", "một\nhai\tba", "_x0041_", None, "</t>"]
    numbers = [float("nan"), float("inf"), -1e300, 0.1, None, -0.0]
    write_export(FORMATS["xlsx"], canonical(tmp_path, {"ten": texts, "so_thap_phan": numbers}), tmp_path / "x.xlsx", FACTS)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Dữ liệu"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["<r>&</r>", " x ", "một\nhai\tba", "_x005F_x0041_", None, "</t>"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["nan", "inf", -1e300, 0.1, None, 0]


@pytest.mark.parametrize("hostile", ["<r>&</r>", "<r>x<r></r>", "a\ufffeb\uffff"])
def test_every_text_of_the_file_is_well_formed(tmp_path: Path, hostile: str) -> None:
    """Titles, the publisher's and the dataset's, are guarded like the rows: every part of the workbook and the KML are XML."""
    table = canonical(tmp_path, {"ma": [hostile], "kinh_do": [106.5], "vi_do": [11.0]}, "Point")
    table.titles["ma"] = {"vi": hostile, "en": hostile}
    facts = replace(FACTS, title=hostile, agency=hostile)
    for ext in ("xlsx", "kml"):
        write_export(FORMATS[ext], table, tmp_path / f"x.{ext}", facts)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        for name in book.namelist():
            minidom.parseString(book.read(name))
    minidom.parse(str(tmp_path / "x.kml"))
    if hostile.startswith("<"):
        opened = openpyxl.load_workbook(tmp_path / "x.xlsx")
        assert [opened["Dữ liệu"][cell].value for cell in ("A1", "A2")] == [hostile, hostile]
        assert str(opened["Giới thiệu"]["B2"].value) == hostile


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        ("1.00000000000000000000000000000001", False),
        ("0.99999999999999999999999999999999999", False),
        ("1.50000000000000000000000000000000", True),
        ("-0.000000000000000000123456789012345", True),
        ("123456789012345.6", False),
        ("999999999999999", True),
        ("1000000000000000", False),
        ("0.0000", True),
    ],
)
def test_fifteen_digits_are_a_number(number: str, exact: bool) -> None:
    """Excel holds fifteen digits; a longer number is text, however long its row of noughts."""
    assert workbook._is_exact(Decimal(number)) is exact


def test_geojson_is_rfc_7946(tmp_path: Path) -> None:
    """Box of all shapes, outer rings anticlockwise, at most seven decimals, the key column as id, a missing shape as null."""
    write_export(FORMATS["geojson"], polygons(tmp_path), tmp_path / "x", FACTS)
    collection = json.loads((tmp_path / "x").read_text())
    assert collection["bbox"] == [106.1, 11.0, 106.7, 11.4]
    rings = [ring for feature in collection["features"] if feature["geometry"] for ring in feature["geometry"]["coordinates"][0][:1]]
    assert all(shapely.LinearRing(ring).is_ccw for ring in rings)
    assert {len(str(number).partition(".")[2]) <= 7 for ring in rings for pair in ring for number in pair} == {True}
    assert collection["features"][2] | {"properties": None} == {"type": "Feature", "id": "0013", "geometry": None, "properties": None}


@pytest.mark.parametrize("ext", ["json", "geojson", "ndjson"])
def test_an_empty_layer_is_still_json(tmp_path: Path, ext: str) -> None:
    """No rows: an empty list, an empty collection without a box, an empty file."""
    table = canonical(tmp_path, {"ma": [], "kinh_do": [], "vi_do": []}, "Point")
    write_export(FORMATS[ext], table, tmp_path / "x", FACTS)
    expected = {"json": [], "geojson": {"type": "FeatureCollection", "name": "nha-thuoc", "features": []}, "ndjson": None}
    text = (tmp_path / "x").read_text()
    assert (json.loads(text) if text else None) == expected[ext]


def test_geopackage_has_titles_notes_and_its_licence(tmp_path: Path) -> None:
    """By SQLite: the data dictionary in `gpkg_data_columns`, source and licence in the description, a spatial index."""
    write_export(FORMATS["gpkg"], points(tmp_path), tmp_path / "x.gpkg", FACTS)
    with sqlite3.connect(tmp_path / "x.gpkg") as connection:
        ((name, description, change, srs),) = connection.execute("SELECT identifier, description, last_change, srs_id FROM gpkg_contents")
        words = connection.execute("SELECT name, title, description FROM gpkg_data_columns WHERE column_name = 'ma'").fetchall()
        (indexed,) = connection.execute('SELECT count(*) FROM "rtree_nha-thuoc_geom"').fetchone()
    assert (name, srs, change, indexed) == ("Nhà thuốc", 4326, "2026-11-22T00:00:00.000Z", 4)
    assert description == (
        "Sở Y tế; CC BY 4.0; dữ liệu mẫu (sample data); bản phát hành 3 (2026-11-22); https://dulieu.example/dataset/nha-thuoc"
    )
    assert [(word or None) for row in words for word in row if word] == ["Mã số", "Do Sở cấp"]


@pytest.mark.parametrize("ext", ["gpkg", "shp.zip"])
def test_vn2000_by_the_pinned_transformation(tmp_path: Path, ext: str) -> None:
    """South of 11.04° N too, where PROJ left to choose is 0.8 m off: the metres are those of `vn`."""
    write_export(FORMATS[ext], points(tmp_path), tmp_path / f"x.{ext}", FACTS, VN2000)
    frame = pyogrio.read_dataframe(tmp_path / f"x.{ext}")
    east, north = vn.from_wgs84(106.6512, 10.9804, VN2000)
    assert frame.crs.to_epsg() == 9210
    assert (frame.geometry[0].x, frame.geometry[0].y) == pytest.approx((float(east), float(north)), abs=1e-6)
    assert 500_000 < frame.geometry[0].x < 700_000


def test_the_shapefile_has_all_it_needs(tmp_path: Path) -> None:
    """UTF-8 by its .cpg, names of ten characters and what they stand for, source and licence; Vietnamese and shapes read back."""
    write_export(FORMATS["shp.zip"], polygons(tmp_path), tmp_path / "x.shp.zip", FACTS)
    with zipfile.ZipFile(tmp_path / "x.shp.zip") as archive:
        assert archive.namelist() == [
            "gioi-thieu.txt",
            *(f"nha-thuoc.{part}" for part in ("cpg", "dbf", "prj", "shp", "shx")),
            "ten-cot.csv",
        ]
        assert archive.read("nha-thuoc.cpg") == b"UTF-8"
        mapping = archive.read("ten-cot.csv").decode("utf-8-sig").splitlines()
        assert "CC BY 4.0" in archive.read("gioi-thieu.txt").decode("utf-8-sig")
    assert (mapping[0], mapping[1], mapping[4]) == (
        "ten_ngan,ten_cot,tieu_de,title",
        "ma,ma,Mã số,Code",
        'so_thap_ph,so_thap_phan,SO_THAP_PHAN,""',
    )
    frame = pyogrio.read_dataframe(tmp_path / "x.shp.zip")
    assert frame["ma"].tolist() == VALUES["ma"]
    assert frame["ten"][0] == VALUES["ten"][0]
    assert [shape is None or shape.equals(given) for shape, given in zip(frame.geometry, SHAPES, strict=True)] == [True] * 5


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["ma", "dien_tich_ha", "dien_tich_dat"], ["ma", "dien_tich_", "dien_tic_1"]),
        (["a" * 11, "a" * 12, "a" * 10], ["a" * 10, "a" * 8 + "_1", "a" * 8 + "_2"]),
    ],
)
def test_short_names_are_unique(names: list[str], short: list[str]) -> None:
    """Ten characters, whatever the names have in common."""
    assert list(short_names(names).values()) == short


def test_a_table_is_not_offered_as_a_map(tmp_path: Path) -> None:
    """Without places: spreadsheets and files for programs; a mixture of shapes is no Shapefile."""
    assert [format.ext for format in formats_for(None)] == ["xlsx", "excel.csv", "csv", "json", "ndjson", "parquet"]
    assert [format.ext for format in formats_for("Point")] == [
        *("xlsx", "excel.csv", "geojson", "gpkg", "fgb", "kml", "shp.zip", "csv", "json", "ndjson", "parquet"),
    ]
    assert {format.ext for format in formats_for("Point")} - {format.ext for format in formats_for("Geometry")} == {"shp.zip"}


@pytest.mark.parametrize("ext", WRITTEN)
def test_the_same_release_gives_the_same_bytes(tmp_path: Path, ext: str) -> None:
    """A file made again is the same file, so an address that is for ever stays true."""
    table = points(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_export(FORMATS[ext], table, tmp_path / name / f"x.{ext}", FACTS)
    assert (tmp_path / "one" / f"x.{ext}").read_bytes() == (tmp_path / "two" / f"x.{ext}").read_bytes()
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == [f"x.{ext}"]


_PEAK = """
import resource, sys
from pathlib import Path
from ckanext.binhduong.releases.canonical.parquet_table import open_canonical
from ckanext.binhduong.exports.formats.registry import FORMATS, write_export
from tests.exports.tables import FACTS
write_export(FORMATS[sys.argv[2]], open_canonical(Path(sys.argv[1])), Path(sys.argv[3]), FACTS)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(scope="module")
def long_tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Layers of 20,000 and of 160,000 points."""
    made = []
    for rows in (20_000, 160_000):
        folder = tmp_path_factory.mktemp("long")
        values: dict[str, list[Any]] = {"ma": [f"{n:09}" for n in range(rows)], "ten": ["Nhà thuốc Đức Hòa"] * rows}
        places = {"kinh_do": [106.5 + n * 1e-6 for n in range(rows)], "vi_do": [11.0] * rows}
        made.append(canonical(folder, values | places, "Point").path)
    return made


@pytest.mark.slow("ext", run=3)
@pytest.mark.parametrize("ext", WRITTEN)
def test_memory_does_not_grow_with_the_rows(long_tables: list[Path], tmp_path: Path, ext: str) -> None:
    """Eight times the rows take less than 30 MB more (FlatGeobuf's index takes a hundred bytes a row)."""
    peaks = []
    for path in long_tables:
        words = [sys.executable, "-c", _PEAK, str(path), ext, str(tmp_path / f"x{len(peaks)}.{ext}")]
        peaks.append(int(subprocess.run(words, check=True, capture_output=True, text=True).stdout))
    assert peaks[1] - peaks[0] < 30_000, peaks
