"""From a question to its file: everything that answers, written to a temporary file before the first byte is sent. Imports no CKAN.

The database writes as fast as it can and is free again before the reader gets anything: a reader on a slow line holds neither a connection
nor the layer, which a release must be able to replace at any time. What fails fails before the answer has begun.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from psycopg2.extensions import cursor as Cursor

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.downloads.flatgeobuf import Layout, write_flatgeobuf
from ckanext.binhduong.features.downloads.forms import Form
from ckanext.binhduong.features.downloads.statements import Question, lines, size_statement
from ckanext.binhduong.features.ogc.calls import Call
from ckanext.binhduong.features.ogc.columns import Collection
from ckanext.binhduong.features.ogc.crs import CRS84, System
from ckanext.binhduong.features.ogc.items import place_of
from ckanext.binhduong.features.ogc.sql.conditions import condition_of
from ckanext.binhduong.features.ogc.sql.pages import order_of
from ckanext.binhduong.features.ogc.sql.values import Values
from ckanext.binhduong.features.query.replaced import ReplacedError

__all__ = ["MAX_BYTES", "MAX_ROWS", "SECONDS", "File", "find_file"]

MAX_ROWS = 100_000
"""Features of a file. Who needs more takes the files of the release, which are there and can be kept."""
MAX_BYTES = 200_000_000
"""About so many bytes of text a file has at most."""
SECONDS = 20
"""How long a statement may take; as long may GDAL's process."""


@dataclass(frozen=True)
class File:
    """A file that is ready to be sent: its open temporary file, its length in bytes, its name, and the system of its shapes."""

    handle: IO[bytes]
    length: int
    name: str
    system: System


def find_file(database: Database, call: Call, collection: Collection, arguments: Mapping[str, Any], form: Form) -> File:
    """Return the file of all features that answer; who takes it closes its handle.

    Args:
        database: read in one transaction of two statements.
        call: the request.
        collection: what is asked.
        arguments: as ``read_arguments`` gives them; ``limit`` is the number of features, all without it.
        form: of the file.

    Raises:
        ArgumentError: a parameter cannot be used, or more answers than a file may have.
        ReplacedError: a release replaced the layer meanwhile.
        UnavailableError: the database did not answer in time.
    """
    system = arguments.get("crs", CRS84)
    # The format says in itself which system it is in, and has the easting or the longitude first in all of them.
    if form.name == "fgb" and system.latitude_first:
        system = CRS84
    values = Values()
    question = Question(
        collection=collection,
        condition=condition_of(collection, arguments, values),
        order=order_of(collection, arguments.get("sortby", ())),
        place=place_of(call, collection, arguments),
        limit=min(arguments.get("limit", MAX_ROWS + 1), MAX_ROWS + 1),
        system=system,
        values=values,
    )
    address = f"{call.site}/dataset/{collection.row['dataset']}"
    # The folder goes when the file in it is open: nothing stays on the disk, however the sending ends.
    with tempfile.TemporaryDirectory() as folder:
        handle = _written(database, question, form.name, Path(folder), address).open("rb")
    return File(handle, _length(handle), _name(collection, form, is_part=_is_part(question)), system)


def _is_part(question: Question) -> bool:
    return question.condition is not None or question.place is not None or question.limit <= MAX_ROWS


def _name(collection: Collection, form: Form, *, is_part: bool) -> str:
    return f"{collection.id}{'-trich' if is_part else ''}-ban-{collection.row['release']}.{form.name}"


def _length(handle: IO[bytes]) -> int:
    length = handle.seek(0, os.SEEK_END)
    handle.seek(0)
    return length


def _check_size(cursor: Cursor, question: Question, address: str) -> dict[str, Any]:
    cursor.execute(*size_statement(question, is_cut=question.limit <= MAX_ROWS))
    size: Any = cursor.fetchone()
    if size["release"] != question.collection.row["release"]:
        raise ReplacedError
    if size["found"] > MAX_ROWS or size["weight"] > MAX_BYTES:
        raise ArgumentError("f", "file-too-large", rows=MAX_ROWS, megabytes=MAX_BYTES // 1_000_000, address=address)
    return size


def _copy(cursor: Cursor, question: Question, form: str, target: Any) -> None:
    cursor.copy_expert(cursor.mogrify(*lines(question, form)), target, 1 << 16)


def _written(database: Database, question: Question, form: str, folder: Path, address: str) -> Path:
    rows = folder / "rows"

    def write(cursor: Cursor) -> dict[str, Any]:
        size = _check_size(cursor, question, address)
        with rows.open("wb") as target:
            _LINES[form](cursor, question, target)
        return size

    size = database.transact(write, SECONDS)
    if form != "fgb":
        return rows
    write_flatgeobuf(rows, folder / "rows.fgb", _layout(question, size), SECONDS)
    return folder / "rows.fgb"


def _write_collection(cursor: Cursor, question: Question, target: IO[bytes]) -> None:
    target.write(b'{"type":"FeatureCollection","features":[\n')
    _copy(cursor, question, "features", _WithCommas(target))
    target.write(b"\n]}\n")


_LINES: dict[str, Callable[[Cursor, Question, IO[bytes]], None]] = {
    "csv": lambda cursor, question, target: _copy(cursor, question, "csv", target),
    "geojson": _write_collection,
    "ndjson": lambda cursor, question, target: _copy(cursor, question, "features", target),
    "fgb": lambda cursor, question, target: _copy(cursor, question, "shapes", target),
}


def _layout(question: Question, size: Mapping[str, Any]) -> Layout:
    collection = question.collection
    columns = {"_fid": "text", **{column.name: column.type for column in collection.columns}}
    # An index reorders the rows, and wants that each has a shape.
    is_indexed = bool(size["found"]) and not size["without_shape"] and not question.order.columns
    return Layout(collection.id, collection.row["geometry_type"], question.system.epsg, columns, is_indexed, size["found"])


class _WithCommas:
    """Writes lines with a comma between each two of them; no line holds a line's end in itself."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.handle = handle
        self.is_at_end = False

    def write(self, block: bytes) -> None:
        """Write a part of the lines; the last line's end is held back until another line comes."""
        if not block:
            return
        self.handle.write((b",\n" if self.is_at_end else b"") + block.removesuffix(b"\n").replace(b"\n", b",\n"))
        self.is_at_end = block.endswith(b"\n")
