"""Datasets indexed one by one, in the spare core or the one that answers, and what was changed while the spare core was filled."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from ckan import logic, model
from ckan.lib import search
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.core.drift.differences import held_dataset
from ckanext.binhduong.search.index.drift import agree, datasets_now, documents_now
from ckanext.binhduong.search.rebuild import cores
from ckanext.binhduong.search.solr_connection import on_core

__all__ = ["differing", "index_again", "index_all", "lacking", "late_changes"]

log = logging.getLogger(__name__)

_COMMITTING = timedelta(seconds=5)
"""CKAN indexes a change before it commits it. What was indexed for readers so long before it was read for the spare core is read again."""
_TRIES, _PAUSE = 5, 2.0
"""How often a dataset that somebody is changing is looked at, and the seconds between."""


def index_all(package_ids: Iterable[str]) -> list[str]:
    """Index datasets in the spare core as the database has them now, and make them visible there; return those that cannot be indexed.

    Raises:
        CoreError: Solr does not answer any more.
    """
    with on_core(cores.spare()):
        failed = [each for each in package_ids if not _index(each, cores.spare())]
        search.make_connection().commit()
    return failed


def index_again(package_ids: Iterable[str]) -> tuple[list[str], list[str]]:
    """Index datasets in the core that answers, each held as it is read and written: what a writer has indexed is never overwritten.

    Returns:
        Those that cannot be indexed, and those that somebody was changing at every try. The others are visible.

    Raises:
        CoreError: Solr does not answer any more.
    """
    failed: list[str] = []
    left = list(package_ids)
    for pause in (0.0, *[_PAUSE] * (_TRIES - 1)):
        time.sleep(pause if left else 0.0)
        left = [each for each in left if not _index_held(each, failed)]
    search.make_connection().commit()
    return failed, left


def _index_held(package_id: str, failed: list[str]) -> bool:
    """Index a dataset that nobody is changing, or note that it cannot be indexed; return whether it was free."""
    with held_dataset(package_id) as free:
        if free and not _index(package_id, cores.live()):
            failed.append(package_id)
    return free


def _index(package_id: str, core: str) -> bool:
    """Send a dataset to Solr; return whether it could be indexed, also when it was purged since it was listed."""
    try:
        logic.index_update_package({"ignore_auth": True}, package_id, True)
    except logic.NotFound:
        return True
    except JobTimeoutException:
        raise
    except Exception:
        if not cores.is_well(core):
            raise cores.CoreError("Solr does not answer") from None
        log.exception("the dataset %s cannot be indexed", package_id)
        return False
    finally:
        # The next one is read as it is committed then, and memory does not grow with the catalogue.
        model.Session.remove()
    return True


def differing(begun: datetime) -> list[str]:
    """Return the datasets that the spare core lacks or has as they were, and take out of it what is deleted.

    Compared are the states of all datasets and, for what changes nothing in a dataset's own row (the names of its themes, its age), the
    times at which both cores got their documents.

    Args:
        begun: when the rebuild began (UTC).

    """
    expected, answering = datasets_now(), documents_now(since=begun - _COMMITTING)
    with on_core(cores.spare()):
        filled = documents_now()
        for ghost in filled.keys() - expected.keys():
            search.clear(ghost)
    return [
        each
        for each, state in expected.items()
        if each not in filled
        or not agree(state, filled[each].says)
        or (each in answering and answering[each].indexed >= filled[each].indexed - _COMMITTING)
    ]


def lacking() -> list[str]:
    """Return the datasets that the spare core has not, or not as they are, and the documents it has of no dataset."""
    expected = datasets_now()
    with on_core(cores.spare()):
        filled = documents_now()
    return sorted(
        each
        for each in expected.keys() | filled.keys()
        if each not in expected or each not in filled or not agree(expected[each], filled[each].says)
    )


def late_changes(since: datetime) -> list[str]:
    """Return what was indexed after a moment in the core that answered until the swap, and is called the spare one now."""
    with on_core(cores.spare()):
        return list(documents_now(since=since - _COMMITTING))
