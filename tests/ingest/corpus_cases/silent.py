# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""What was once changed or lost without a word: each case is a damage found by probing, with what a careful person expects of the file."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.ingest.corpus_cases.case import Case
from tests.ingest.corpus_cases.layers import ALL, COLUMNS, ROWS, collection, feature, shapefile

PLACED = "kinh_do:decimal:longitude vi_do:decimal:latitude"


def dbf(old: bytes, new: bytes):
    """Give a writer of the stations as Shapefile, one piece of whose DBF is another."""
    return shapefile(ALL, names=lambda part, data: data.replace(old, new) if part == "dbf" else data)


def kml(number: str) -> bytes:
    """Give a KML that declares a number field, whose second value is ``number``."""
    places = "".join(
        f'<Placemark><name>{name}</name><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="so">{value}</SimpleData></SchemaData></ExtendedData>'
        "<Point><coordinates>106.65,10.98</coordinates></Point></Placemark>"
        for name, value in (("A", "5"), ("B", number))
    )
    schema = '<Schema name="s" id="s"><SimpleField type="int" name="so"/></Schema>'
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
    Case("chu-trong-cot-so.kml", kml("không rõ số"), f"name:text:name so:text {PLACED}",
         [["A", "5", 106.65, 10.98], ["B", "không rõ số", 106.65, 10.98]], ["column-mixed@2|so"]),
    Case("dbf-tran-so.zip", dbf(b"7".rjust(18), b"*" * 18), COLUMNS, [ROWS[0], [ROWS[1][0], None, *ROWS[1][2:]]], ["null-words@2|So"]),
    Case("dbf-chu-trong-cot-so.zip", dbf(b" 7", b"b7"), COLUMNS.replace("so:integer", "so:text"), [["Trạm A", "5", *ROWS[0][2:]], ["Trạm B", "b7", *ROWS[1][2:]]],
         ["column-mixed@2|So"]),
    Case("dbf-xoa.zip", dbf(" Trạm A".encode(), "*Trạm A".encode()), COLUMNS, ROWS[1:], ["records-deleted"], said={"records-deleted": [None, None, 1]}),
    Case("so-thap-phan.parquet", numbers, "ten:text:name dan_so_nguoi:decimal do:decimal lon:text",
         [["A", 1.234, 1234.56, "9223372036854775813"], ["B", 5.678, 1.1, "5"]], ["code-as-text@|lon"]),
]  # fmt: skip

CASES = [*LAYERS]
