"""Kill -9 at a named instant: of the process that does a release's job, of PostgreSQL's process behind it, of the whole PostgreSQL.

The job runs in a process forked for it, as CKAN's worker does with each job. In that process, and nowhere in the portal's code, one named
function is wrapped: before or after it the process writes a marker and somebody is killed.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.datastore.backend import postgres

PACKAGE = "ckanext.binhduong"
RECOVERY_SECONDS = 90


@dataclass(frozen=True)
class Instant:
    """Where somebody is killed: before or after the n-th call of a function of this package; in the midst of the COPY that it does with the
    cursor it is given ("copying"); when the first of the things that it yields has been used ("yielding")."""

    function: str
    moment: str = "before"
    call: int = 1


def let_go_of_connections() -> None:
    """Close every connection of this process, as CKAN's worker does before it forks; they are opened again when needed."""
    model.Session.remove()
    assert model.meta.engine
    model.meta.engine.dispose()
    for engine in postgres._engines.values():
        engine.dispose()


def in_a_process(work: Callable[[], object]) -> int:
    """Run work in a forked process and give its process number."""
    let_go_of_connections()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def run_and_kill(work: Callable[[], object], instant: Instant, kill: Callable[[], None], marker: Path) -> int:
    """Run work in a process of its own in which ``kill`` is done at the instant; give the process's exit status (``os.waitpid``).

    Args:
        marker: a file that exists afterwards exactly if the instant was reached.
    """

    def hit() -> None:
        marker.touch()
        kill()

    def wrapped() -> None:
        with pytest.MonkeyPatch.context() as patch:
            wrap(patch, instant, hit)
            work()

    return os.waitpid(in_a_process(wrapped), 0)[1]


def wrap(patch: pytest.MonkeyPatch, instant: Instant, hit: Callable[[], object]) -> None:
    """Have ``hit`` called at an instant in this process."""
    target = f"{PACKAGE}.{instant.function}"
    original, calls = _named(target), [0]

    def wrapper(*arguments: Any, **named: Any) -> Any:
        calls[0] += 1
        now = calls[0] == instant.call
        if now and instant.moment == "before":
            hit()
        if now and instant.moment == "copying":
            arguments = (_Interrupted(arguments[0], hit), *arguments[1:])
        result = original(*arguments, **named)
        if now and instant.moment == "after":
            hit()
        return _first_then(result, hit) if now and instant.moment == "yielding" else result

    patch.setattr(target, wrapper)


class _Interrupted:
    """A cursor in whose COPY something happens when PostgreSQL has begun it and half of the data is sent."""

    def __init__(self, cursor: Any, hit: Callable[[], object]) -> None:
        self.cursor, self.hit = cursor, hit

    def copy_expert(self, sql: str, file: Any) -> None:
        data = file.read()
        self.parts = [data[: len(data) // 2], data[len(data) // 2 :]]
        self.cursor.copy_expert(sql, self)

    def read(self, _size: int) -> bytes:
        if len(self.parts) == 1:
            self.hit()
        return self.parts.pop(0) if self.parts else b""


def _first_then(items: Iterator[Any], hit: Callable[[], object]) -> Iterator[Any]:
    yield next(items)
    hit()
    yield from items


def _named(target: str) -> Any:
    from pkgutil import resolve_name

    return resolve_name(target)


def kill_worker() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def kill_backend() -> None:
    """End PostgreSQL's process that serves our open transaction of the DataStore; PostgreSQL then throws out everybody and recovers."""
    for pid in _children(postmaster()):
        if re.search(rf"datastore_write {_datastore()} .* (in transaction|COPY)", _title(pid)):
            os.kill(pid, signal.SIGKILL)
            return
    raise AssertionError("no process of PostgreSQL has a transaction of the DataStore's open")


def kill_any_backend() -> None:
    """End one of the processes that PostgreSQL has for connections, if there is any."""
    for pid in _children(postmaster()):
        if "127.0.0.1(" in _title(pid):
            os.kill(pid, signal.SIGKILL)
            return


def _datastore() -> str:
    return urlsplit(tk.config["ckan.datastore.write_url"]).path[1:]


def kill_postgres() -> None:
    """End all of PostgreSQL's processes at once, as a power cut would; the instance's supervisor starts it again."""
    first = postmaster()
    for pid in (first, *_children(first)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def postmaster() -> int:
    """Give the process number of this instance's PostgreSQL."""
    return int((Path(os.environ["PORTAL_VAR"]) / "postgres" / "postmaster.pid").read_text().split()[0])


def _children(parent: int) -> list[int]:
    return [int(pid) for pid in Path("/proc", str(parent), "task", str(parent), "children").read_text().split()]


def _title(pid: int) -> str:
    try:
        return Path("/proc", str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        return ""


def wait_for_postgres() -> None:
    """Wait until PostgreSQL takes connections again, and forget those that were cut."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            for option in ("sqlalchemy.url", "ckan.datastore.write_url"):
                psycopg2.connect(tk.config[option]).close()
            break
        except psycopg2.OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL is not back"
            threading.Event().wait(0.1)
    let_go_of_connections()
