"""The job that makes a release of an uploaded file. It may be killed at any instant and run again, any number of times.

While it works, a newer file, a link or a deletion may be accepted: so the last step asks again whether the release is still the newest
(``publication``).

1. Check the file (``ingest.check_file``); refused → the findings are kept, nothing else changes. So it is with a breaking change to
   which nobody has said yes: held. What needs a second person's approval is submitted, with its canonical file, and comes here again.
2. Keep its canonical file (``archive``); build the table and put it in place: one transaction of the DataStore's database, which also
   writes ``portal.published``.
3. Tell CKAN (``finish``): the ledger and the resource in one transaction of CKAN's database.

A crash in 1 or 2 leaves nothing but files that ``repair`` sweeps. A crash between 2 and 3 leaves a new table whose resource still
describes the old file; the next run, or ``ckan binhduong releases repair``, sees ``portal.published`` and does 3.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from ckan import model
from redis.exceptions import RedisError

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.disk_space import is_full
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import PUBLISH, job
from ckanext.binhduong.releases.ledger import precedence
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.publish.errors import PublishError, Refusal, finding
from ckanext.binhduong.releases.publish.from_file import check_and_publish, publish_content
from ckanext.binhduong.releases.publish.settlement import finish, settle, supersede

__all__ = ["enqueue", "enqueue_waiting", "run", "watch_again"]

log = logging.getLogger(__name__)

_RETRY = timedelta(seconds=15)
"""How long to wait when another worker is publishing the same resource."""

_WATCH = timedelta(seconds=60)
"""How soon to look whether a queued job died with its worker."""

_INSISTENCE = timedelta(hours=1)
"""How long after its upload a release is run again by itself when PostgreSQL goes away under it."""


def enqueue(release: Release) -> None:
    """Queue a release's job under a stable id. Without Redis the release stays pending in the ledger, and ``repair`` queues it."""
    job_id = f"binhduong-release-{release.id}"
    try:
        queueing.enqueue("releases.publish", {"release_id": release.id}, job_id=job_id, title=f"release {release.name}")
        watch_again()
        scheduler.ensure()
    except RedisError:
        log.exception("Release %s waits for the next repair: the job queue does not answer", release.id)
    else:
        release.job_id = job_id
        model.Session.commit()


def watch_again() -> None:
    """Have `repair.watch` look in a minute whether a job died with its worker."""
    queueing.enqueue_in(_WATCH, "releases.watch", job_id="binhduong-releases-watch")


def enqueue_waiting(package_id: str) -> None:
    """Queue the jobs of a dataset's releases that have none yet."""
    for release in Release.waiting(package_id=package_id):
        if not release.job_id:
            enqueue(release)


@job("releases.publish", PUBLISH, formerly="ckanext.binhduong.releases.jobs.run")
def run(release_id: str) -> None:
    """Make a release of one upload, or nothing when that is done or a newer file or link was accepted."""
    release = Release.get(release_id)
    if not release:
        return
    resource_id = release.resource_id
    with datastore_connection.resource_lock(resource_id) as held:
        if not held:
            queueing.enqueue_in(_RETRY, "releases.publish", {"release_id": release_id})
            return
        # What another worker did while we waited for the lock.
        model.Session.rollback()
        settle(resource_id)
        release = Release.get(release_id)
        if release and release.state in ("pending", "running", "failed"):
            _run_newest(release)


def _run_newest(release: Release) -> None:
    release_id, resource_id, created = release.id, release.resource_id, release.created
    if not _start(release_id):
        return
    try:
        (publish_content if release.origin == "table" else check_and_publish)(release)
    except precedence.Overtaken:
        model.Session.rollback()
        supersede(release_id)
    except precedence.Deleted:
        model.Session.rollback()
        finish(release_id, "failed", finding("dataset-deleted"))
    except precedence.Unapproved:
        model.Session.rollback()
        finish(release_id, "submitted")
    except datastore_connection.Busy:
        model.Session.rollback()
        finish(release_id, "failed", finding("table-in-use"))
    except PublishError as error:
        model.Session.rollback()
        finish(release_id, "refused" if isinstance(error, Refusal) else "failed", error.finding)
    except Exception as error:
        # The job's boundary: whatever it was, the agency must be told that its file was not published.
        model.Session.rollback()
        if datastore_connection.is_cut(error) and utcnow() - created < _INSISTENCE:
            # Not the file's fault: it stays "running", and the next look (`repair.watch`) queues it again.
            raise
        if is_full(error):
            log.exception("Release %s waits for room on the disk", release_id)
            finish(release_id, "failed", finding("disk-full"))
            return
        incident = uuid.uuid4().hex[:8]
        log.exception("Release %s of resource %s failed (incident %s)", release_id, resource_id, incident)
        finish(release_id, "failed", finding("machine-failure", value=incident))


def _start(release_id: str) -> bool:
    """Note that a release is being made; False, and nothing to do, when it is not the newest."""
    release = precedence.held_release(release_id)
    latest = Release.latest(release.resource_id) if release else None
    starts = latest is not None and latest.id == release_id
    if release and starts:
        release.state, release.started, release.finished = "running", utcnow(), None
    elif release:
        release.state, release.finished = "superseded", utcnow()
    model.Session.commit()
    return starts
