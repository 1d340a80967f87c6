"""What must be done on time whatever becomes of the job queue: the worker's clock, a process that looks every ten seconds.

Regular jobs (:mod:`core.scheduler`) stand in Redis and may wait behind others. What is registered here reads what is due from PostgreSQL,
is quick when nothing is, and may be killed at any instant. The clock also puts regular jobs back that went with a lost Redis.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, NoReturn

from ckan import model

from ckanext.binhduong.core import scheduler

__all__ = ["EVERY", "register", "run", "turn"]

log = logging.getLogger(__name__)

EVERY = 10.0
"""Seconds between two looks."""

_work: dict[str, Callable[[], Any]] = {}


def register(name: str, work: Callable[[], Any]) -> None:
    """Have work done at every look; the same name again replaces it."""
    _work[name] = work


def turn() -> None:
    """Look once. What fails is logged and looked at again the next time."""
    for name, work in {**_work, "schedule": scheduler.ensure}.items():
        try:
            work()
        except Exception:
            log.exception("The prompt work %s is tried again at the next look", name)
        finally:
            model.Session.remove()


def run() -> NoReturn:
    """Look for as long as the process lives."""
    while True:
        begun = time.monotonic()
        turn()
        time.sleep(max(0.0, EVERY - (time.monotonic() - begun)))
