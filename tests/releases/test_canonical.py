"""The canonical (Geo)Parquet of a release: what is in it, and that others can read it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from ckanext.binhduong.releases.canonical.parquet_table import open_canonical, write_canonical, write_from_batches
from ckanext.binhduong.releases.publish.table_sql import TableSpec

POINT_COLUMNS = [
    {"name": "ma", "title": "Mã", "type": "text", "role": "key"},
    {"name": "kinh_do", "title": "Kinh độ", "type": "decimal", "role": "longitude"},
    {"name": "vi_do", "title": "Vĩ độ", "type": "decimal", "role": "latitude"},
]
SQUARE = [[106.6, 11.0], [106.7, 11.0], [106.7, 11.1], [106.6, 11.0]]


def report(columns: list[dict[str, Any]], type: str | None = None) -> dict[str, Any]:
    """A report with these columns and shapes of this type."""
    return {"columns": columns, "geometry": {"type": type} if type else None}


def table(path: Path, **columns: pa.Array | list[Any]) -> Path:
    """A checked table as ``ingest.check_file`` writes it."""
    batch = pa.record_batch(columns)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)
    return path


def test_points_get_a_column_of_their_own(tmp_path: Path) -> None:
    """Longitude and latitude stay; a row without a place has no shape; titles, key and extent are told."""
    source = table(tmp_path / "t", ma=["A", "B", "C"], kinh_do=[106.5, None, 106.7], vi_do=[11.0, 11.1, 11.2])
    spec = TableSpec.from_report(report(POINT_COLUMNS, "Point"), "ma")
    write_canonical(source, spec, {"ma": {"vi": "Mã số"}}, tmp_path / "c")
    found = open_canonical(tmp_path / "c")
    assert (found.rows, found.key, found.geometry_column, found.geometry_type) == (3, "ma", "geometry", "Point")
    assert (found.columns, found.titles, found.extent) == (POINT_COLUMNS, {"ma": {"vi": "Mã số"}}, [106.5, 11.0, 106.7, 11.2])
    assert found.schema.names == ["ma", "kinh_do", "vi_do", "geometry"]
    frame = geopandas.read_parquet(tmp_path / "c")
    assert frame.crs.to_authority() == ("OGC", "CRS84")
    assert frame.geometry.to_wkt().fillna("").tolist() == ["POINT (106.5 11)", "", "POINT (106.7 11.2)"]


def test_the_shape_column_gives_way_to_a_column_of_that_name(tmp_path: Path) -> None:
    """A published column ``geometry`` of a point layer keeps its name and its text."""
    columns = [*POINT_COLUMNS, {"name": "geometry", "title": "geometry", "type": "text", "role": None}]
    source = table(tmp_path / "t", ma=["A"], kinh_do=[106.5], vi_do=[11.0], geometry=["tròn"])
    write_canonical(source, TableSpec.from_report(report(columns, "Point")), {}, tmp_path / "c")
    found = open_canonical(tmp_path / "c")
    assert (found.geometry_column, found.schema.names[-2:]) == ("_geometry", ["geometry", "_geometry"])
    assert next(found.batches()).column("geometry").to_pylist() == ["tròn"]


def test_shapes_are_flat_and_multiple_as_in_the_table(tmp_path: Path) -> None:
    """Polygons become MultiPolygon without heights, under the name of the text column; the standard's metadata names type and box."""
    shape = json.dumps({"type": "Polygon", "coordinates": [[[x, y, 5] for x, y in SQUARE]]})
    source = table(tmp_path / "t", hinh=pa.array([shape, None], pa.string()), ten=["Khu A", "Khu B"])
    columns = [{"name": "hinh", "title": "Hình", "type": "text", "role": "geometry"}, {"name": "ten", "title": "Tên", "type": "text"}]
    write_canonical(source, TableSpec.from_report(report(columns, "Polygon")), {}, tmp_path / "c")
    assert open_canonical(tmp_path / "c").schema.types == [pa.binary(), pa.string()]
    frame = geopandas.read_parquet(tmp_path / "c")
    assert frame.geometry.to_wkt().fillna("").tolist() == ["MULTIPOLYGON (((106.6 11, 106.7 11, 106.7 11.1, 106.6 11)))", ""]
    assert json.loads(pq.read_metadata(tmp_path / "c").metadata[b"geo"]) == {
        "version": "1.1.0",
        "primary_column": "hinh",
        "columns": {"hinh": {"encoding": "WKB", "geometry_types": ["MultiPolygon"], "edges": "planar", "bbox": [106.6, 11.0, 106.7, 11.1]}},
    }


@pytest.mark.parametrize(
    ("type", "values"),
    [
        ("text", pa.array(["", None, "Đức"])),
        ("integer", pa.array([2**62, None, -1], pa.int64())),
        ("decimal", pa.array([0.1, None, -0.0])),
        ("decimal", pa.array([Decimal("12345678901234567890.12"), None, Decimal("0.01")], pa.decimal128(30, 2))),
        ("boolean", pa.array([True, None, False])),
        ("date", pa.array([date(2026, 11, 22), None, date(1900, 1, 1)])),
        ("timestamp", pa.array([0, None, 1], pa.timestamp("us"))),
        ("time", pa.array([0, None, 86_399_000_000], pa.time64("us"))),
    ],
)
def test_every_type_comes_back_as_it_was(tmp_path: Path, type: str, values: pa.Array) -> None:
    """Values, nulls and Arrow types survive; a table without coordinates has no shape column."""
    source = table(tmp_path / "t", a=values)
    write_canonical(source, TableSpec.from_report(report([{"name": "a", "title": "A", "type": type}])), {}, tmp_path / "c")
    found = open_canonical(tmp_path / "c")
    assert (found.geometry_column, next(found.batches()).column("a")) == (None, values)
    assert b"geo" not in pq.read_metadata(tmp_path / "c").metadata


def test_row_groups_are_of_a_size_and_the_order_stays(tmp_path: Path) -> None:
    """Small batches are joined and large ones cut, so that a row group has at most 50,000 rows; the rows stay in their order."""
    spec = TableSpec.from_report(report([{"name": "n", "title": "n", "type": "integer"}]))
    starts = (0, 20_000, 40_000, 160_000, 170_000)
    batches = [pa.record_batch({"n": pa.array(range(*pair))}) for pair in pairwise(starts)]
    write_from_batches(batches, batches[0].schema, spec, {}, tmp_path / "c")
    file = pq.ParquetFile(tmp_path / "c")
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [40_000, 50_000, 50_000, 30_000]
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert [n for batch in open_canonical(tmp_path / "c").batches() for n in batch.column("n").to_pylist()] == list(range(170_000))


def test_a_table_without_rows_has_a_file_too(tmp_path: Path) -> None:
    """It has the columns and no extent."""
    source = table(tmp_path / "t", ma=pa.array([], pa.string()), kinh_do=pa.array([], pa.float64()), vi_do=pa.array([], pa.float64()))
    write_canonical(source, TableSpec.from_report(report(POINT_COLUMNS, "Point")), {}, tmp_path / "c")
    found = open_canonical(tmp_path / "c")
    assert (found.rows, found.extent, found.schema.names) == (0, None, ["ma", "kinh_do", "vi_do", "geometry"])


def test_another_parquet_file_is_not_ours(tmp_path: Path) -> None:
    """What nobody wrote for us is not taken for a canonical file."""
    pq.write_table(pa.table({"a": [1]}), tmp_path / "c")
    with pytest.raises(ValueError, match="canonical"):
        open_canonical(tmp_path / "c")


_WRITER = """
import resource, sys
import pyarrow as pa
from ckanext.binhduong.releases.canonical.parquet_table import write_from_batches
from ckanext.binhduong.releases.publish.table_sql import TableSpec

columns = [{"name": name, "title": name, "type": "text"} for name in "abcdef"]
def batches(count):
    for number in range(count):
        text = pa.array([f"Đường số {number} {row}" for row in range(25_000)])
        yield pa.record_batch({column["name"]: text for column in columns})
schema = pa.schema([(column["name"], pa.string()) for column in columns])
write_from_batches(batches(int(sys.argv[1])), schema, TableSpec.from_report({"columns": columns}), {}, sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(batches: int, target: Path) -> int:
    """Kilobytes that a process of its own takes to write so many batches of 25,000 rows."""
    run = subprocess.run([sys.executable, "-c", _WRITER, str(batches), str(target)], capture_output=True, text=True, check=True)
    return int(run.stdout)


def test_memory_is_that_of_a_row_group(tmp_path: Path) -> None:
    """Ten times the rows take no more memory than a row group's worth more."""
    few, many = peak(4, tmp_path / "a"), peak(40, tmp_path / "b")
    assert open_canonical(tmp_path / "b").rows == 1_000_000
    assert many - few < 40_000, (few, many)
