"""Look again at what seems to differ, one by one, and repair it: no failure keeps the others from being looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TypeVar

import sqlalchemy as sa
from ckan import model
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.core.drift.registry import Outcome

__all__ = ["BATCH", "Verdict", "examine", "held_dataset", "in_batches"]

log = logging.getLogger(__name__)

BATCH = 1000
"""How many things one statement looks at."""

_MOST = 1000
"""How many differences of a kind one check looks at again; the next check does the others."""

T = TypeVar("T")


class Verdict(Enum):
    """What the second look found."""

    MOVING = "it does not differ any more, or somebody is changing it"
    REPAIRED = "it was brought in line"
    LEFT = "it differs"


def examine(suspects: Iterable[str], look: Callable[[str], Verdict]) -> Outcome:
    """Look again at each of the suspects and count.

    Args:
        suspects: names of what seems to differ.
        look: looks at one under its lock, and repairs it where that is wanted and safe. When it fails the thing is left.
    """
    listed = list(suspects)
    # What was not looked at is counted: a check that found more than it could do must not say that all is well.
    left, found = list(listed[_MOST:]), len(listed[_MOST:])
    for name in listed[:_MOST]:
        verdict = _verdict(name, look)
        found += verdict is not Verdict.MOVING
        left += [name] if verdict is Verdict.LEFT else []
    return Outcome(found, tuple(left))


def _verdict(name: str, look: Callable[[str], Verdict]) -> Verdict:
    # Each look begins with what is committed now.
    model.Session.rollback()
    try:
        return look(name)
    except JobTimeoutException:
        raise
    except Exception:
        # Whatever it is: the next thing has nothing to do with it.
        log.exception("what differs could not be repaired: %s", name)
        return Verdict.LEFT
    finally:
        model.Session.rollback()


@contextmanager
def held_dataset(package_id: str) -> Iterator[bool]:
    """Hold a dataset's row against changes, in CKAN's session, until that commits or the block ends.

    Gives False at once when somebody is changing it; True also for a dataset that has no row.
    """
    row = sa.select(model.Package.id).where(model.Package.id == package_id).with_for_update(read=True, nowait=True)
    try:
        try:
            model.Session.execute(row)
        except OperationalError:
            model.Session.rollback()
            yield False
        else:
            yield True
    finally:
        model.Session.rollback()


def in_batches(read: Callable[[str], list[T]], key: Callable[[T], str]) -> Iterator[list[T]]:
    """Yield batches of rows until there are none.

    Args:
        read: returns up to ``BATCH`` rows whose key comes after the one given, in the key's order.
        key: the row's key, a text.
    """
    after = ""
    while batch := read(after):
        yield batch
        if len(batch) < BATCH:
            return
        after = key(batch[-1])
