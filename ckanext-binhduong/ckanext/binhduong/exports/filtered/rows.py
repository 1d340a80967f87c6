"""A part of a published table, read as it stands by a server-side cursor: what a question left of it, as the writers take it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from math import isfinite
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from ckanext.datastore.backend.postgres import DatastorePostgresqlBackend, get_read_engine, validate
from psycopg2.sql import SQL, Composable, Identifier, Literal

from ckanext.binhduong.exports.filtered.query import Question, places
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_titles
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish.table_sql import TableSpec, listed

__all__ = ["Rows", "TooManyReaders", "TooManyRows"]

_TIMEOUT = "30s"
"""Of the question itself; what it found then comes in moments."""

_READERS = threading.BoundedSemaphore(3)
"""Each holds a connection and a thread of this process while it reads."""

_TYPES = {
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "time": pa.time64("us"),
}


class TooManyRows(Exception):
    """More rows answer than a filtered export gives."""


class TooManyReaders(Exception):
    """All places for readers are taken."""


class Rows:
    """The rows of a table that answer a question, in one snapshot; ``close`` when done, however that came.

    Args:
        release: what is published; the table is the one that stands under its resource's id.
        resource: the resource, with its data dictionary.
        most: how many rows there may be.

    Raises:
        ValidationError: CKAN's own code does not understand the filters, the words or the order.
        TooManyReaders, TooManyRows: see there.
        sqlalchemy.exc.DBAPIError: the database refuses a value or needs too long.
    """

    def __init__(self, release: Release, resource: dict[str, Any], question: Question, most: int) -> None:
        spec = TableSpec.from_report(release.report or {})
        self.columns = list(spec.columns)
        self.titles = declared_titles(resource)
        self.key = declared_key(resource, self.columns)
        self.geometry_type = spec.geometry.type if spec.geometry else None
        self.geometry_column = (spec.geometry.columns[0] if len(spec.geometry.columns) == 1 else "_geom") if spec.geometry else None
        self.schema = pa.schema([(column["name"], self._type(column)) for column in self.columns])
        self._spec, self._table = spec, release.resource_id
        if not _READERS.acquire(timeout=2):
            raise TooManyReaders
        # Gives both back, whatever becomes of either.
        with ExitStack() as held:
            held.callback(_READERS.release)
            self._connection = get_read_engine().connect()
            held.callback(self._connection.close)
            self._ask(question, most)
            self._held = held.pop_all()

    def _type(self, column: dict[str, Any]) -> pa.DataType:
        """Return the type of a column's batches; a decimal's may also be an exact one (``_decimals``)."""
        if column["name"] == self.geometry_column:
            return pa.binary()
        return pa.float64() if column["type"] == "decimal" else _TYPES.get(column["type"], pa.string())

    def close(self) -> None:
        """Let go of the connection and of the reader's place, once."""
        self._held.close()

    def _ask(self, question: Question, most: int) -> None:
        self._connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        self._connection.execute(sa.text(f"SET LOCAL statement_timeout = '{_TIMEOUT}'"))
        source, order, values = self._statement(question)
        limit = question.limit or most + 1
        if limit > most:
            counted = SQL("SELECT count(*) FROM (SELECT 1 {} LIMIT {}) found").format(source, Literal(most + 1))
            if self._connection.execute(self._text(counted), values).scalar_one() > most:
                raise TooManyRows
        selected = SQL("SELECT {} {} ORDER BY {} LIMIT {}").format(self._selected(), source, order, Literal(limit))
        streamed = self._connection.execution_options(stream_results=True, max_row_buffer=2000)
        self._found = streamed.execute(self._text(selected), values)

    def _text(self, statement: Composable) -> sa.TextClause:
        """Return a statement as SQLAlchemy takes it; CKAN's conditions in it have its bound parameters (``:name``)."""
        driver: Any = self._connection.connection.dbapi_connection
        return sa.text(statement.as_string(driver))

    def _selected(self) -> Composable:
        columns = [Identifier(name) for name in self._spec.names if name != self.geometry_column]
        shapes = [SQL("ST_AsBinary(_geom) AS {}").format(Identifier(self.geometry_column))] if self.geometry_column else []
        return listed([*columns, *shapes])

    def _statement(self, question: Question) -> tuple[Composable, Composable, dict[str, Any]]:
        """Return what follows SELECT up to the order, the order, and the values bound: CKAN's conditions, and ours on places."""
        asked: dict[str, Any] = {"resource_id": self._table, "filters": question.filters or {}, "q": question.q, "sort": question.sort}
        asked = {name: value for name, value in asked.items() if value}
        asked.update(plain=True, records_format="objects", limit=1, offset=0)
        validate({"connection": self._connection}, asked)  # type: ignore[typeddict-item]
        types = {"_id": "int4", **{column["name"]: self._spec.sql_type(column) for column in self.columns}}
        backend = DatastorePostgresqlBackend.get_active_backend()
        query = backend.datastore_search({}, asked, types, {"select": [], "sort": [], "where": []})  # type: ignore[attr-defined]
        conditions, nearest = places(question, self.geometry_type)
        clauses = [*query["where"], *conditions]
        values = {name: value for clause in clauses for each in clause[1:] for name, value in each.items()}
        where = " AND ".join(f"({clause[0]})" for clause in clauses) or "true"
        order = [nearest, '"_id"'] if nearest and not question.sort else [*query["sort"], '"_id"']
        # The words stand in it as literals, where `sa.text` would still read ":name" as a parameter and put a filter's value there.
        words = query["ts_query"].replace(":", r"\:")
        source = SQL("FROM {}{} WHERE {}").format(Identifier("public", self._table), SQL(words), SQL(where))
        return source, listed(map(SQL, order)), values

    def batches(self, size: int = 2000) -> Iterator[pa.RecordBatch]:
        """Yield the rows, ``size`` at a time; the types of a batch are those of its values."""
        kinds = {column["name"]: column["type"] for column in self.columns}
        try:
            for rows in self._found.partitions(size):
                columns = zip(self._found.keys(), zip(*rows, strict=True), strict=True)
                yield pa.record_batch({name: self._array(name, kinds.get(name, "text"), values) for name, values in columns})
        finally:
            self.close()

    def _array(self, name: str, kind: str, values: tuple[Any, ...]) -> pa.Array:
        if name == self.geometry_column:
            return pa.array([None if value is None else bytes(value) for value in values], pa.binary())
        return _decimals(values) if kind == "decimal" else pa.array(values, _TYPES.get(kind, pa.string()))


def _is_finite(value: Any) -> bool:
    return value is not None and (value.is_finite() if isinstance(value, Decimal) else isfinite(value))


def _decimals(values: tuple[Any, ...]) -> pa.Array:
    """Return numbers as the canonical file has them: binary unless that would lose digits, none for "not a number" and for infinity."""
    values = tuple(value if _is_finite(value) else None for value in values)
    floats = [None if value is None else float(value) for value in values]
    pairs = zip(values, floats, strict=True)
    exact = all(not isinstance(value, Decimal) or Decimal(repr(number)) == value for value, number in pairs)
    return pa.array(floats, pa.float64()) if exact else pa.array([None if value is None else Decimal(value) for value in values])
