"""Releases that failed because a disk was full are made again when there is room."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.releases.ledger import precedence
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.storage import settings

__all__ = ["DISK_FULL", "try_again"]

DISK_FULL = "disk-full"
"""The finding that such a release has."""


def try_again() -> int:
    """Queue them, unless the disk is still full or a newer file was accepted; return how many."""
    failed = sa.select(Release.id).where(Release.state == "failed", Release.report["findings"].contains([{"code": DISK_FULL}]))
    found = model.Session.scalars(failed.order_by(Release.created)).all()
    if not found or not settings.store().has_room():
        return 0
    return sum(_queue(release_id) for release_id in found)


def _queue(release_id: str) -> bool:
    release = precedence.held_release(release_id)
    latest = Release.latest(release.resource_id) if release else None
    waits = release is not None and release.state == "failed" and latest is not None and latest.id == release_id
    if release and waits:
        release.state, release.job_id = "pending", None
    model.Session.commit()
    if release and waits:
        jobs.enqueue(release)
    return waits
