"""After a change of the synonyms: the datasets whose texts have one of its terms are indexed again, by the worker."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import EXPORTS, job
from ckanext.binhduong.search.query.solr_query import query_fields
from ckanext.binhduong.search.rebuild import watch
from ckanext.binhduong.search.rebuild.catching_up import index_again
from ckanext.binhduong.search.synonyms.entries import Entry, terms_of
from ckanext.binhduong.search.synonyms.table import words_of

__all__ = ["queue", "run"]

log = logging.getLogger(__name__)

_MOST = 1000
"""More datasets than that are indexed by building a new index."""


def queue(changed: Sequence[Entry], number: str) -> None:
    """Queue it.

    Args:
        changed: the entries that were added or removed.
        number: told from other changes by this; each has a job of its own.
    """
    terms = sorted({" ".join(words_of(term)) for entry in changed for term in terms_of(entry)})
    queueing.enqueue("search.synonyms", {"terms": terms}, job_id=f"binhduong-synonyms-{number}", title="search index: synonyms")


@job("search.synonyms", EXPORTS)
def run(terms: list[str]) -> int:
    """Index the datasets again that have one of the terms; return how many, 0 when a new index is built instead."""
    phrases = " OR ".join('"' + re.sub(r'(["\\])', r"\\\1", term) + '"' for term in terms)
    asked = {"defType": "edismax", "qf": query_fields(marked=False, prose=True), "mm": "1", "q.op": "OR", "fl": "id", "rows": _MOST}
    filters = [f'+site_id:"{tk.config["ckan.site_id"]}"', "+entity_type:package"]
    found = search.make_connection().search(phrases, fq=filters, **asked)
    if found.hits > _MOST:
        watch.queue()
        return 0
    failed, _ = index_again([each["id"] for each in found.docs])
    log.info("%s datasets have new synonyms, %s could not be indexed", found.hits, len(failed))
    return found.hits - len(failed)
