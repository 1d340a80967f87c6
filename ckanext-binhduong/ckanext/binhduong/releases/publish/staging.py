"""Build a release's table aside: copy, fill, index, count. All in one transaction, so that a crash leaves nothing to sweep."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.errors
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
from ckanext.datastore.backend.postgres import identifier
from psycopg2.sql import SQL, Identifier

from ckanext.binhduong.releases.ledger.progress import Progress
from ckanext.binhduong.releases.naming import index_name, work_name
from ckanext.binhduong.releases.publish.errors import Refusal
from ckanext.binhduong.releases.publish.table_sql import TableSpec, listed

__all__ = ["Staged", "build", "final_names"]


@dataclass(frozen=True)
class Staged:
    """A whole table under its working name, not yet seen by anyone.

    Attributes:
        table: its name in ``public``; begins with ``_``, so CKAN neither lists nor sweeps it.
        spec: what it is made of.
        rows: how many it has.
        features: how many of them have a shape.
        extent: west, south, east, north in degrees (WGS 84), or None without shapes.
    """

    table: str
    spec: TableSpec
    rows: int
    features: int
    extent: list[float] | None


def build(cursor: Any, table_file: Path, spec: TableSpec, titles: dict[str, dict[str, str]], progress: Progress | None = None) -> Staged:
    """Load a checked table into a new table with indexes and data dictionary.

    Args:
        cursor: inside the transaction that will also put the table in its place.
        table_file: Arrow IPC file as ``ingest.check_file`` writes it, batches of at most 50,000 rows.
        titles: data dictionary by column, {vi, en, notes, notes_en}.
        progress: takes how many rows are copied, and when the words and indexes are made.

    Raises:
        Refusal: the declared key column is missing, empty somewhere or repeats.
    """
    table, raw = work_name("rel"), work_name("raw")
    if spec.key and spec.key not in spec.names:
        raise Refusal("key-column-missing", value=spec.key)
    cursor.execute(spec.create(table))
    cursor.execute(spec.create_raw(raw))
    _copy_all(cursor, raw, table_file, progress)
    cursor.execute(spec.fill(table, raw))
    cursor.execute(spec.triggers(table))
    _index(cursor, table, spec)
    for comment in spec.comments(table, titles):
        cursor.execute(comment)
    cursor.execute(SQL("ANALYZE {}").format(Identifier("public", table)))
    return Staged(table, spec, *_count(cursor, table, spec))


def _copy_all(cursor: Any, raw: str, table_file: Path, progress: Progress | None) -> None:
    total = sum(len(batch) for batch in _batches(table_file)) if progress else 0
    done = 0
    for batch in _batches(table_file):
        if progress:
            progress.at("loading", done, total)
        _copy(cursor, raw, batch)
        done += len(batch)
    if progress:
        progress.at("indexing", done, total)


def _batches(table_file: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(table_file)) as source, pa.ipc.open_file(source) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def _copy(cursor: Any, raw: str, batch: pa.RecordBatch) -> None:
    """Send one batch as CSV: every value quoted and every null bare, which is what COPY needs to tell an empty text from no value."""
    text = pa.RecordBatch.from_arrays([_text(column) for column in batch.columns], names=batch.schema.names)
    buffer = io.BytesIO()
    pyarrow.csv.write_csv(text, buffer, pyarrow.csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    buffer.seek(0)
    columns = listed(map(Identifier, batch.schema.names))
    cursor.copy_expert(SQL("COPY {} ({}) FROM STDIN (FORMAT csv, ENCODING 'UTF8')").format(Identifier(raw), columns), buffer)


def _text(column: pa.Array) -> pa.Array:
    """Return values as PostgreSQL reads them; of binary ones there is only WKB, which it reads as hexadecimal digits."""
    if not pa.types.is_binary(column.type):
        return column.cast(pa.string())
    return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())


def _index(cursor: Any, table: str, spec: TableSpec) -> None:
    of = Identifier("public", table)
    cursor.execute(SQL("ALTER TABLE {} ADD CONSTRAINT {} PRIMARY KEY (_id)").format(of, Identifier(f"{table}_pkey")))
    # Words are indexed a quarter faster when what is sorted at once fits the processor's cache (docs/releases/measurements.md).
    cursor.execute("SET LOCAL maintenance_work_mem = '16MB'")
    cursor.execute(SQL("CREATE INDEX {} ON {} USING gin (_full_text)").format(Identifier(f"{table}_words"), of))
    cursor.execute("SET LOCAL maintenance_work_mem TO DEFAULT")
    for column in ("_geom", "_geom_3857") if spec.geometry else ():
        cursor.execute(SQL("CREATE INDEX {} ON {} USING gist ({})").format(Identifier(table + column), of, Identifier(column)))
    if spec.key:
        _index_key(cursor, table, spec.key)


def _index_key(cursor: Any, table: str, key: str) -> None:
    """Make the key unique; ``datastore_upsert`` finds the rows by this index."""
    of, column = Identifier("public", table), Identifier(key)
    cursor.execute(SQL("SELECT count(*) FROM {} WHERE {} IS NULL").format(of, column))
    if empty := cursor.fetchone()[0]:
        raise Refusal("key-column-empty", column=key, value=key, count=empty)
    cursor.execute("SAVEPOINT key")
    try:
        cursor.execute(SQL("CREATE UNIQUE INDEX {} ON {} ({})").format(Identifier(f"{table}_key"), of, column))
    except psycopg2.errors.UniqueViolation as error:
        cursor.execute("ROLLBACK TO SAVEPOINT key")
        repeated = SQL("SELECT {}::text FROM {} GROUP BY 1 HAVING count(*) > 1 ORDER BY min(_id) LIMIT 1").format(column, of)
        cursor.execute(repeated)
        raise Refusal("key-column-repeated", column=key, value=key, understood=cursor.fetchone()[0]) from error


def _count(cursor: Any, table: str, spec: TableSpec) -> tuple[int, int, list[float] | None]:
    if not spec.geometry:
        cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier("public", table)))
        return cursor.fetchone()[0], 0, None
    statement = SQL(
        "SELECT rows, features, CASE WHEN features > 0 THEN ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] END "
        "FROM (SELECT count(*) AS rows, count(_geom) AS features, ST_Extent(_geom) AS box FROM {}) counted"
    )
    cursor.execute(statement.format(Identifier("public", table)))
    return cursor.fetchone()


def final_names(table: str, resource_id: str, key: str | None) -> dict[str, str]:
    """Map the working names of a table's indexes to those it has in its place, some of which CKAN's DataStore looks for."""
    names = {
        f"{table}_pkey": f"{resource_id}_pkey",
        f"{table}_words": index_name(resource_id, '"_full_text"'),
        f"{table}_geom": f"{resource_id}_geom",
        f"{table}_geom_3857": f"{resource_id}_geom_3857",
    }
    return names | ({f"{table}_key": index_name(resource_id, identifier(key))} if key else {})
