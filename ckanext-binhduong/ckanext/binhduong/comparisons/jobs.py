"""The jobs that compare releases: each with the one before it, right after it was published, and other pairs when somebody asks.

After the release and apart from it: whatever happens here, the release stands. May be killed at any instant and run again.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from redis.exceptions import RedisError
from rq.job import Job
from rq.timeouts import JobTimeoutException
from sqlalchemy.orm import aliased

from ckanext.binhduong.comparisons import files
from ckanext.binhduong.comparisons.activity import tell
from ckanext.binhduong.comparisons.diff.artefact import read_summary
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import EXPORTS, job
from ckanext.binhduong.releases.ledger.model import PLAIN, Release, utcnow

__all__ = ["Crowded", "before", "on_published", "repair", "request", "run", "run_pair"]

log = logging.getLogger(__name__)

_JOB, _PAIR = "binhduong-differences-", "binhduong-difference-"
_MOST_WAITING = 20
"""Pairs that may wait at once: anybody may ask, and n releases make n² pairs."""

_OVER = timedelta(hours=2)
"""After which a pair is compared again when somebody asks; longer than ``ckan.jobs.timeout`` lets a job run."""


class Crowded(Exception):
    """Too many comparisons wait already; later there is room."""


def on_published(release_id: str, **kwargs: Any) -> None:
    """Queue the job that compares new releases, unless it waits already. Without Redis ``repair`` does it later."""
    try:
        if not queueing.waiting("comparisons.new", _JOB):
            queueing.enqueue("comparisons.new", job_id=f"{_JOB}{uuid.uuid4().hex[:8]}", title="differences of releases")
    except RedisError:
        log.exception("The differences of release %s wait for the next repair: the job queue does not answer", release_id)


def before(release: Release) -> Release | None:
    """Find the release that readers had before this one."""
    rows = sa.select(Release).where(
        Release.resource_id == release.resource_id, Release.state == "published", Release.number < release.number
    )
    return model.Session.scalars(rows.order_by(Release.number.desc()).limit(1)).first()


@job("comparisons.new", EXPORTS, formerly="ckanext.binhduong.releases.comparisons.jobs.run")
def run() -> None:
    """Compare every published table that has no summary with the release before it, and tell CKAN's activity stream."""
    for release_id in _wanted():
        try:
            _summarise(release_id)
        except JobTimeoutException:
            raise
        except Exception:
            # One pair that cannot be compared keeps no other from it; the next repair tries it again.
            model.Session.rollback()
            log.exception("Release %s could not be compared with the one before", release_id)


def repair() -> int:
    """Queue what a killed worker or a lost queue left uncompared; give how many releases."""
    wanted = _wanted()
    if wanted:
        on_published(wanted[0])
    return len(wanted)


def _wanted() -> list[str]:
    """Name the releases to compare: a table without a summary that has a canonical file, as has the one before it, if there is one."""
    old = aliased(Release)
    earlier = (
        sa.select(old.canonical)
        .where(old.resource_id == Release.resource_id, old.state == "published", old.number < Release.number)
        .order_by(old.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = sa.select(Release.id).where(
        Release.state == "published",
        Release.kind != PLAIN,
        Release.canonical.is_not(None),
        Release.summary.is_(None),
        sa.or_(Release.number == 1, earlier.is_not(None)),
    )
    return list(model.Session.scalars(rows.order_by(Release.finished)))


def _summarise(release_id: str) -> None:
    release = Release.get(release_id)
    if not release:
        return
    old = before(release)
    release.summary = said = _said(release, old)
    if said["from"]:
        tell(release)
    model.Session.commit()


def _said(release: Release, old: Release | None) -> dict[str, Any]:
    """Say what differs; of files that are no longer kept only that they are gone, once and for all."""
    if old and (old.retired or release.retired):
        return {"from": None, "gone": True}
    made = {"from": None, "made": utcnow().isoformat()}
    return made | {"from": old.number, **read_summary(files.make(old, release))} if old else made


def request(old: Release, new: Release) -> str:
    """Have a pair compared by a job, once; give ``pending`` or ``failed``.

    Raises:
        Crowded: too many pairs wait.
    """
    job_id = f"{_PAIR}{old.id}-{new.id}"
    queued = queueing.fetch(job_id)
    status = queued.get_status() if queued else None
    if queued and status in ("started", "failed") and _is_over(queued):
        queued.delete()
        status = None
    if status == "failed":
        return "failed"
    if status not in ("queued", "started", "scheduled", "deferred"):
        if queueing.waiting("comparisons.pair", _PAIR) >= _MOST_WAITING:
            raise Crowded
        pair = {"old_id": old.id, "new_id": new.id}
        queueing.enqueue("comparisons.pair", pair, job_id=job_id, title="difference of two releases")
    return "pending"


def _is_over(queued: Job) -> bool:
    """Return whether a job can no longer be at work: Redis keeps one that failed, or whose worker was killed, for a year."""
    begun = queued.started_at or queued.enqueued_at or queued.created_at
    return begun.replace(tzinfo=None) < utcnow() - _OVER


@job("comparisons.pair", EXPORTS, formerly="ckanext.binhduong.releases.comparisons.jobs.run_pair")
def run_pair(old_id: str, new_id: str) -> None:
    """Compare two releases."""
    old, new = Release.get(old_id), Release.get(new_id)
    if old and new:
        files.make(old, new)
