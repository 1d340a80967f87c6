"""Compare the files that are wanted with the job that makes them: Redis may have lost it, or not have answered when it was to be queued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.core.drift.differences import Verdict, examine
from ckanext.binhduong.core.drift.registry import Kind, Outcome
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.exports import jobs
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import utcnow

__all__ = ["compare", "register"]

KINDS = {
    "export-waits": Kind(
        _("files of releases that wait without a job"), _("Is Redis well (bin/portal status)? The next check queues it again.")
    )
}

_LOOKED_AFTER = timedelta(minutes=10)
"""How long a file may wait before that is a difference."""


def register() -> None:
    """Make the comparison known."""
    registry.register("exports", compare, KINDS)


def compare(repair: bool) -> Mapping[str, Outcome]:
    """Queue the one job for all files that are wanted when some have waited for long and it is neither queued nor at work."""
    wanted = sa.select(Export.release_id).where(Export.state == "pending", Export.created < utcnow() - _LOOKED_AFTER).distinct()
    waiting = list(model.Session.scalars(wanted))

    def look(_job: str) -> Verdict:
        if jobs.is_queued() or any(map(_is_at_work, waiting)):
            return Verdict.MOVING
        if repair:
            jobs.enqueue()
        return Verdict.REPAIRED if jobs.is_queued() else Verdict.LEFT

    return {"export-waits": examine(["exports.make"] if waiting else [], look)}


def _is_at_work(release_id: str) -> bool:
    with datastore_connection.resource_lock(jobs.lock_of(release_id)) as free:
        return not free
