"""Index everything anew while search answers.

A second core is filled from the database. Then what was changed meanwhile is indexed again, in rounds, until a round finds little. For the
last round writers wait: what was committed before is in the new index, what is committed afterwards goes to it. Only an index that has
every dataset as the database has it takes the other's place. Until then nothing that readers see is touched, so a rebuild may be stopped,
killed or begun again at any moment. Afterwards what the old core was given as they changed places is indexed in the new one.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

import pysolr
import requests
import sqlalchemy as sa

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.search.index import left_out
from ckanext.binhduong.search.index.drift import datasets_now
from ckanext.binhduong.search.rebuild import cores, progress
from ckanext.binhduong.search.rebuild.catching_up import differing, index_again, index_all, lacking, late_changes
from ckanext.binhduong.search.rebuild.failures import AlreadyRuns, Incomplete, Stopped, Unfinished
from ckanext.binhduong.search.rebuild.locks import alone, is_running, writers_wait
from ckanext.binhduong.search.synonyms import in_force, indexed

__all__ = ["AlreadyRuns", "Incomplete", "Rebuilt", "Stopped", "Unfinished", "is_running", "rebuild"]

log = logging.getLogger(__name__)

_BATCH = 50
"""Datasets between two looks at whether it shall stop."""
_ROUNDS, _FEW = 5, 10
"""So many rounds of catching up at most, until one finds fewer datasets than that."""
_LATE_TRIES, _PAUSE = 5, 1.0
"""How often what was indexed during the swap is tried, and the seconds between."""


@dataclass
class _New:
    """What is known of the new index so far.

    Attributes:
        folder: Solr's folder of its core.
        synonyms: the number of the last change that it has.
        held: since when writers have waited (UTC).
        datasets, left_out: how many it has, and which cannot be indexed.
        swapped: whether it answers.
    """

    folder: str = ""
    synonyms: int = 0
    held: datetime = field(default_factory=lambda: datetime.now(UTC))
    datasets: int = 0
    left_out: list[str] = field(default_factory=list)
    swapped: bool = False


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
        Unfinished: as this says; readers see the new index.
    """
    with alone() as connection:
        progress.begin()
        begun = time.monotonic()
        new = _New()
        try:
            _build_and_swap(new, connection, tolerant=tolerant)
            _finish(new)
        except BaseException as error:
            if _is_swapped(new):
                _leave_unfinished(error)
            stopped = isinstance(error, (Stopped, KeyboardInterrupt))
            progress.note("stopped" if stopped else "failed", detail="" if stopped else _said(error))
            _remove_spare()
            raise
        progress.note("swapped", new.datasets, new.datasets + len(new.left_out))
        return Rebuilt(new.datasets, tuple(new.left_out), round(time.monotonic() - begun, 1))


def _is_swapped(new: _New) -> bool:
    """Whether an index whose rebuild was interrupted answers already: Solr may have swapped without its answer having arrived."""
    with suppress(cores.CoreError, requests.RequestException):
        return new.swapped or (bool(new.folder) and cores.answers_from(new.folder))
    return False


def _remove_spare() -> None:
    # One that cannot be removed now is removed before the next is made.
    with suppress(cores.CoreError, requests.RequestException):
        cores.remove_spare()


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _build_and_swap(new: _New, connection: sa.Connection, *, tolerant: bool) -> None:
    begun = datetime.now(UTC)
    new.synonyms = in_force.newest(age=2 * in_force.FRESH)
    in_force.read_again()
    new.folder = cores.create_spare()
    package_ids = list(datasets_now())
    _fill(package_ids, "building")
    progress.note("comparing", len(package_ids), len(package_ids))
    for _ in range(_ROUNDS):
        changed, failed = _catch_up(begun)
        if changed - len(failed) < _FEW:
            break
    with writers_wait(connection, _stop_if_wanted):
        new.held = datetime.now(UTC)
        _, failed = _catch_up(begun)
        new.left_out = lacking()
        if new.left_out and not (tolerant and set(new.left_out) <= set(failed)):
            raise Incomplete(", ".join(new.left_out[:10]))
        new.datasets = len(datasets_now()) - len(new.left_out)
        cores.swap()
        new.swapped = True


def _catch_up(begun: datetime) -> tuple[int, list[str]]:
    """Bring the spare core in line with the database; return how many datasets differed, and which of them cannot be indexed."""
    changed = differing(begun)
    return len(changed), _fill(changed)


def _fill(package_ids: list[str], phase: str = "") -> list[str]:
    """Index datasets in the spare core, and note how far it is in a phase; return those that cannot be indexed."""
    failed: list[str] = []
    for start in range(0, len(package_ids), _BATCH):
        _stop_if_wanted()
        if phase:
            progress.note(phase, start, len(package_ids))
        failed += index_all(package_ids[start : start + _BATCH])
    return failed


def _stop_if_wanted() -> None:
    if progress.stop_is_wanted():
        raise Stopped


def _finish(new: _New) -> None:
    """Have readers get the new index, and index in it what the old one was given while they changed places."""
    commits.announce()
    left_out.keep(new.left_out, new.held.replace(tzinfo=None))
    indexed.keep(new.synonyms)
    _index_late_changes(new.held)
    _remove_spare()


def _index_late_changes(since: datetime) -> None:
    for attempt in range(_LATE_TRIES):
        try:
            _, changing = index_again(late_changes(since))
        except (cores.CoreError, pysolr.SolrError, requests.RequestException):
            if attempt == _LATE_TRIES - 1:
                raise
            time.sleep(_PAUSE)
        else:
            if changing:
                log.info("who changes these datasets indexes them: %s", ", ".join(changing))
            return


def _leave_unfinished(error: BaseException) -> NoReturn:
    """Say so; the old core stays until the next rebuild."""
    commits.announce()
    progress.note("unfinished", detail=_said(error))
    raise Unfinished(_said(error)) from error
