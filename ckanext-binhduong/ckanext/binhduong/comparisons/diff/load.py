"""The rows of a canonical file as a table of DuckDB, batch by batch.

A shape is not loaded as a whole: its mark (a digest of its form), the place of its centroid, its type and its number of vertices are. So
the joins are as light for polygons as for points, and one shape drawn from another corner or in the other direction is the same shape.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from ckanext.binhduong.comparisons.diff.duckdb_sql import compose, name
from ckanext.binhduong.releases.canonical.parquet_table import Canonical

__all__ = ["MARK", "PLACE", "ROW", "load"]

ROW, MARK, PLACE = "$row", "$mark", ("$x", "$y", "$type", "$vertices")
"""Columns beside the published ones, whose names have only letters, digits and ``_``."""

_MULTI = {1: shapely.multilinestrings, 3: shapely.multipolygons}
_OURS = pa.schema(
    [
        (ROW, pa.int64()),
        (MARK, pa.binary()),
        (PLACE[0], pa.float64()),
        (PLACE[1], pa.float64()),
        (PLACE[2], pa.string()),
        (PLACE[3], pa.int64()),
    ]
)


def load(connection: Any, table: str, canonical: Canonical) -> None:
    """Fill a new table with a canonical file's published columns (the shape column left out) and ours."""
    columns = pa.schema([canonical.schema.field(name) for name in canonical.schema.names if name != canonical.geometry_column])
    schema = pa.schema([*columns, *_OURS])
    reader = pa.RecordBatchReader.from_batches(schema, _batches(canonical, schema))
    connection.register("incoming", reader)
    try:
        connection.execute(compose("CREATE TABLE {table} AS SELECT * FROM incoming", table=name(table)).text)
    finally:
        connection.unregister("incoming")


def _batches(canonical: Canonical, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    row = 1
    for batch in canonical.batches():
        arrays = {name: batch.column(name) for name in schema.names if name in batch.schema.names}
        arrays[ROW] = pa.array(np.arange(row, row + len(batch)))
        arrays |= _shapes(batch.column(canonical.geometry_column)) if canonical.geometry_column else _nothing(len(batch))
        yield pa.record_batch([arrays[field.name].cast(field.type) for field in schema], schema=schema)
        row += len(batch)


def _nothing(length: int) -> dict[str, pa.Array]:
    return {name: pa.nulls(length, _OURS.field(name).type) for name in (MARK, *PLACE)}


def _shapes(column: pa.Array) -> dict[str, pa.Array]:
    shapes = _multiple(shapely.from_wkb(column.to_numpy(zero_copy_only=False)))
    centres = shapely.centroid(shapes)
    kinds = [None if shape is None else shape.geom_type for shape in shapes]
    known = np.array([kind is not None for kind in kinds], dtype=bool)
    return {
        MARK: pa.array([None if wkb is None else hashlib.blake2b(wkb, digest_size=16).digest() for wkb in _form(shapes)], pa.binary()),
        PLACE[0]: pa.array(shapely.get_x(centres), from_pandas=True),
        PLACE[1]: pa.array(shapely.get_y(centres), from_pandas=True),
        PLACE[2]: pa.array(kinds, pa.string()),
        PLACE[3]: pa.array(shapely.get_num_coordinates(shapes), mask=~known),
    }


def _multiple(shapes: np.ndarray) -> np.ndarray:
    """A layer that was all polygons and is a mixture now has single ones; as multiple ones they compare."""
    kinds = shapely.get_type_id(shapes)
    for kind, together in _MULTI.items():
        alone = kinds == kind
        shapes[alone] = together(shapes[alone].reshape(-1, 1))
    return shapes


def _form(shapes: np.ndarray) -> np.ndarray:
    return shapely.to_wkb(shapely.normalize(shapes), byte_order=1)
