"""The DataStore's database: our connections to it, and how to take a lock without making readers wait.

Readers queue behind a waiting ``ALTER`` or ``DROP``. So every lock on a table in use is asked for with a timeout of 100 ms, and when it
is not
granted we let go, sleep and ask again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg2.errors
import sqlalchemy.exc
from ckanext.datastore.backend.postgres import get_write_engine

__all__ = ["Busy", "Locked", "columns_of", "exists", "is_cut", "patiently", "resource_lock", "transaction"]


class Locked(Exception):
    """Somebody is changing the dataset and did not finish in time; trying again may help."""


class Busy(Exception):
    """Readers held a table for longer than we may wait; nothing has changed, and trying again may help."""


_LOCK_TIMEOUT = "100ms"
_LONGEST_SLEEP = 5.0
_IN_THE_WAY = (
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.DeadlockDetected,
    # A view made or taken away since we looked.
    psycopg2.errors.DependentObjectsStillExist,
    psycopg2.errors.UndefinedTable,
    Locked,
)
_CUT = (psycopg2.errors.AdminShutdown, psycopg2.errors.CrashShutdown, psycopg2.errors.CannotConnectNow, psycopg2.InterfaceError)
T = TypeVar("T")


@contextmanager
def transaction() -> Iterator[Any]:
    """Provide a psycopg2 cursor of the DataStore's writing role; commit at the end, roll back on an error."""
    pooled = get_write_engine().raw_connection()
    try:
        yield pooled.cursor()
        pooled.commit()
    finally:
        # Back in the pool what is not committed is rolled back, and a connection that was cut is thrown away.
        pooled.close()


def patiently(cursor: Any, step: Callable[[], T], patience: float) -> T:
    """Run a step that locks tables in use, within the cursor's transaction, again and again until it gets its locks.

    Args:
        cursor: its transaction keeps everything done before; only the step itself is undone between tries.
        step: what to do; it may run many times.
        patience: seconds after which to give up.

    Raises:
        Busy: readers held the tables all that time.
    """
    deadline, sleep = time.monotonic() + patience, 0.05
    cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
    while True:
        cursor.execute("SAVEPOINT step")
        try:
            result = step()
        except _IN_THE_WAY as error:
            cursor.execute("ROLLBACK TO SAVEPOINT step")
            if time.monotonic() + sleep > deadline:
                raise Busy from error
            # A random share keeps two waiting writers from meeting again and again.
            time.sleep(sleep * random.uniform(0.5, 1.5))  # noqa: S311
            sleep = min(sleep * 2, _LONGEST_SLEEP)
        else:
            cursor.execute("RELEASE SAVEPOINT step")
            return result


@contextmanager
def resource_lock(resource_id: str) -> Iterator[bool]:
    """Hold the right to publish one resource, across processes; gives False at once when another process has it.

    The lock is the connection's: a killed process loses it.
    """
    pooled = get_write_engine().raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('binhduong_release'), hashtext(%s))", (resource_id,))
        held = bool((cursor.fetchone() or (False,))[0])
        pooled.commit()
        try:
            yield held
        finally:
            pooled.rollback()
            if held:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('binhduong_release'), hashtext(%s))", (resource_id,))
                pooled.commit()
    finally:
        pooled.close()


def is_cut(error: BaseException) -> bool:
    """Whether an error says that PostgreSQL went away or is not there, rather than that it refused what we asked."""
    cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) and error.orig else error
    # A server that has died sends no code.
    return isinstance(cause, _CUT) or (isinstance(cause, psycopg2.OperationalError) and cause.pgcode is None)


def exists(cursor: Any, name: str, schema: str = "public") -> bool:
    """Return whether a relation of that name stands in a schema."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relname = %s)",
        (schema, name),
    )
    return cursor.fetchone()[0]


def columns_of(cursor: Any, name: str, schema: str = "public") -> list[tuple[str, str]]:
    """List a relation's columns in order as (name, type); empty when it does not stand."""
    cursor.execute(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        (schema, name),
    )
    return [(row[0], row[1]) for row in cursor.fetchall()]
