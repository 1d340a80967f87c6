# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Fields of layers that GDAL reads otherwise than they are written: dates that are none, empty yes or no, long numbers, moments."""

import datetime as dt
from pathlib import Path

from tests.ingest.corpus_cases.case import Case
from tests.ingest.corpus_cases.layers import POINTS, collection, dbf_fields, feature

PLACED = "kinh_do:decimal:longitude vi_do:decimal:latitude"
WITH_DATES = [(b"TEN", b"C", 10), (b"NGAY", b"D", 8)]
DATES = [b"20230228", b"20230231", b"00000000", b"", b"5/3/2023", b"20241231"]


def named(rows: list[list[bytes]]) -> list[list[bytes]]:
    """Put a name of one letter before each record."""
    return [[b"ABCDEFG"[at : at + 1], *row] for at, row in enumerate(rows)]


def placed(at: int, *values: object) -> list[object]:
    """Give the published row of record ``at``."""
    return ["ABCDEFG"[at], *values, 106.65 + at / 100, 10.98]


def moments(zone: dt.timezone | None):
    """Give a writer of the stations as GeoPackage with half past two of an afternoon, in UTC or without a zone."""

    def write(path: Path) -> None:
        import geopandas
        import shapely

        from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio

        pyogrio()
        times = [dt.datetime(2023, 3, 5, 14, 30, tzinfo=zone), dt.datetime(2023, 12, 25, 0, 0, 5, tzinfo=zone)]
        frame = geopandas.GeoDataFrame(
            {"Ten": [name for name, *_ in POINTS], "Luc": times}, geometry=[shapely.Point(lon, lat) for _, lon, lat in POINTS], crs=4326
        )
        target = path.with_name("corpus-part.gpkg")
        frame.to_file(target, driver="GPKG", engine="pyogrio", layer="tram")
        target.rename(path)

    return write


def _at(*times: str) -> list[list[object]]:
    return [[name, time, lon, lat] for time, (name, lon, lat) in zip(times, POINTS, strict=True)]


CODES = [
    {"ten": "A", "ma": 718.0, "ma_so_thue": 302345678, "dien_thoai": 908123456, "so_tai_khoan": 1234567890123456},
    {"ten": "B", "ma": 1234567890123450.0, "ma_so_thue": 3701234567, "dien_thoai": 2743822111, "so_tai_khoan": 9876543210987654},
]
"""Codes that a program keeps as numbers, one as a decimal; a GeoJSON loses no digits of the last."""

CASES = [
    Case("ma-la-so.geojson", collection(*(feature(each, "Point", [106.65, 10.98]) for each in CODES)),
         f"ten:text:name ma:text:key ma_so_thue:text dien_thoai:text:phone so_tai_khoan:text {PLACED}",
         [["A", "718", "302345678", "0908123456", "1234567890123456", 106.65, 10.98], ["B", "1234567890123450", "3701234567", "02743822111", "9876543210987654", 106.65, 10.98]],
         ["code-as-text@|ma", "code-as-text@|ma_so_thue", "zero-missing@1|ma_so_thue", "phone-zero-restored@1|dien_thoai", "code-as-text@|so_tai_khoan"]),
    Case("dbf-ngay-sai.zip", dbf_fields(WITH_DATES, named([[each] for each in DATES])), f"ten:text:name ngay:date {PLACED}",
         [placed(0, "2023-02-28"), placed(2, None), placed(3, None), placed(5, "2024-12-31")], ["date-impossible@2|NGAY", "date-unreadable@5|NGAY"], ok=False, counts=(6, 4, 2),
         said={"date-impossible": ["20230231", None, 1], "date-unreadable": ["5/3/2023", None, 1]}),
    Case("dbf-ngay-sai-sau-xoa.zip", dbf_fields(WITH_DATES, named([[each] for each in DATES[:3]]), deleted=0), f"ten:text:name ngay:date {PLACED}", [placed(2, None)],
         ["records-deleted", "date-impossible@1|NGAY"], ok=False, counts=(2, 1, 1)),
    Case("dbf-co-khong.zip", dbf_fields([(b"TEN", b"C", 10), (b"CO", b"L", 1), (b"SO", b"L", 1)], named([[b"T", b"1"], [b"", b"0"], [b"F", b"1"], [b"?", b"1"]])),
         f"ten:text:name co:boolean so:integer {PLACED}", [placed(0, True, 1), placed(1, None, 0), placed(2, False, 1), placed(3, None, 1)]),
    Case("dbf-so-dai.zip", dbf_fields([(b"TEN", b"C", 10), (b"TK", b"N", 20), (b"DEM", b"N", 20)], named([[b"1234567890123456789", b"12"], [b"9876543210987654321", b"7"]])),
         f"ten:text:name tk:text dem:integer {PLACED}", [placed(0, "1234567890123456789", 12), placed(1, "9876543210987654321", 7)], ["code-as-text@|TK"]),
    Case("luc.gpkg", moments(None), f"ten:text:name luc:timestamp {PLACED}", _at("2023-03-05T14:30:00", "2023-12-25T00:00:05")),
    Case("luc-utc.gpkg", moments(dt.UTC), f"ten:text:name luc:timestamp {PLACED}", _at("2023-03-05T21:30:00", "2023-12-25T07:00:05"), ["time-zone-converted@1|Luc"]),
]  # fmt: skip
