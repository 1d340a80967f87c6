"""Canonical files with everything that a format may lose, and the rows that stand in them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import shapely

from ckanext.binhduong.exports.formats.export_table import Facts
from ckanext.binhduong.releases.canonical.parquet_table import Canonical, open_canonical, write_canonical
from ckanext.binhduong.releases.publish.table_sql import TableSpec

FACTS = Facts(
    dataset="nha-thuoc", title="Nhà thuốc", title_en="Pharmacies", agency="Sở Y tế", licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/", sample=True, number=3, published=date(2026, 11, 22),
    address="https://dulieu.example/dataset/nha-thuoc",
)  # fmt: skip

TITLES = {"ma": {"vi": "Mã số", "en": "Code", "notes": "Do Sở cấp", "notes_en": "Given by the department"}, "ten": {"vi": "Tên"}}

_TYPES = {
    "ma": ("text", pa.string(), "key"),
    "ten": ("text", pa.string(), "name"),
    "so_nguyen": ("integer", pa.int64(), None),
    "so_thap_phan": ("decimal", pa.float64(), None),
    "so_dai": ("decimal", pa.decimal128(30, 4), None),
    "hoat_dong": ("boolean", pa.bool_(), None),
    "ngay": ("date", pa.date32(), None),
    "luc": ("timestamp", pa.timestamp("us"), None),
    "gio": ("time", pa.time64("us"), None),
    "kinh_do": ("decimal", pa.float64(), "longitude"),
    "vi_do": ("decimal", pa.float64(), "latitude"),
    "ranh_gioi": ("text", pa.string(), "geometry"),
}

_MOMENTS = ["2024-02-29T08:05", "1999-12-31T23:59:59.5", None, "1890-01-05T01:00", "2026-01-01T00:00"]

VALUES: dict[str, list[Any]] = {
    "ma": ["0012", "0274000001", "0013", "0014", "0015"],
    "ten": ['Nhà thuốc "Đức Hòa"; số 1, lầu 2', "", None, "dòng một\r\ndòng hai", "=1+2 <b>&\\ ' 𠮷"],
    "so_nguyen": [2**62, -5, None, 0, 12],
    "so_thap_phan": [-12.5, 0.1, None, 1e-7, 106.6512],
    "so_dai": [Decimal("12345678901234567890.1234"), Decimal("-0.0001"), None, Decimal("0.0000"), Decimal("7.5000")],
    "hoat_dong": [True, False, None, True, False],
    "ngay": [date(2024, 2, 29), date(1890, 1, 5), None, date(1999, 12, 31), date(2026, 11, 22)],
    "luc": [moment and datetime.fromisoformat(moment) for moment in _MOMENTS],
    "gio": [time(7, 30), time(23, 59, 59), None, time(0, 0), time(12, 5, 6)],
}
POINTS = {"kinh_do": [106.6512, 106.7000001, None, 106.5, 106.6], "vi_do": [10.9804, 11.05, None, 11.2, 11.1]}
_HOLE = [[106.62, 11.02], [106.62, 11.04], [106.64, 11.04], [106.62, 11.02]]
SHAPES = [
    shapely.Polygon([(106.6, 11.0), (106.7, 11.0), (106.7, 11.1), (106.6, 11.1)], [_HOLE]),
    shapely.MultiPolygon([shapely.box(106.1, 11.1, 106.2, 11.2), shapely.box(106.3, 11.1, 106.4, 11.2)]),
    None,
    shapely.box(106.5, 11.3, 106.6, 11.4),
    shapely.box(106.51234567, 11.3, 106.6, 11.4),
]


def canonical(folder: Path, values: dict[str, list[Any]], kind: str | None = None) -> Canonical:
    """Write and open the canonical file of these columns; ``kind`` is the report's type of shapes."""
    batch = pa.record_batch({name: pa.array(column, _TYPES[name][1]) for name, column in values.items()})
    columns = [{"name": name, "title": name.upper(), "type": _TYPES[name][0], "role": _TYPES[name][2]} for name in values]
    with pa.OSFile(str(folder / "checked"), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)
    spec = TableSpec.from_report({"columns": columns, "geometry": {"type": kind} if kind else None}, "ma" if "ma" in values else None)
    write_canonical(folder / "checked", spec, TITLES, folder / "canonical")
    return open_canonical(folder / "canonical")


def points(folder: Path) -> Canonical:
    """A layer of points, one row without a place."""
    return canonical(folder, {**VALUES, **POINTS}, "Point")


def polygons(folder: Path) -> Canonical:
    """A layer of polygons, one with a hole, one in two parts, one missing."""
    return canonical(folder, {**VALUES, "ranh_gioi": [shape and shapely.to_geojson(shape) for shape in SHAPES]}, "Polygon")


def plain(folder: Path) -> Canonical:
    """A table without places."""
    return canonical(folder, VALUES)
