"""The job that makes a release's files, after the release and apart from it: whatever happens here, the release stands.

May be killed at any instant and run again, any number of times. What a killed worker left is queued again by ``repair``.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from redis.exceptions import RedisError
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import EXPORTS, job
from ckanext.binhduong.exports.formats.registry import FORMATS, Format
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.make import make_all
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import PLAIN, Release
from ckanext.binhduong.releases.publish.table_sql import TableSpec

__all__ = ["again", "enqueue", "forget", "formats_of", "on_lost", "on_published", "repair", "request", "run", "run_one"]

log = logging.getLogger(__name__)

_JOB = "binhduong-exports-"
_RETRY = timedelta(seconds=5)
"""How long to wait when another worker is making files of the same release."""


def formats_of(release: Release) -> list[Format]:
    """Return the formats a release can be had in; none without a canonical file."""
    if not release.canonical or release.retired:
        return []
    geometry = TableSpec.from_report(release.report or {"columns": []}).geometry
    return [format for format in FORMATS.values() if format.holds(geometry.type if geometry else None)]


def on_published(release_id: str, **kwargs: Any) -> None:
    """Note the files that every release has, and queue the job that makes them."""
    release = Release.get(release_id)
    wanted = [(format.ext, WGS84) for format in formats_of(release) if format.at_once] if release else []
    if release and wanted:
        Export.want(release_id, wanted)
        enqueue()


def request(release: Release, ext: str, epsg: int) -> Export:
    """Note that a file is wanted; give its row."""
    Export.want(release.id, [(ext, epsg)])
    export = Export.find(release.id, ext, epsg)
    assert export
    return export


def again(export: Export) -> None:
    """Note that a file that was made is wanted once more, because the store no longer has it."""
    export.state = "pending"
    model.Session.commit()


def on_lost(content: str) -> bool:
    """Have a file made again that the store lost; False when it is none of a release's, or cannot be made."""
    rows = sa.select(Export).join(Release, Release.id == Export.release_id)
    lost = rows.where(Export.sha256 == content, Export.state == "ready", Release.canonical.is_not(None))
    found = model.Session.scalars(lost).all()
    for export in found:
        again(export)
    if found:
        enqueue()
    return bool(found)


def enqueue() -> None:
    """Queue the job, unless it waits in the queue already. Without Redis the files stay wanted, and ``repair`` queues it."""
    try:
        if not is_queued():
            queueing.enqueue("exports.make", job_id=f"{_JOB}{uuid.uuid4().hex[:8]}", title="files of releases")
    except RedisError:
        log.exception("The files of releases wait for the next repair: the job queue does not answer")


def is_queued() -> bool:
    """Whether the job waits in the queue. Raises RedisError."""
    return bool(queueing.waiting("exports.make", _JOB))


@job("exports.make", EXPORTS, formerly="ckanext.binhduong.releases.exports.jobs.run")
def run(release_id: str | None = None) -> None:
    """Make the files that are wanted and not there, of one release or of all.

    One job for all: a catalogue is published in one go.
    """
    try:
        busy = [each for each in ([release_id] if release_id else _wanted()) if not run_one(each)]
    except JobTimeoutException:
        # What is not made stays wanted; the job that makes it begins anew, behind those that wait.
        enqueue()
        raise
    if busy:
        queueing.enqueue_in(_RETRY, "exports.make")


def _wanted() -> list[str]:
    rows = sa.select(Export.release_id).where(Export.state == "pending").group_by(Export.release_id)
    return list(model.Session.scalars(rows.order_by(sa.func.min(Export.created))))


def lock_of(release_id: str) -> str:
    """Name the lock that whoever makes files of a release holds."""
    return f"files of {release_id}"


def run_one(release_id: str, only: str | None = None) -> bool:
    """Make one release's files, or of them only the one with this id; gives False when another worker is at it."""
    with datastore_connection.resource_lock(lock_of(release_id)) as held:
        # What another worker did meanwhile.
        model.Session.rollback()
        release = Release.get(release_id)
        if held and release:
            make_all(release, only)
        return held


def repair() -> int:
    """Have made what was wanted and is not there: lost with a killed worker or with the queue, failed, or never noted. Give how many."""
    model.Session.execute(sa.update(Export).where(Export.state == "failed").values(state="pending"))
    model.Session.commit()
    _want_missing()
    missing = len(_wanted())
    if missing:
        enqueue()
    return missing


def _want_missing() -> None:
    """Note the files of releases that were published when nobody listened, or got their canonical file later."""
    noted = sa.select(Export.release_id)
    rows = sa.select(Release).where(
        Release.state == "published", Release.kind != PLAIN, Release.canonical.is_not(None), Release.id.not_in(noted)
    )
    for release in model.Session.scalars(rows).all():
        Export.want(release.id, [(format.ext, WGS84) for format in formats_of(release) if format.at_once])


def forget() -> None:
    """Forget the files of releases that are no more, or whose files were given up; nothing names their contents then."""
    kept = sa.select(Release.id).where(Release.retired.is_(None))
    gone = Export.release_id.not_in(kept)
    # Asked first: a DELETE, even of nothing, makes every kept answer old.
    if model.Session.scalar(sa.select(sa.exists().where(gone))):
        model.Session.execute(sa.delete(Export).where(gone))
    model.Session.commit()
