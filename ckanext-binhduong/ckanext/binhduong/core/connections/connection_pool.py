"""Connections of reading roles: a small pool a process, opened when first needed, so that a forked worker never shares one.

Each statement runs on its own (autocommit) under a ``statement_timeout``. A connection that broke is replaced and the statement
tried once more: after a restart of PostgreSQL the first request answers.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import RealDictCursor

from ckanext.binhduong.core.problems.request_errors import UnavailableError

__all__ = ["SECONDS", "SIZE", "Database"]

SIZE = 8
"""Connections a process, unless a pool is made smaller; a request holds one, and PostgreSQL's limit is shared by all processes."""
WAIT = 2.0
"""Seconds a request waits for a free connection before it is told to come back."""

SECONDS = 5
"""How long a statement may take."""

_OPTIONS = f"-c statement_timeout={SECONDS}s -c default_transaction_read_only=on"
"""The role geo_reader has these of its own; the DataStore's reader is allowed a minute, which no page waits for."""

_BROKEN = (psycopg2.OperationalError, psycopg2.InterfaceError)

T = TypeVar("T")


class Database:
    """The database behind one address.

    Args:
        address: ``postgresql://…``.
        size: connections this pool may hold in a process.
    """

    def __init__(self, address: str, size: int = SIZE) -> None:
        self._address = address
        self._size = size
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._idle: list[Connection] = []
        self._free = threading.BoundedSemaphore(size)

    def rows(self, statement: sql.Composable, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a statement.

        Raises:
            UnavailableError: no connection, or no answer in time.
            psycopg2.Error: the statement itself failed.
        """
        return self._answered(lambda: self._rows(statement, values))

    def transact(self, work: Callable[[Cursor], T], seconds: int) -> T:
        """Return what some work gives that reads in one transaction: what it read first keeps its form until the end.

        Args:
            work: takes a cursor whose rows are dictionaries; it is begun anew when the connection breaks.
            seconds: that a statement of it may take.

        Raises:
            UnavailableError: no connection, or no answer in time.
            psycopg2.Error: a statement itself failed.
        """
        return self._answered(lambda: self._transact(work, seconds))

    def _answered(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except psycopg2.errors.QueryCanceled as error:
            raise UnavailableError from error
        except _BROKEN:
            self.close()
        try:
            return ask()
        except _BROKEN as error:
            raise UnavailableError from error

    def close(self) -> None:
        """Close the idle connections of this process."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _rows(self, statement: sql.Composable, values: dict[str, Any] | None) -> list[dict[str, Any]]:
        with self._connection() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(statement, values)
            return [dict(row) for row in cursor.fetchall()]

    def _transact(self, work: Callable[[Cursor], T], seconds: int) -> T:
        with self._connection() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute("BEGIN")
            try:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", (f"{seconds}s",))
                return work(cursor)
            except OSError:
                # What the server is still sending would be taken for the answer to the next statement.
                connection.close()
                raise
            finally:
                if not connection.closed:
                    # Nothing was written; it also ends a transaction that failed.
                    cursor.execute("ROLLBACK")

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Lend a connection; one that the server or the network ended is not taken back."""
        self._forget_parent()
        free = self._free
        if not free.acquire(timeout=WAIT):
            raise UnavailableError
        try:
            connection = self._take()
            try:
                yield connection
            finally:
                if not connection.closed:
                    with self._lock:
                        self._idle.append(connection)
        finally:
            free.release()

    def _take(self) -> Connection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        connection = psycopg2.connect(self._address, application_name="binhduong features", connect_timeout=3, options=_OPTIONS)
        connection.autocommit = True
        return connection

    def _forget_parent(self) -> None:
        """After a fork the parent's connections are the parent's: leave them (psycopg2 closes only what its own process opened)."""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._idle, self._free = os.getpid(), [], threading.BoundedSemaphore(self._size)
