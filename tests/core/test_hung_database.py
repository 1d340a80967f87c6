"""A PostgreSQL that hangs: what waits for it fails, what another server or one that answers has goes on."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import psycopg2
import pytest
from ckan.plugins import toolkit as tk
from sqlalchemy.engine import make_url

from ckanext.binhduong.core.connections.datastore_connection import is_cut
from ckanext.binhduong.core.connections.hung_database import DatabaseWatch, watched


class Gate:
    """A proxy on the loopback before the tests' PostgreSQL; what is sent through it waits while it is shut."""

    def __init__(self, host: str, port: int) -> None:
        self.open = threading.Event()
        self.open.set()
        self._server = host, port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more connections, and let go of those there are."""
        with suppress(OSError):
            # Whoever waits in `accept` would take one more.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.open.set()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, far = self._listener.accept()[0], socket.create_connection(self._server)
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, from_: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := from_.recv(65536):
                self.open.wait()
                to.sendall(data)
        for line in (from_, to):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


#: Seconds until a watch gives up in a test that shuts the gate; one that finds it open answers long before.
SOON, LATE = 0.5, 60


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A gate before CKAN's test database."""
    url = make_url(tk.config["sqlalchemy.url"])
    with closing(Gate(url.host or "", url.port or 5432)) as made:
        yield made


@pytest.fixture
def address(gate: Gate) -> str:
    """The test database through the gate."""
    return make_url(tk.config["sqlalchemy.url"]).set(port=gate.port).render_as_string(hide_password=False)


def _hung(address: str, gate: Gate) -> DatabaseWatch:
    """A watch that had its answers, of a server that hangs since."""
    watch = DatabaseWatch(address, patience=LATE)
    assert watch.look()
    gate.open.clear()
    watch.patience = SOON
    return watch


def test_whoever_waits_for_a_server_that_hangs_gets_an_error(gate: Gate, address: str) -> None:
    """A statement under way ends as if the server had died; a connection to the same database past the gate is left alone."""
    errors: list[BaseException] = []
    with closing(psycopg2.connect(address)) as waiting, closing(psycopg2.connect(tk.config["sqlalchemy.url"])) as other:

        def ask() -> None:
            try:
                waiting.cursor().execute("SELECT pg_sleep(60)")
            except psycopg2.Error as error:
                errors.append(error)

        asking = threading.Thread(target=ask)
        watch = _hung(address, gate)
        asking.start()
        assert not watch.look()
        asking.join(30)
        assert [is_cut(error) for error in errors] == [True]
        other.cursor().execute("SELECT 1")


def test_a_server_that_answers_again_is_not_hung(gate: Gate, address: str) -> None:
    """The next look takes a new connection; while it gets none the server is still hung."""
    watch = _hung(address, gate)
    looks = [watch.look(), watch.look()]
    gate.open.set()
    watch.patience = LATE
    assert [*looks, watch.look()] == [False, False, True]
    watch.close()


def _files() -> list[str]:
    """The descriptors of this process that are no connections, of which the gate takes some for each look."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        # The folder's own is closed by now.
        with suppress(FileNotFoundError):
            found.append(os.readlink(f"/proc/self/fd/{name}"))
    return [each for each in found if not each.startswith("socket:")]


def test_a_long_hang_takes_no_descriptors(gate: Gate, address: str) -> None:
    """Each look copies the process's descriptors, files among them, and closes every copy."""
    watch = _hung(address, gate)
    assert not watch.look()
    before = _files()
    assert not any(watch.look() for _ in range(3))
    assert _files() == before


def test_a_descriptor_beyond_a_thousand_is_watched(gate: Gate, address: str) -> None:
    """A process with many files and connections, which `select` does not take."""
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        watch = DatabaseWatch(address, patience=LATE)
        assert watch.look()
        watch.close()
    finally:
        for descriptor in held:
            os.close(descriptor)


def test_a_statement_that_takes_long_is_no_hang(gate: Gate, address: str) -> None:
    """The server answers the watch meanwhile."""
    with closing(psycopg2.connect(address)) as waiting, waiting.cursor() as cursor:
        watch = DatabaseWatch(address, patience=LATE)
        slow = threading.Thread(target=cursor.execute, args=("SELECT pg_sleep(1)",))
        slow.start()
        assert all(watch.look() for _ in range(20))
        slow.join()
        assert cursor.fetchall() == [("",)]
        watch.close()


def test_a_server_that_is_not_there_is_not_hung(gate: Gate, address: str) -> None:
    """Who asks it is refused at once."""
    gate.close()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(address)
    assert DatabaseWatch(address, patience=LATE).look()


def test_databases_of_one_server_are_watched_once() -> None:
    """CKAN's and the DataStore's stand in one, as they are shipped."""
    ckan, datastore, elsewhere = (
        f"postgresql://a:b@{place}" for place in ("127.0.0.1:5002/ckan", "127.0.0.1:5002/datastore", "127.0.0.1:5003/ckan")
    )
    assert watched(ckan, datastore, elsewhere) == [datastore, elsewhere]
