"""Compare the search index with the database: datasets that it lacks, that it has as they were, and that are no more.

CKAN indexes before it commits. So a document younger than ten minutes may be ahead of its dataset, and no dataset is indexed again while
somebody changes it: what a writer has indexed is never overwritten with what was before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.core.drift.differences import BATCH, Verdict, examine, held_dataset, in_batches
from ckanext.binhduong.core.drift.registry import Kind, Outcome
from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["Document", "agree", "compare", "datasets_now", "documents_now", "register"]

KINDS = {
    "index-missing": Kind(
        _("a dataset that the search index lacks"),
        _("Is Solr well (bin/portal status)? Then: bin/portal ckan search-index rebuild DATASET"),
    ),
    "index-old": Kind(
        _("a dataset that the search index has as it was before its last change"),
        _("Is Solr well (bin/portal status)? Then: bin/portal ckan search-index rebuild DATASET"),
    ),
    "index-ghost": Kind(
        _("a dataset in the search index that is deleted or does not exist"),
        _("Is Solr well (bin/portal status)? Then: bin/portal ckan search-index clear DATASET"),
    ),
}

_ON_ITS_WAY = timedelta(minutes=10)
"""For so long a document may be in the index whose dataset is not committed yet."""


class _State(NamedTuple):
    """What both sides say of a dataset; times in milliseconds, as Solr keeps them."""

    modified: int
    private: bool
    state: str


class Document(NamedTuple):
    """What the index has of a dataset, and when it was indexed."""

    says: _State
    indexed: datetime


def register() -> None:
    """Make the comparison known."""
    registry.register("index", compare, KINDS)


def compare(repair: bool) -> Mapping[str, Outcome]:
    """Compare all datasets with all documents of this site.

    Raises:
        SearchError, pysolr.SolrError: Solr does not answer; nothing was compared.
    """
    database, index = datasets_now(), documents_now()
    common = database.keys() & index.keys()
    suspects = {
        "index-missing": sorted(database.keys() - index.keys()),
        "index-old": sorted(each for each in common if not agree(database[each], index[each].says)),
    }
    ghosts = sorted(index.keys() - database.keys())
    outcomes = {kind: examine(listed, partial(_index_again, repair=repair)) for kind, listed in suspects.items()}
    return {**outcomes, "index-ghost": examine(ghosts, partial(_take_out, repair=repair))}


def _index_again(package_id: str, *, repair: bool) -> Verdict:
    with held_dataset(package_id) as free:
        if not free or not _differs(package_id):
            return Verdict.MOVING
        if not repair:
            return Verdict.LEFT
        search.rebuild(package_id)
    return Verdict.LEFT if _differs(package_id) else Verdict.REPAIRED


def _differs(package_id: str) -> bool:
    expected, document = datasets_now(package_id).get(package_id), documents_now(package_id).get(package_id)
    return expected is not None and (document is None or not agree(expected, document.says))


def agree(dataset: _State, document: _State) -> bool:
    """Whether a document is of the dataset as it is now; one that leaves hidden resources out is dated a second earlier."""
    return document in (dataset, dataset._replace(modified=dataset.modified - 1000))


def _take_out(package_id: str, *, repair: bool) -> Verdict:
    document = documents_now(package_id).get(package_id)
    if datasets_now(package_id) or not document or datetime.now(UTC) - document.indexed < _ON_ITS_WAY:
        return Verdict.MOVING
    if not repair:
        return Verdict.LEFT
    search.clear(package_id)
    return Verdict.LEFT if documents_now(package_id) else Verdict.REPAIRED


def datasets_now(only: str | None = None) -> dict[str, _State]:
    """What the index should have: every dataset, or one, that is not deleted."""
    package = model.Package
    rows = sa.select(package.id, package.metadata_modified, package.private, package.state).order_by(package.id).limit(BATCH)
    if tk.config["ckan.search.remove_deleted_packages"]:
        rows = rows.where(package.state != "deleted")
    if only is not None:
        rows = rows.where(package.id == only)

    def read(after: str) -> list[Any]:
        return list(model.Session.execute(rows.where(package.id > after)).all())

    found = {
        row.id: _State(_milliseconds(row.metadata_modified), row.private, row.state) for rows_ in in_batches(read, _id) for row in rows_
    }
    if only is None:
        # Who asks for one may hold it, and holds it until the transaction ends.
        model.Session.rollback()
    return found


def _id(row: Any) -> str:
    return row.id


def documents_now(only: str | None = None, *, since: datetime | None = None) -> dict[str, Document]:
    """Return what the index has by id: every document of this site, or one, or those indexed from a moment (UTC) on."""
    batches = in_batches(partial(_ask, only, since), lambda found: found["id"])
    return {document["id"]: _read(document) for batch in batches for document in batch}


def _ask(only: str | None, since: datetime | None, after: str) -> list[dict[str, Any]]:
    """Ask Solr for the documents after an id; ids are letters, digits and hyphens, in the order of their bytes."""
    filters = [f'+site_id:"{tk.config["ckan.site_id"]}"', "+entity_type:package"]
    filters += [f"+id:{{{_quoted(after)} TO *]"] if after else []
    filters += [f"+id:{_quoted(only)}"] if only is not None else []
    filters += [f"+indexed_ts:[{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} TO *]"] if since is not None else []
    fields = "id,metadata_modified,capacity,state,indexed_ts"
    answer = search.make_connection(decode_dates=False).search("*:*", fq=filters, fl=fields, sort="id asc", rows=BATCH)
    return list(answer.docs)


def _quoted(text: str) -> str:
    """An administrator may have chosen an id with any character."""
    return '"' + re.sub(r'(["\\\\])', r"\\\1", text) + '"'


def _read(document: dict[str, Any]) -> Document:
    modified = datetime.fromisoformat(document["metadata_modified"])
    says = _State(_milliseconds(modified), document.get("capacity") == "private", document.get("state", ""))
    return Document(says, datetime.fromisoformat(document["indexed_ts"]))


def _milliseconds(moment: datetime) -> int:
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (known - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
