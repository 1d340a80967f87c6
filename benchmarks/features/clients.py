"""Clients in a process of their own: HTTP over kept connections, without a library's cost; and the bare query over psycopg2."""

from __future__ import annotations

import multiprocessing
import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg2

__all__ = ["Figures", "bare_asker", "http_asker", "measure"]

PATIENCE = 10
"""Seconds that a client waits for an answer before it counts as an error."""

Ask = Callable[[Any], int]


@dataclass
class Figures:
    """What clients met: seconds and bytes of good answers, the number of others, and how long all took."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    errors: int = 0
    elapsed: float = 0.0

    def add(self, other: Figures) -> None:
        """Take in what another client met."""
        self.seconds += other.seconds
        self.bytes += other.bytes
        self.errors += other.errors

    def cut(self, share: int) -> float:
        """Return the milliseconds that so many per cent of the answers did not exceed."""
        cuts = statistics.quantiles(self.seconds, n=100) if len(self.seconds) > 1 else self.seconds * 99
        return round(cuts[share - 1] * 1000, 1) if cuts else 0.0


def http_asker(port: int) -> Ask:
    """Return a function that asks for a path over one kept connection and returns the bytes of the body; ValueError for a refusal."""
    connection = _Connection(port)
    return connection.ask


class _Connection:
    """HTTP/1.1, answers with a length or in chunks; opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, path: str) -> int:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            return self._answer(self._socket, path)
        except OSError:
            self._socket.close()
            self._socket = None
            raise

    def _answer(self, connection: socket.socket, path: str) -> int:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept: */*\r\n\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += _received(connection)
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        status, names = int(lines[0].split()[1]), dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
        if b"content-length" in names:
            size = int(names[b"content-length"])
            read = len(body)
            while read < size:
                read += len(_received(connection))
        elif status == 204:
            size = 0
        else:
            while not body.endswith(b"0\r\n\r\n"):
                body += _received(connection)
            size = len(body)
        if names.get(b"connection") == b"close":
            connection.close()
            self._socket = None
        if status not in (200, 204):
            raise ValueError(f"{path}: {status}")
        return size


def _received(connection: socket.socket) -> bytes:
    part = connection.recv(1 << 18)
    if not part:
        raise ConnectionError("closed")
    return part


def bare_asker(address: str) -> Ask:
    """Return a function that runs a statement with its values over one connection and returns the bytes of its texts or tile."""
    connection = psycopg2.connect(address, options=f"-c statement_timeout={PATIENCE}s")
    connection.autocommit = True

    def ask(asked: tuple[str, dict[str, Any]]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(*asked)
            return sum(len(value) for row in cursor.fetchall() for value in row if value is not None)

    return ask


def measure(make_asker: Callable[[], Ask], asked: list[Any], clients: int, seconds: float) -> Figures:
    """Ask in turn with some clients for some seconds, in a process of its own, and return what they met."""
    forked = multiprocessing.get_context("fork")
    found = forked.Queue()
    process = forked.Process(target=_run, args=(make_asker, asked, clients, seconds, found), daemon=True)
    process.start()
    figures: Figures = found.get(timeout=seconds + 10 * PATIENCE)
    process.join(10)
    return figures


def _run(make_asker: Callable[[], Ask], asked: list[Any], clients: int, seconds: float, found: Any) -> None:
    each = [Figures() for _ in range(clients)]
    began = time.monotonic()
    threads = [
        threading.Thread(target=_client, args=(make_asker, asked[number::clients] or asked, began + seconds, figures))
        for number, figures in enumerate(each)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Figures(elapsed=time.monotonic() - began)
    for figures in each:
        total.add(figures)
    found.put(total)


def _client(make_asker: Callable[[], Ask], asked: list[Any], until: float, figures: Figures) -> None:
    ask, turn = make_asker(), 0
    while (began := time.perf_counter()) and time.monotonic() < until:
        try:
            figures.bytes += ask(asked[turn % len(asked)])
            figures.seconds.append(time.perf_counter() - began)
        except (ValueError, OSError, psycopg2.Error):
            figures.errors += 1
        turn += 1
