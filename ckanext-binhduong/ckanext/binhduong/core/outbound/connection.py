"""urllib3's connections, led only where they may go, and ended when their time is over. Imports no CKAN.

The name is asked for once, every address that it has is judged, and the connection is made to the very address that was judged: there is
no second question that could be answered otherwise (DNS rebinding). Proxies of the environment are not used.
"""

from __future__ import annotations

import os
import queue
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from ckanext.binhduong.core.outbound.faults import CallFailed
from ckanext.binhduong.core.outbound.reach import Reach

__all__ = ["POOLS", "Guard"]

_LEAST = 0.001
"""Seconds; a time limit of 0 would mean another thing to a socket."""


class Guard:
    """What one call may reach, and until when.

    Args:
        reach: what may be called.
        seconds: for the whole call, with its redirects; it is a context manager, at whose end nothing is left open.
        connect: seconds for one connection.
    """

    def __init__(self, reach: Reach, seconds: float, connect: float) -> None:
        self._reach = reach
        self._end = time.monotonic() + seconds
        self._connect = connect
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._shut_down)
        self._timer.daemon = True

    def __enter__(self) -> Guard:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    @property
    def left(self) -> float:
        """Seconds that are left. Raises CallFailed when none are."""
        self.check()
        return max(_LEAST, self._end - time.monotonic())

    def check(self) -> None:
        """Raise CallFailed when the time is over."""
        if self.is_over:
            raise CallFailed("slow")

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def open(self, host: str, port: int, *, is_encrypted: bool) -> socket.socket:
        """Connect to a host's first address that answers, all of which must be allowed; what goes over it is encrypted or not.

        Raises:
            CallFailed: the name is unknown, one of its addresses is not allowed, none answers, or there was no time.
        """
        found = self._addresses(host, port)
        for _, address in found:
            if fault := self._reach.fault(address[0], address[1], is_encrypted=is_encrypted):
                raise CallFailed(fault)
        for family, address in found:
            made = socket.socket(family, socket.SOCK_STREAM)
            try:
                made.settimeout(min(self._connect, self.left))
                made.connect(address)
            except OSError:
                made.close()
                continue
            with self._lock:
                # TLS takes the socket over; a second handle of the same connection can still end it.
                self._handles.append(socket.socket(fileno=os.dup(made.fileno())))
            return made
        raise CallFailed("unreachable")

    def _addresses(self, host: str, port: int) -> list[tuple[int, Any]]:
        """Ask for a name, in a thread of its own: the system's resolver has no time limit that a caller could set."""
        answer: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError):
                answer.put([])

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answer.get(timeout=self.left)
        except queue.Empty:
            raise CallFailed("slow") from None
        if not found:
            raise CallFailed("no-name")
        return [(family, address) for family, _, _, _, address in found]

    def _shut_down(self) -> None:
        with self._lock:
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)


class _GuardedConnection(HTTPConnection):
    """A connection that its guard makes."""

    _IS_ENCRYPTED = False

    def __init__(self, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard

    def _new_conn(self) -> socket.socket:
        made = self._guard.open(self._dns_host, self.port, is_encrypted=self._IS_ENCRYPTED)
        made.settimeout(self.timeout)
        return made


class _GuardedTlsConnection(_GuardedConnection, HTTPSConnection):
    """The same with TLS; the certificate is held against the name, not the address."""

    _IS_ENCRYPTED = True


class _Pool(HTTPConnectionPool):
    ConnectionCls: Any = _GuardedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls: Any = _GuardedTlsConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _TlsPool}
