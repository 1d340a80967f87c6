"""Compare the ledger with what follows from it: resources, jobs, and datasets that were purged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.drift.differences import Verdict, examine
from ckanext.binhduong.core.drift.registry import Outcome
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import repair as repairs
from ckanext.binhduong.releases.publish import jobs

__all__ = ["compare_ledger"]

_LOOKED_AFTER = timedelta(minutes=10)
"""How long a release may wait without a job before that is a difference: ``repair.watch`` queues lost jobs after a minute."""


def compare_ledger(repair: bool) -> Mapping[str, Outcome]:
    """Find resources that do not say what became of their newest file, releases whose job is lost, and those of purged datasets."""
    return {
        "resource-behind": examine(repairs.resources_behind(), partial(_look_at_resource, repair=repair)),
        "job-lost": examine(_without_job(), partial(_look_at_job, repair=repair)),
        "dataset-purged": examine(repairs.purged_datasets(), partial(_look_at_dataset, repair=repair)),
    }


def _look_at_resource(resource_id: str, *, repair: bool) -> Verdict:
    if not repairs.resources_behind(resource_id):
        return Verdict.MOVING
    if repair:
        repairs.finish_again(resource_id)
        model.Session.rollback()
    return Verdict.LEFT if repairs.resources_behind(resource_id) else Verdict.REPAIRED


def _without_job() -> Iterable[str]:
    before = utcnow() - _LOOKED_AFTER
    return [release.id for release in Release.waiting() if release.created < before and not repairs.has_live_job(release)]


def _look_at_job(release_id: str, *, repair: bool) -> Verdict:
    waiting = sa.select(Release).where(Release.id == release_id, Release.state.in_(("pending", "running")))
    release = model.Session.scalars(waiting).first()
    if not release or repairs.has_live_job(release):
        return Verdict.MOVING
    if repair:
        jobs.enqueue(release)
    return Verdict.LEFT if not repair or not repairs.has_live_job(release) else Verdict.REPAIRED


def _look_at_dataset(package_id: str, *, repair: bool) -> Verdict:
    if model.Package.get(package_id):
        return Verdict.MOVING
    if not repair:
        return Verdict.LEFT
    repairs.forget_dataset(package_id)
    return Verdict.REPAIRED
