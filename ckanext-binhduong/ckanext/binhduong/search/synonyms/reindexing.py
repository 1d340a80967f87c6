"""After a change of the synonyms: the datasets whose texts have one of its terms are indexed again, by the worker.

Nobody queues that with the change. The worker's clock compares the last change with what the index has, so that neither a lost queue nor a
job that failed leaves a change out.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass

import pysolr
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import EXPORTS, job
from ckanext.binhduong.search.query.solr_query import query_fields
from ckanext.binhduong.search.rebuild import watch
from ckanext.binhduong.search.rebuild.catching_up import index_again
from ckanext.binhduong.search.synonyms import in_force, indexed
from ckanext.binhduong.search.synonyms.entries import terms_of
from ckanext.binhduong.search.synonyms.table import words_of

__all__ = ["look", "run"]

log = logging.getLogger(__name__)

_MOST = 1000
"""More datasets than that are indexed by building a new index."""
_MOST_TERMS = 200
"""And so are those of more terms: Solr takes 1,024 conditions in a search."""
_AGAIN = 60
"""Seconds until it is tried again by itself."""


@dataclass
class _Seen:
    """The last change that this process has seen, when (seconds of the monotonic clock), and whether kept answers were renewed since."""

    number: int = 0
    since: float = 0.0
    renewed: bool = False


_seen = _Seen()


def look() -> None:
    """The clock's look: once every process reads the last change, renew kept answers and queue what the index lacks. Raises RedisError."""
    number = in_force.newest()
    if number > _seen.number:
        _seen.number, _seen.since, _seen.renewed = number, time.monotonic(), number <= indexed.last()
        in_force.spread()
    if time.monotonic() - _seen.since <= in_force.FRESH:
        return
    if not _seen.renewed:
        # What a process made with the list it still had is kept under the version of the change.
        _seen.renewed = True
        commits.announce()
    if number > indexed.last() and client().set(_key(), 1, nx=True, ex=_AGAIN):
        queueing.enqueue_once("search.synonyms", prefix="binhduong-synonyms", title="search index: synonyms")


def _key() -> str:
    return f"binhduong:synonyms-indexing:{tk.config['ckan.site_id']}"


@job("search.synonyms", EXPORTS, version=2)
def run() -> int:
    """Index the datasets again that have a term of a change which the index lacks; return how many, 0 when a new index is built instead."""
    number = in_force.read_again()
    terms = sorted({" ".join(words_of(term)) for entry in indexed.changed_after(indexed.last()) for term in terms_of(entry)})
    model.Session.rollback()
    if not terms:
        return 0
    found = _with_one_of(terms[:_MOST_TERMS])
    if len(terms) > _MOST_TERMS or found.hits > _MOST:
        watch.queue()
        return 0
    failed, changing = index_again([each["id"] for each in found.docs])
    if not changing:
        indexed.keep(number)
    log.info("%s datasets have new synonyms, %s could not be indexed, %s are tried again", found.hits, len(failed), len(changing))
    return found.hits - len(failed) - len(changing)


def _with_one_of(terms: list[str]) -> pysolr.Results:
    phrases = " OR ".join('"' + re.sub(r'(["\\])', r"\\\1", term) + '"' for term in terms)
    asked = {"defType": "edismax", "qf": query_fields(marked=False, prose=True), "mm": "1", "q.op": "OR", "fl": "id", "rows": _MOST}
    filters = [f'+site_id:"{tk.config["ckan.site_id"]}"', "+entity_type:package"]
    return search.make_connection().search(phrases, fq=filters, **asked)
