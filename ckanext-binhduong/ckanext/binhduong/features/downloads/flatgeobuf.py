"""FlatGeobuf by GDAL. GDAL stops all threads of the process that it writes in: more than a few rows are written in one of its own.

Imports no CKAN.

Memory is that of a batch: the rows are read from a file of lines (``statements.lines``) and handed to GDAL through Arrow.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ckanext.binhduong.core.problems.request_errors import UnavailableError
from ckanext.binhduong.features.downloads.statements import MARK

__all__ = ["AT_ONCE", "Layout", "write_flatgeobuf"]

_SHAPE = "_geom"
_ROWS = 2_000
AT_ONCE = 5_000
"""Rows that are written in this process: some hundredths of a second, where another process needs half a second to begin."""


@dataclass(frozen=True)
class Layout:
    """What a file is made of.

    Attributes:
        layer: its name.
        geometry_type: as ``geo.layers`` has it.
        epsg: the code of its system.
        columns: their types by name.
        is_indexed: whether it gets a spatial index, which reorders the rows.
        rows: how many there are.
    """

    layer: str
    geometry_type: str
    epsg: int
    columns: dict[str, str]
    is_indexed: bool
    rows: int


def write_flatgeobuf(source: Path, target: Path, layout: Layout, seconds: int) -> None:
    """Write a file of lines as FlatGeobuf.

    Args:
        source: the lines.
        target: a file that is not there yet.
        layout: of the file.
        seconds: that another process may take.

    Raises:
        UnavailableError: it took longer.
        subprocess.CalledProcessError: GDAL could not.
    """
    if layout.rows <= AT_ONCE:
        _write(source, target, layout)
    else:
        _write_apart(source, target, layout, seconds)


def _write_apart(source: Path, target: Path, layout: Layout, seconds: int) -> None:
    words = [sys.executable, "-P", "-m", __spec__.name, str(source), str(target), json.dumps(asdict(layout))]
    try:
        subprocess.run(words, check=True, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UnavailableError from error


def _write(source: Path, target: Path, layout: Layout) -> None:
    import pyarrow as pa
    import pyogrio

    kinds = {"integer": pa.int64(), "decimal": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(), "timestamp": pa.timestamp("us")}
    fields = [pa.field(name, kinds.get(kind, pa.string())) for name, kind in layout.columns.items()]
    schema = pa.schema([*fields, pa.field(_SHAPE, pa.binary())])
    with source.open(encoding="utf-8") as lines:
        batches = (_batch(rows, schema) for rows in iter(lambda: list(islice(lines, _ROWS)), []))
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(schema, batches),
            target,
            layer=layout.layer,
            driver="FlatGeobuf",
            geometry_name=_SHAPE,
            geometry_type="Unknown" if layout.geometry_type == "Geometry" else layout.geometry_type,
            crs=f"EPSG:{layout.epsg}",
            encoding="UTF-8",
            layer_options={"SPATIAL_INDEX": "YES" if layout.is_indexed else "NO"},
        )


def _batch(lines: list[str], schema: Any) -> Any:
    import pyarrow as pa

    parts = [line.partition(MARK) for line in lines]
    shapes = pa.array([bytes.fromhex(shape) or None for shape, _, _ in parts], pa.binary())
    rows = [json.loads(row) for _, _, row in parts]
    columns = [_column([row[field.name] for row in rows], field.type) for field in list(schema)[:-1]]
    return pa.record_batch([*columns, shapes], schema=schema)


def _column(values: list[Any], kind: Any) -> Any:
    """Values of a column; dates and times are texts in JSON, and so is what is no finite number."""
    import pyarrow as pa

    if pa.types.is_temporal(kind):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_floating(kind):
        return pa.array([None if value is None else float(value) for value in values], kind)
    return pa.array(values, kind)


def _main(arguments: Iterator[str]) -> None:
    source, target, layout = arguments
    _write(Path(source), Path(target), Layout(**json.loads(layout)))


if __name__ == "__main__":
    _main(iter(sys.argv[1:]))
