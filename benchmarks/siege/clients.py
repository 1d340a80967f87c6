"""Readers and besiegers over plain HTTP, each from an address of its own on the loopback, so that nginx counts them apart."""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Figures", "besieged", "measure", "slow_clients"]

READERS, BESIEGER = "127.0.0.1", "127.0.0.2"


@dataclass
class Figures:
    """What one kind of client was answered: seconds of each answer, and how many of each status (0: none)."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def note(self, status: int, seconds: float) -> None:
        """Add one answer."""
        self.seconds.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def at(self, share: float) -> float:
        """Return the time in milliseconds that this share of the answers did not exceed."""
        ordered = sorted(self.seconds) or [0.0]
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def errors(self) -> int:
        """Answers of 5xx and none at all."""
        return sum(count for status, count in self.statuses.items() if status >= 500 or status == 0)


def _ask(host: str, port: int, path: str, source: str) -> int:
    connection = http.client.HTTPConnection(host, port, timeout=30, source_address=(source, 0))
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return 0
    else:
        return answer.status
    finally:
        connection.close()


def _loop(place: tuple[str, int], paths: list[str], source: str, figures: Figures, stop: Any, pause: float) -> None:
    turn = 0
    while not stop.wait(pause):
        start = time.monotonic()
        status = _ask(*place, paths[turn % len(paths)], source)
        figures.note(status, time.monotonic() - start)
        turn += 1


def measure(place: tuple[str, int], paths: list[str], seconds: float, readers: int = 3) -> Figures:
    """Read page after page with a tenth of a second between for some seconds, and return what was answered."""
    figures, stop = Figures(), threading.Event()
    threads = [threading.Thread(target=_loop, args=(place, paths, READERS, figures, stop, 0.1)) for _ in range(readers)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join(60)
    return figures


@contextmanager
def besieged(place: tuple[str, int], path: str, connections: int) -> Iterator[Figures]:
    """One address asks for one page by so many connections at once, each again as soon as it is answered.

    It runs in a process of its own: here its threads would slow the readers by themselves. The figures are filled in at the end.
    """
    forked = multiprocessing.get_context("fork")
    stop, found = forked.Event(), forked.Queue()
    process = forked.Process(target=_besiege, args=(place, path, connections, stop, found), daemon=True)
    process.start()
    time.sleep(1)
    figures = Figures()
    yield figures
    stop.set()
    figures.statuses = found.get(timeout=90)
    process.join(10)


def _besiege(place: tuple[str, int], path: str, connections: int, stop: Any, found: Any) -> None:
    each = [Figures() for _ in range(connections)]
    threads = [threading.Thread(target=_loop, args=(place, [path], BESIEGER, figures, stop, 0.01), daemon=True) for figures in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total: Counter[int] = Counter()
    for figures in each:
        total.update(figures.statuses)
    found.put(dict(total))


@contextmanager
def slow_clients(place: tuple[str, int], count: int) -> Iterator[None]:
    """So many clients begin a request and send a byte of it a second."""
    stop = threading.Event()
    sockets = [socket.create_connection(place, timeout=10, source_address=(BESIEGER, 0)) for _ in range(count)]
    for each in sockets:
        each.sendall(b"GET /dataset/ HTTP/1.1\r\nHost: x\r\nX-Slow: ")

    def drip() -> None:
        while not stop.wait(1):
            for each in sockets:
                try:
                    each.sendall(b"x")
                except OSError:
                    continue  # nginx has cut this one, which is what it should do

    thread = threading.Thread(target=drip)
    thread.start()
    yield
    stop.set()
    thread.join(10)
    for each in sockets:
        each.close()
