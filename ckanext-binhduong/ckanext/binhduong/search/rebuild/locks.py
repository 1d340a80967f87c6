"""What a rebuild locks in PostgreSQL: other rebuilds while it runs, and for the swap the writers of datasets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.search.rebuild.failures import AlreadyRuns, Incomplete

__all__ = ["alone", "is_running", "writers_wait"]

_LOCK = {"name": "binhduong_index_rebuild"}
_TAKE = sa.text("SELECT pg_try_advisory_lock(hashtext(:name))")
_LET_GO = sa.text("SELECT pg_advisory_unlock(hashtext(:name))")
_HELD = sa.text("""SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND datname = current_database()
    AND (CAST(classid AS bigint) << 32 | CAST(objid AS bigint)) = CAST(hashtext(:name) AS bigint))""")
_WRITERS = "LOCK TABLE package, member IN SHARE MODE"
"""Waits for whoever has changed a dataset or its themes and has not committed, and lets nobody change one until the swap; readers go on."""
_PATIENCE, _TRIES, _PAUSE = "1s", 60, 1.0
"""Who waits for that lock keeps later writers waiting too: no longer than a second at a time."""


@contextmanager
def alone() -> Iterator[sa.Connection]:
    """Give a connection that holds the rebuild's lock; PostgreSQL lets it go when this process dies. Raises AlreadyRuns."""
    engine: Any = model.meta.engine
    with engine.connect() as connection:
        if not connection.scalar(_TAKE, _LOCK):
            raise AlreadyRuns
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(_LET_GO, _LOCK)
            connection.commit()


def is_running() -> bool:
    """Whether a rebuild of this portal runs in some process. The lock is only looked at: one that begins now must get it."""
    engine: Any = model.meta.engine
    with engine.connect() as connection:
        return bool(connection.scalar(_HELD, _LOCK))


@contextmanager
def writers_wait(connection: sa.Connection, stop_if_wanted: Callable[[], None]) -> Iterator[None]:
    """Have whoever would change a dataset in this block wait for its end.

    Args:
        connection: holds the lock.
        stop_if_wanted: raises what ends the waiting for it.

    Raises:
        Incomplete: the catalogue is changed without a pause.
    """
    for _ in range(_TRIES):
        stop_if_wanted()
        try:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
            connection.execute(sa.text(_WRITERS))
        except OperationalError:
            connection.rollback()
            time.sleep(_PAUSE)
        else:
            break
    else:
        raise Incomplete("the catalogue is changed without a pause")
    try:
        yield
    finally:
        connection.rollback()
