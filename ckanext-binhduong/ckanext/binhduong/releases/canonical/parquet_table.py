"""The canonical file of a release: its table as (Geo)Parquet, from which downloads and differences are made. Knows no CKAN.

Row n has ``_id`` n, from 1. Every published column stands under its name and type; a text column with GeoJSON holds WKB instead, and
points, whose longitude and latitude stay columns, have their WKB in a further column ``geometry``. What Parquet cannot say (titles, roles,
units, the key column) stands as JSON in the file's metadata under ``binhduong``.

Everything is streamed: memory is that of one row group, whatever the number of rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from ckanext.binhduong.ingest import WKB
from ckanext.binhduong.releases.canonical.geoparquet import Shapes
from ckanext.binhduong.releases.publish.table_sql import TableSpec

__all__ = ["Canonical", "open_canonical", "write_canonical", "write_from_batches"]

_GROUP_ROWS = 50_000
_GROUP_BYTES = 64 << 20
"""A row group is in memory as a whole: rows with large shapes come in smaller groups."""

_OURS = b"binhduong"


def write_canonical(table_file: Path, spec: TableSpec, titles: dict[str, dict[str, str]], target: Path) -> None:
    """Write the canonical file of a checked table.

    Args:
        table_file: Arrow IPC file as ``ingest.check_file`` writes it.
        spec: what the table is made of.
        titles: data dictionary by column, {vi, en, notes, notes_en}.
        target: the file to write; an interrupted call leaves a part of it.
    """
    with pa.memory_map(str(table_file)) as source, pa.ipc.open_file(source) as reader:
        batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
        write_from_batches(batches, reader.schema, spec, titles, target)


def write_from_batches(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, spec: TableSpec, titles: dict[str, dict[str, str]], target: Path
) -> None:
    """Write a canonical file from batches like a checked table's, of that schema; shapes are GeoJSON texts, maybe ``WKB`` too."""
    writing = _Writing(spec)
    with pq.ParquetWriter(target, writing.schema(schema), compression="zstd") as writer:
        for batch in _grouped(batches):
            writer.write_batch(writing.convert(batch), row_group_size=_GROUP_ROWS)
        metadata = {"binhduong": json.dumps(writing.described(titles), ensure_ascii=False)}
        if writing.shapes:
            metadata["geo"] = writing.shapes.metadata()
        writer.add_key_value_metadata(metadata)


class _Writing:
    """Turns the batches of one checked table into those of its canonical file."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec, geometry = spec, spec.geometry
        self.points = bool(geometry) and len(geometry.columns) == 2
        self.shapes = Shapes(self._name(), geometry.type) if geometry else None

    def _name(self) -> str:
        assert self.spec.geometry
        if not self.points:
            return self.spec.geometry.columns[0]
        name = "geometry"
        while name in self.spec.names:
            name = f"_{name}"
        return name

    def schema(self, of: pa.Schema) -> pa.Schema:
        """Return the file's schema, without metadata: that is written last, when the extent is known."""
        columns = pa.schema([of.field(name) for name in self.spec.names])
        if not self.shapes:
            return columns
        shape = pa.field(self.shapes.column, pa.binary())
        return columns.append(shape) if self.points else columns.set(columns.get_field_index(self.shapes.column), shape)

    def convert(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch of the file."""
        columns = {name: batch.column(name) for name in self.spec.names}
        if self.shapes:
            columns[self.shapes.column] = self._made(self.shapes, batch)
        return pa.record_batch(columns, schema=self.schema(batch.schema))

    def _made(self, shapes: Shapes, batch: pa.RecordBatch) -> pa.Array:
        if WKB in batch.schema.names:
            return shapes.take(batch.column(WKB))
        source = [batch.column(name) for name in self.spec.geometry.columns]  # type: ignore[union-attr]
        return shapes.points(*source) if self.points else shapes.parse(*source)

    def described(self, titles: dict[str, dict[str, str]]) -> dict[str, Any]:
        """Return what the file says under ``binhduong``."""
        geometry = {"column": self.shapes.column, "type": self.shapes.type, "extent": self.shapes.extent} if self.shapes else None
        return {"columns": list(self.spec.columns), "titles": titles, "geometry": geometry, "key": self.spec.key}


def _grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Join small batches and cut large ones, so that each is a row group."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        for piece in _cut(batch):
            if waiting and (rows + len(piece) > _GROUP_ROWS or size + piece.nbytes > _GROUP_BYTES):
                yield pa.concat_batches(waiting)
                waiting, rows, size = [], 0, 0
            waiting.append(piece)
            rows, size = rows + len(piece), size + piece.nbytes
    if waiting:
        yield pa.concat_batches(waiting)


def _cut(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    length = len(batch)
    step = min(_GROUP_ROWS, max(1, _GROUP_BYTES * length // max(1, batch.nbytes)))
    for start in range(0, length, step):
        yield batch.slice(start, step)


@dataclass(frozen=True)
class Canonical:
    """An open canonical file.

    Attributes:
        rows: how many it has.
        columns: the columns of its flight-check report, in order; the WKB column of a point layer is not among them.
        titles: data dictionary by column, {vi, en, notes, notes_en}.
        key: the declared key column, or None.
        geometry_column: the WKB column, or None without shapes.
        geometry_type: Point, MultiLineString, MultiPolygon or Geometry (a mixture), or None.
        extent: west, south, east, north in degrees, or None without a shape.
        schema: its Arrow schema.
    """

    path: Path
    rows: int
    columns: list[dict[str, Any]]
    titles: dict[str, dict[str, str]]
    key: str | None
    geometry_column: str | None
    geometry_type: str | None
    extent: list[float] | None
    schema: pa.Schema

    def batches(self, size: int = 10_000) -> Iterator[pa.RecordBatch]:
        """Yield its rows in order, at most ``size`` at a time."""
        with pq.ParquetFile(self.path) as file:
            yield from file.iter_batches(batch_size=size)


def open_canonical(path: Path) -> Canonical:
    """Read what a canonical file says about itself.

    Raises:
        ValueError: it is Parquet, but none of ours.
    """
    with pq.ParquetFile(path) as file:
        metadata = file.metadata.metadata or {}
        if _OURS not in metadata:
            raise ValueError("not the canonical file of a release")
        said = json.loads(metadata[_OURS])
        shape = said["geometry"] or {"column": None, "type": None, "extent": None}
        return Canonical(
            Path(path), file.metadata.num_rows, said["columns"], said["titles"], said["key"],
            shape["column"], shape["type"], shape["extent"], file.schema_arrow.remove_metadata(),
        )  # fmt: skip
