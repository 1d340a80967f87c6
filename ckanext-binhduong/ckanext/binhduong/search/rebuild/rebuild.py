"""Index everything anew while search answers.

A second core is filled from the database. Then what was changed meanwhile is indexed again, in rounds, until a round finds little. For the
last round writers wait: what was committed before is in the new index, what is committed afterwards goes to it. Only an index that has
every dataset as the database has it takes the other's place. Until then nothing that readers see is touched, so a rebuild may be stopped,
killed or begun again at any moment.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
import sqlalchemy as sa
from ckan import model
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.search.index.drift import datasets_now
from ckanext.binhduong.search.rebuild import cores, progress
from ckanext.binhduong.search.rebuild.catching_up import catch_up, index_all, lacking, late_changes

__all__ = ["AlreadyRuns", "Incomplete", "Rebuilt", "Stopped", "is_running", "rebuild"]

_BATCH = 50
"""Datasets between two looks at whether it shall stop."""
_ROUNDS, _FEW = 5, 10
"""So many rounds of catching up at most, until one finds fewer datasets than that."""
_LOCK = "hashtext('binhduong_index_rebuild')"
_WRITERS = "LOCK TABLE package, member IN SHARE MODE"
"""Waits for whoever has changed a dataset or its themes and has not committed, and lets nobody change one until the swap; readers go on."""
_PATIENCE, _TRIES, _PAUSE = "1s", 60, 1.0
"""Who waits for that lock keeps later writers waiting too: no longer than a second at a time."""


class AlreadyRuns(Exception):
    """Another rebuild of this portal runs."""


class Stopped(Exception):
    """Somebody wanted it to stop; the index is as it was."""


class Incomplete(Exception):
    """The new index is not what the database holds, and was not taken; the text names some of what differs."""


@dataclass(frozen=True)
class Rebuilt:
    """What was done: how many datasets the new index has, the ids of those that could not be indexed, seconds."""

    datasets: int
    left_out: tuple[str, ...]
    seconds: float


def rebuild(*, tolerant: bool = False) -> Rebuilt:
    """Build a new index and have it answer.

    Args:
        tolerant: also take an index that lacks datasets which cannot be indexed; they are named.

    Raises:
        AlreadyRuns, Stopped, Incomplete: as these say; readers see what they saw.
        CoreError: Solr refuses or went away; likewise.
        requests.RequestException, pysolr.SolrError: Solr does not answer; likewise.
    """
    with _alone() as connection:
        progress.begin()
        begun = time.monotonic()
        try:
            datasets, left_out = _build_and_swap(connection, tolerant=tolerant)
        except (Stopped, KeyboardInterrupt):
            progress.note("stopped")
            raise
        except BaseException as error:
            progress.note("failed", detail=f"{type(error).__name__}: {error}"[:500])
            raise
        finally:
            # One that cannot be removed now is removed before the next is made.
            with suppress(cores.CoreError, requests.RequestException):
                cores.remove_spare()
        progress.note("swapped", datasets, datasets + len(left_out))
        return Rebuilt(datasets, left_out, round(time.monotonic() - begun, 1))


def is_running() -> bool:
    """Whether a rebuild of this portal runs in some process."""
    try:
        with _alone():
            return False
    except AlreadyRuns:
        return True


def _build_and_swap(connection: sa.Connection, *, tolerant: bool) -> tuple[int, tuple[str, ...]]:
    begun = datetime.now(UTC)
    cores.create_spare()
    _build()
    for _ in range(_ROUNDS):
        changed, failed = catch_up(begun)
        if changed - len(failed) < _FEW:
            break
    with _writers_wait(connection):
        held = datetime.now(UTC)
        _, failed = catch_up(begun)
        left_out = lacking()
        if left_out and not (tolerant and set(left_out) <= set(failed)):
            raise Incomplete(", ".join(left_out[:10]))
        datasets = len(datasets_now()) - len(left_out)
        cores.swap()
    index_all(late_changes(held), cores.live())
    commits.announce()
    return datasets, tuple(left_out)


def _build() -> None:
    package_ids = list(datasets_now())
    progress.note("building", 0, len(package_ids))
    for start in range(0, len(package_ids), _BATCH):
        if progress.stop_is_wanted():
            raise Stopped
        index_all(package_ids[start : start + _BATCH], cores.spare())
        progress.note("building", min(start + _BATCH, len(package_ids)), len(package_ids))
    progress.note("comparing", len(package_ids), len(package_ids))


@contextmanager
def _alone() -> Iterator[sa.Connection]:
    """Give a connection that holds the rebuild's lock; PostgreSQL lets it go when this process dies."""
    engine: Any = model.meta.engine
    with engine.connect() as connection:
        if not connection.scalar(sa.text(f"SELECT pg_try_advisory_lock({_LOCK})")):
            raise AlreadyRuns
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(sa.text(f"SELECT pg_advisory_unlock({_LOCK})"))
            connection.commit()


@contextmanager
def _writers_wait(connection: sa.Connection) -> Iterator[None]:
    for _ in range(_TRIES):
        if progress.stop_is_wanted():
            raise Stopped
        try:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
            connection.execute(sa.text(_WRITERS))
        except OperationalError:
            connection.rollback()
            time.sleep(_PAUSE)
        else:
            break
    else:
        raise Incomplete("the catalogue is changed without a pause")
    try:
        yield
    finally:
        connection.rollback()
