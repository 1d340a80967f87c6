"""Somebody who changes the catalogue once a second, as an agency's program does: by ``package_patch`` with a token."""

from __future__ import annotations

import itertools
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

__all__ = ["Changes", "a_change_a_second"]

_PATIENCE = 60


@dataclass
class Changes:
    """How many changes were made, and how many were refused."""

    made: int = 0
    failed: int = 0


@contextmanager
def a_change_a_second(port: int, token: str, names: list[str]) -> Iterator[Changes]:
    """While the block runs, change one dataset after the other, a second after the last one began or as soon as it is answered.

    Args:
        port: of the server on the loopback.
        token: of who may change the datasets.
        names: of the datasets that are changed in turn.
    """
    changes, stop = Changes(), threading.Event()
    thread = threading.Thread(target=_change_all, args=(port, token, names, changes, stop))
    thread.start()
    try:
        yield changes
    finally:
        stop.set()
        thread.join(_PATIENCE + 1)


def _change_all(port: int, token: str, names: list[str], changes: Changes, stop: threading.Event) -> None:
    for number, name in enumerate(itertools.cycle(names)):
        began = time.monotonic()
        if _change(port, token, name, number):
            changes.made += 1
        else:
            changes.failed += 1
        if stop.wait(max(0, began + 1 - time.monotonic())):
            return


def _change(port: int, token: str, name: str, number: int) -> bool:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/3/action/package_patch",
        json.dumps({"id": name, "notes": f"Số liệu của lần cập nhật {number}."}).encode(),
        {"Authorization": token, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
