"""What a published table holds now, read back from PostgreSQL: the report of its columns, its rows in Arrow batches, its CSV.

Everything is read in one snapshot (REPEATABLE READ) and streamed; writers and readers of the table are not held up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
from ckanext.datastore.backend.postgres import get_write_engine
from psycopg2.sql import SQL, Composable, Identifier

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.canonical.parquet_table import write_from_batches
from ckanext.binhduong.releases.datastore_writes import changes
from ckanext.binhduong.releases.publish.table_sql import COORDINATES, HIDDEN, TableSpec, listed

__all__ = ["Content", "read_content"]

_BATCH_ROWS = 10_000
_NO_NUMBERS = SQL("('NaN', 'Infinity', '-Infinity')")
_EXACT_DIGITS = 15
"""Decimal digits that a binary number keeps."""

_TYPES = {
    "text": ("text", pa.string()),
    "bigint": ("integer", pa.int64()),
    "integer": ("integer", pa.int64()),
    "boolean": ("boolean", pa.bool_()),
    "date": ("date", pa.date32()),
    "timestamp without time zone": ("timestamp", pa.timestamp("us")),
    "time without time zone": ("time", pa.time64("us")),
    "double precision": ("decimal", pa.float64()),
    "numeric": ("decimal", pa.float64()),
}
"""PostgreSQL's type → ours and Arrow's; any other is read as text."""


@dataclass(frozen=True)
class Content:
    """The content of a table in one snapshot.

    Attributes:
        report: in the form of a flight-check report: columns, geometry, number of rows.
        changes: the changes since the last release that are in it (``changes.seen``).
        rows: how many rows.
        extent: west, south, east, north in degrees, or None without shapes.
    """

    cursor: Any
    resource_id: str
    report: dict[str, Any]
    schema: pa.Schema
    changes: list[str]
    rows: int
    extent: list[float] | None

    def write(self, spec: TableSpec, titles: dict[str, dict[str, str]], canonical: Path, csv: Path) -> None:
        """Write the canonical file and the CSV, in one reading."""
        with pyarrow.csv.CSVWriter(csv, self.schema) as writer:
            write_from_batches(self._copied_to(writer), self.schema, spec, titles, canonical)

    def _copied_to(self, writer: pyarrow.csv.CSVWriter) -> Iterator[pa.RecordBatch]:
        for batch in self._batches():
            writer.write_batch(batch)
            yield batch

    def _batches(self) -> Iterator[pa.RecordBatch]:
        statement = SQL("SELECT {} FROM {} ORDER BY _id").format(
            listed(map(_selected, self.schema)), Identifier("public", self.resource_id)
        )
        with self.cursor.connection.cursor(name="content") as rows:
            rows.execute(statement)
            while batch := rows.fetchmany(_BATCH_ROWS):
                arrays = [pa.array(values, field.type) for values, field in zip(zip(*batch, strict=True), self.schema, strict=True)]
                yield pa.record_batch(arrays, schema=self.schema)


def _selected(field: pa.Field) -> Composable:
    column: Composable = Identifier(field.name)
    if pa.types.is_floating(field.type) or pa.types.is_decimal(field.type):
        # No file format of ours has them, and JSON forbids them.
        column = SQL("CASE WHEN {} NOT IN {} THEN {} END").format(column, _NO_NUMBERS, column)
    cast = {pa.string(): "::text", pa.float64(): "::double precision"}.get(field.type, "")
    return SQL("({}){}").format(column, SQL(cast))


@contextmanager
def read_content(resource_id: str, before: dict[str, Any]) -> Iterator[Content | None]:
    """Open a snapshot of a published table; gives None when the table is not there.

    Args:
        before: the report of the release before: the titles, roles and units of its columns still hold.
    """
    pooled = get_write_engine().raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        columns = [column for column in datastore_connection.columns_of(cursor, resource_id) if column[0] not in HIDDEN]
        yield _content(cursor, resource_id, columns, before) if columns else None
    finally:
        pooled.rollback()
        pooled.close()


def _content(cursor: Any, resource_id: str, columns: list[tuple[str, str]], before: dict[str, Any]) -> Content:
    shapes = bool(before.get("geometry")) and "_geom" in dict(datastore_connection.columns_of(cursor, resource_id))
    rows, extent = _measured(cursor, resource_id, shapes)
    geometry = {**before["geometry"], "extent": extent} if shapes else None
    known = {column["name"]: column for column in before.get("columns", [])}
    report = {
        "ok": True,
        "columns": [_described(name, _TYPES.get(type_, ("text",))[0], known.get(name)) for name, type_ in columns],
        "geometry": geometry,
        "rows": {"in": rows, "out": rows, "refused": 0},
        "findings": [],
    }
    schema = pa.schema([(name, _arrow_type(cursor, resource_id, name, type_)) for name, type_ in columns])
    return Content(cursor, resource_id, report, schema, changes.seen(cursor, resource_id), rows, extent)


def _described(name: str, type_: str, known: dict[str, Any] | None) -> dict[str, Any]:
    # Degrees stand as binary numbers in the table, also those of a file that had whole ones only.
    degrees = known is not None and known.get("role") in COORDINATES and type_ == "decimal"
    if known and (known["type"] == type_ or degrees):
        return {**{key: known.get(key) for key in ("name", "title", "role", "unit")}, "type": type_}
    return {"name": name, "title": name, "type": type_, "role": None, "unit": None}


def _measured(cursor: Any, resource_id: str, shapes: bool) -> tuple[int, list[float] | None]:
    table = Identifier("public", resource_id)
    if not shapes:
        cursor.execute(SQL("SELECT count(*) FROM {}").format(table))
        return cursor.fetchone()[0], None
    statement = SQL(
        "SELECT rows, CASE WHEN box IS NOT NULL THEN ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] END "
        "FROM (SELECT count(*) AS rows, ST_Extent(_geom) AS box FROM {}) counted"
    )
    cursor.execute(statement.format(table))
    return cursor.fetchone()


def _arrow_type(cursor: Any, resource_id: str, name: str, type_: str) -> pa.DataType:
    """Return a column's Arrow type; numbers of more digits than a binary number keeps stay decimal, as the check of a file has it."""
    if type_ != "numeric":
        return _TYPES.get(type_, ("text", pa.string()))[1]
    statement = SQL(
        "SELECT coalesce(max(length(trunc(abs({column}))::text)), 1), coalesce(max(scale(trim_scale({column}))), 0) "
        "FROM {table} WHERE {column} NOT IN {no_numbers}"
    )
    cursor.execute(statement.format(column=Identifier(name), table=Identifier("public", resource_id), no_numbers=_NO_NUMBERS))
    whole, fraction = cursor.fetchone()
    fits = _EXACT_DIGITS < whole + fraction <= pa.decimal128(38).precision
    return pa.decimal128(38, fraction) if fits else pa.float64()
