"""Doing many things of which none may keep the others from being done: the night's steps, the repair's, and the resources of each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from ckan import model
from rq.timeouts import JobTimeoutException

__all__ = ["SomeFailed", "do_each"]

log = logging.getLogger(__name__)

T = TypeVar("T")


class SomeFailed(Exception):
    """Of many things that were to be done some failed, named by the text; the others were done."""


def do_each(work: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """Do all of it, one after the other, and give what each gave, by its name.

    Raises:
        SomeFailed: at the end, naming what failed; the log has the reasons, and everything else was done.
        JobTimeoutException: at once.
    """
    done: dict[str, T] = {}
    failed: list[str] = []
    for name, do in work.items():
        try:
            done[name] = do()
        except SomeFailed as error:
            failed.append(f"{name} ({error})")
        except JobTimeoutException:
            # The job's time is over; what is left is the next turn's.
            raise
        except Exception:
            # Whatever it is: what comes next has nothing to do with it.
            model.Session.rollback()
            log.exception("%s failed", name)
            failed.append(name)
    if failed:
        raise SomeFailed(", ".join(failed))
    return done
