"""The clock's look at the index: how many datasets it has, whether searches must say so, whether it must be built anew."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pysolr
import requests
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.core.drift.completeness import count, expected, is_incomplete
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import EXPORTS, job
from ckanext.binhduong.search.index import completeness
from ckanext.binhduong.search.rebuild import rebuild
from ckanext.binhduong.search.solr_connection import hurried

__all__ = ["counts", "look", "queue"]

log = logging.getLogger(__name__)

_JOB = "binhduong-index-rebuild"
_LACKED = 10
"""From a tenth on a new index is built at once; what is less the drift check puts back."""
_AGAIN = 3600
"""Seconds until it is tried again by itself: an index that cannot be built must not be built all day."""
_LATER = timedelta(minutes=1)
"""When a rebuild is tried again that found another one running, or did not finish."""
_changed = True
"""Whether the last look found another state than the one before; a process that begins does not know."""


def counts() -> tuple[int, int]:
    """Return how many datasets the database has and the index should have, and how many documents the index has.

    Raises:
        pysolr.SolrError: Solr does not answer.
    """
    statement = expected(with_deleted=not tk.config["ckan.search.remove_deleted_packages"])
    filters = [f'+site_id:"{tk.config["ckan.site_id"]}"', "+entity_type:package"]
    # The index first: CKAN indexes before it commits, so that the other order would find too few.
    indexed = search.make_connection().search("*:*", fq=filters, rows=0).hits
    datasets = model.Session.scalar(sa.text(statement)) or 0
    model.Session.rollback()
    return datasets, indexed


def look() -> None:
    """Count, have searches say when datasets are missing, and have an index that lacks a tenth of them built anew."""
    global _changed
    try:
        with hurried():
            datasets, indexed = count(counts)
    except (pysolr.SolrError, requests.RequestException):
        return  # without Solr the database answers, and says so
    incomplete = is_incomplete(datasets, indexed)
    changed_before, _changed = _changed, completeness.keep(incomplete=incomplete)
    if _changed:
        log.log(logging.WARNING if incomplete else logging.INFO, "the search index has %s of %s datasets", indexed, datasets)
    if _changed or changed_before:
        # Kept pages say what was so before; and once more, for processes that still had it read when the change was announced.
        commits.announce()
    first: Any = (
        incomplete
        and (datasets - indexed) * _LACKED > datasets
        and client().set(f"binhduong:index-rebuild:by-itself:{tk.config['ckan.site_id']}", 1, nx=True, ex=_AGAIN)
    )
    if first:
        queue()


def queue() -> None:
    """Queue a rebuild, in the queue of long jobs that nobody waits for; one that waits is not queued twice."""
    queueing.enqueue_once("search.rebuild", prefix=_JOB, title="search index: rebuild")


@job("search.rebuild", EXPORTS)
def run() -> dict[str, Any]:
    """Rebuild the index; datasets that cannot be indexed are left out and stand in the log. Tried again later while another one runs."""
    try:
        done = rebuild.rebuild(tolerant=True)
    except (rebuild.AlreadyRuns, rebuild.Stopped, rebuild.Unfinished) as reason:
        log.warning("the index is not rebuilt: %r", reason)
        if not isinstance(reason, rebuild.Stopped):
            _queue_later()
        return {}
    log.info("the search index is rebuilt: %s", done)
    return {"datasets": done.datasets, "left_out": list(done.left_out), "seconds": done.seconds}


def _queue_later() -> None:
    """Queue a rebuild in a minute: the running one may have passed by what this one was wanted for."""
    moment = datetime.now(UTC) + _LATER
    job_id = f"{_JOB}-{moment:%Y%m%dT%H%M}"
    if queueing.fetch(job_id) is None:
        queueing.enqueue_at(moment, "search.rebuild", job_id=job_id)
