"""A PostgreSQL that takes connections and does not answer (stopped by a signal, a disk that hangs): who waits for it gets an error.

libpq has no time limit for reading, and ``statement_timeout`` is kept by the server that hangs. So a thread of the process asks the server
every second; when it gets no answer, every connection of the process to that server is shut down, and each call that waits fails as if the
server had died. Turned down: psycopg2's wait callback, with which ``COPY`` cannot be used; a time limit of nginx alone, which leaves the
threads waiting.

Imports no CKAN.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_READ
from psycopg2.extensions import connection as Connection
from sqlalchemy.engine import make_url

__all__ = ["EVERY", "PATIENCE", "DatabaseWatch", "watch_databases", "watched"]

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between an answer and the next question."""
PATIENCE = 3.0
"""Seconds for an answer. ``SELECT 1`` takes a millisecond; a machine at its limits still lets a backend run within one."""


class _Hung(Exception):
    """No answer in time."""


class DatabaseWatch:
    """Asks one server whether it answers.

    Args:
        address: ``postgresql://…`` of any database of the server.
        patience: seconds for an answer.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._address = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        self.patience = patience
        self._connection: Connection | None = None
        self._server: tuple[str, int] | None = None

    def look(self) -> bool:
        """Ask once; shut down this process's connections to a server that does not answer. Returns whether it is not hung.

        A server that refuses or breaks the connection is not hung: whoever asks it gets an error at once.
        """
        until = time.monotonic() + self.patience
        try:
            self._ask(until)
        except _Hung:
            self.close()
            if self._server:
                log.warning("PostgreSQL has not answered for %g s; %d connections are ended", self.patience, _shut_down(self._server))
            return False
        except (psycopg2.Error, OSError):
            self.close()
        return True

    def close(self) -> None:
        """Give up the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self, until: float) -> None:
        if not self._connection:
            self._connection = psycopg2.connect(self._address, application_name="binhduong watch", async_=True)
            _wait(self._connection, until)
            with _line(self._connection.fileno()) as line:
                self._server = line.getpeername()[:2] if line else None
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            _wait(self._connection, until)


def watched(*addresses: str) -> list[str]:
    """Return one of the addresses of each server."""
    return list({(url.host, url.port): address for address in addresses for url in [make_url(address)]}.values())


def watch_databases(*addresses: str) -> None:
    """Watch the server of each address in a thread that ends with the process."""
    for address in watched(*addresses):
        threading.Thread(target=_watch, args=(DatabaseWatch(address),), name="database", daemon=True).start()


def _watch(watch: DatabaseWatch) -> None:
    while True:
        try:
            watch.look()
        except Exception:  # no error ends the watch: without it everybody waits again
            log.exception("the watch of PostgreSQL")
        time.sleep(EVERY)


def _wait(connection: Connection, until: float) -> None:
    """Wait for what psycopg2 calls an asynchronous operation."""
    while (state := connection.poll()) != POLL_OK:
        # Not `select`, which takes no descriptor beyond 1,023.
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLIN if state == POLL_READ else select.POLLOUT)
        if not waiting.poll(1000 * max(0.0, until - time.monotonic())):
            raise _Hung


def _shut_down(server: tuple[str, int]) -> int:
    """Shut down every socket of this process that leads to a server, whoever opened it; return how many."""
    found = 0
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError), _line(int(name)) as line:
            if line and line.getpeername()[:2] == server:
                line.shutdown(socket.SHUT_RDWR)
                found += 1
    return found


@contextmanager
def _line(descriptor: int) -> Iterator[socket.socket | None]:
    """Provide the connection behind a descriptor, None for what is none by TCP.

    The number may be closed, or stand for another file, at any time: what is asked and shut down is one copy of it, closed at the end.
    """
    copy = os.dup(descriptor)
    try:
        is_socket = stat.S_ISSOCK(os.fstat(copy).st_mode)
        # Python's object does not own the copy: it would not close it where the making fails.
        line = socket.socket(fileno=copy) if is_socket else None
        try:
            yield line if line and line.family in (socket.AF_INET, socket.AF_INET6) else None
        finally:
            if line:
                line.detach()
    finally:
        os.close(copy)
