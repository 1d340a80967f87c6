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
from pathlib import Path
from typing import Any

from ckan import model
from redis.exceptions import RedisError

from ckanext.binhduong import ingest
from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.disk_space import is_full
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import PUBLISH, job
from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.datastore_writes import table_release
from ckanext.binhduong.releases.intake.read_options import declared_key, declared_titles
from ckanext.binhduong.releases.ledger import approval, precedence
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.ledger.progress import Progress
from ckanext.binhduong.releases.publish.column_changes import breaks, with_differences
from ckanext.binhduong.releases.publish.errors import PublishError, Refusal, finding
from ckanext.binhduong.releases.publish.settlement import dataset_for, finish, settle, supersede
from ckanext.binhduong.releases.publish.swap import Placement, publish_table
from ckanext.binhduong.releases.publish.table_sql import TableSpec
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.work_folders import work_folder

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
        (_publish_content if release.origin == "table" else _check_and_publish)(release)
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


def _publish_content(release: Release) -> None:
    release_id = release.id
    table_release.publish_content(release, *_resource_of(release))
    finish(release_id, "published")


def _check_and_publish(release: Release) -> None:
    release_id = release.id
    options = table_release.options_for(release, _resource_of(release)[1])
    model.Session.commit()
    with work_folder() as folder:
        source, progress = settings.store().path(release.sha256), Progress(release_id)
        progress.at("reading")
        checked = ingest.check_file(source, name=release.name, options=options, work_dir=folder, progress=progress.read)
        previous = release.previous()
        report = with_differences(checked.report, previous.columns if previous else [])
        release.report = report
        model.Session.commit()
        if checked.table is None:
            # Not the file's fault: `releases run` reads it once there is a sandbox.
            unread = any(found["code"] == "sandbox-missing" for found in report["findings"])
            finish(release_id, "failed" if unread else "refused")
            return
        if breaks(report) and not release.confirmed:
            finish(release_id, "held")
            return
        release.read_as = options
        _publish(release, checked.report, checked.table)
    finish(release_id, "published")


def _publish(release: Release, report: dict[str, Any], table_file: Path) -> None:
    dataset, resource = _resource_of(release)
    titles = declared_titles(resource)
    placement = Placement(release.id, dataset, resource, titles)
    spec = TableSpec.from_report(report, declared_key(resource, report["columns"]))
    # Writing and loading take minutes: no transaction of CKAN's database stays open meanwhile.
    model.Session.commit()
    release.canonical, release.canonical_size = archive.keep_canonical(table_file, spec, titles)
    release.rows = report["rows"]["out"]
    model.Session.flush()
    # Loading takes minutes; the answer that counts is that of the last step.
    approved = approval.may_publish(model.Session.connection(), release.id)
    model.Session.commit()
    if not approved:
        raise precedence.Unapproved
    publish_table(table_file, spec, placement, config.swap_patience(), Progress(release.id))


def _resource_of(release: Release) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dataset and the resource that a release is for.

    Raises:
        Overtaken: the resource was deleted.
    """
    dataset = dataset_for(release.package_id)
    resource = next((resource for resource in dataset["resources"] if resource["id"] == release.resource_id), None)
    if resource is None:
        raise precedence.Overtaken
    return dataset, resource | (release.proposed or {})
