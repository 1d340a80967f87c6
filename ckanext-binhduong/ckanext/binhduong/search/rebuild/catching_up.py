"""What was changed while the spare core was filled: found by comparing it with the database and with the core that answers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from ckan import logic, model
from ckan.lib import search
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.search.index.drift import agree, datasets_now, documents_now
from ckanext.binhduong.search.rebuild import cores
from ckanext.binhduong.search.solr_connection import on_core

__all__ = ["catch_up", "index_all", "lacking", "late_changes"]

log = logging.getLogger(__name__)

_COMMITTING = timedelta(seconds=5)
"""CKAN indexes a change before it commits it. What was indexed for readers so long before it was read for the spare core is read again."""


def index_all(package_ids: Iterable[str], core: str) -> list[str]:
    """Index datasets in a core as the database has them now, and make them visible there; return those that could not be indexed.

    Raises:
        CoreError: Solr does not answer any more.
    """
    failed = []
    with on_core(core):
        for package_id in package_ids:
            try:
                logic.index_update_package({"ignore_auth": True}, package_id, True)
            except logic.NotFound:
                continue  # purged since it was listed
            except JobTimeoutException:
                raise
            except Exception:
                if not cores.is_well():
                    raise cores.CoreError("Solr does not answer") from None
                log.exception("the dataset %s cannot be indexed", package_id)
                failed.append(package_id)
            finally:
                # The next one is read as it is committed then, and memory does not grow with the catalogue.
                model.Session.remove()
        search.make_connection().commit()
    return failed


def catch_up(begun: datetime) -> tuple[int, list[str]]:
    """Bring the spare core in line with the database, which may move on meanwhile.

    Compared are the states of all datasets and, for what changes nothing in a dataset's own row (the names of its themes, its age), the
    times at which both cores got their documents.

    Args:
        begun: when the rebuild began (UTC).

    Returns:
        How many datasets differed, and which of them could not be indexed.
    """
    expected, answering = datasets_now(), documents_now(since=begun - _COMMITTING)
    with on_core(cores.spare()):
        filled = documents_now()
        for ghost in filled.keys() - expected.keys():
            search.clear(ghost)
    changed = [
        each
        for each, state in expected.items()
        if each not in filled
        or not agree(state, filled[each].says)
        or (each in answering and answering[each].indexed >= filled[each].indexed - _COMMITTING)
    ]
    return len(changed), index_all(changed, cores.spare())


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
