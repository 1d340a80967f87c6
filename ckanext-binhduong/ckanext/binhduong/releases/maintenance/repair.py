"""Put right what a crash, a lost queue or an interrupted purge left. Safe at any time, as often as one likes."""

from __future__ import annotations

import logging
from functools import partial

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.independent_steps import do_each
from ckanext.binhduong.core.jobs.registry import DEFAULT, job
from ckanext.binhduong.releases.datastore_writes import changes
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.ledger.model import PLAIN, Extent, Release
from ckanext.binhduong.releases.maintenance import artefacts
from ckanext.binhduong.releases.maintenance.sweep import sweep
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.releases.publish.settlement import dataset_for, finish, settle
from ckanext.binhduong.storage.references import delete_unnamed

__all__ = ["finish_again", "forget_dataset", "has_live_job", "purged_datasets", "repair", "resources_behind", "watch"]

log = logging.getLogger(__name__)

_SAID = ("published", "refused", "failed", "held", "submitted")
"""The states of which a resource speaks."""


def repair() -> dict[str, int]:
    """Do all repairs; give how many of each were needed.

    Raises:
        SomeFailed: at the end, when some could not be done.
    """
    repairs = {
        "settled": _settle_all,
        "queued": _queue_lost_jobs,
        "resources": _finish_resources,
        "purged": _forget_purged,
        "layers": _refresh_layers,
        **artefacts.repair_steps(),
        "unwatched": changes.watch_all,
    }
    done = do_each({"repaired": lambda: do_each(repairs), "swept": sweep})
    return done["repaired"] | done["swept"]


@job("releases.watch", DEFAULT, formerly="ckanext.binhduong.releases.repair.watch")
def watch() -> None:
    """Queue what a killed worker left; while anything waits, this is done again a minute later, because `enqueue` asks for it."""
    if Release.waiting() and not _queue_lost_jobs():
        jobs.watch_again()


def _settle_all() -> int:
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT resource_id, release_id FROM portal.published")
        rows = cursor.fetchall()
    unknown = [resource_id for resource_id, release_id in rows if (release := Release.get(release_id)) and release.state != "published"]
    return len(do_each({resource_id: partial(settle, resource_id) for resource_id in unknown}))


def _queue_lost_jobs() -> int:
    """Queue again what no live job stands for: jobs die with Redis, and a killed worker leaves its job "started" for ever."""
    lost = [release for release in Release.waiting() if not has_live_job(release)]
    for release in lost:
        jobs.enqueue(release)
    return len(lost)


def has_live_job(release: Release) -> bool:
    """Whether a job that waits or runs stands for a release."""
    if not release.job_id:
        return False
    queued = queueing.fetch(release.job_id)
    if queued is None:
        return False
    if queued.get_status() != "started":
        return queued.get_status() in ("queued", "scheduled", "deferred")
    # Its worker holds the resource's lock for as long as it lives.
    with datastore_connection.resource_lock(release.resource_id) as free:
        return not free


def _finish_resources() -> int:
    """Finish again the releases whose resource does not say so, because its dataset could not be saved at the time."""
    return len(do_each({resource_id: partial(finish_again, resource_id) for resource_id in resources_behind()}))


_NEWEST = (
    sa.select(Release.resource_id, Release.id, Release.state, Release.kind)
    .where(Release.state != "superseded")
    .distinct(Release.resource_id)
    .order_by(Release.resource_id, Release.created.desc())
    .subquery()
)


def resources_behind(resource_id: str | None = None) -> list[str]:
    """Return the resources, or whether it is the one given, that do not say what became of their newest file; one statement."""
    extras = sa.cast(sa.type_coerce(model.Resource.extras, sa.Text), JSONB)
    says = (extras["release_attempt"].astext, extras["release_state"].astext)
    # An older portal did not write of when a table's rows are.
    lacks_day = sa.and_(_NEWEST.c.state == "published", ~sa.func.coalesce(extras.has_key("data_until"), False))
    behind = sa.or_(says[0].is_distinct_from(_NEWEST.c.id), says[1].is_distinct_from(_NEWEST.c.state), lacks_day)
    rows = sa.select(_NEWEST.c.resource_id).join(model.Resource, model.Resource.id == _NEWEST.c.resource_id)
    rows = rows.join(model.Package, model.Package.id == model.Resource.package_id)
    rows = rows.where(_NEWEST.c.kind != PLAIN, _NEWEST.c.state.in_(_SAID), behind)
    rows = rows.where(model.Resource.state == "active", model.Package.state != "deleted")
    if resource_id is not None:
        rows = rows.where(_NEWEST.c.resource_id == resource_id)
    return list(model.Session.scalars(rows.order_by(_NEWEST.c.resource_id)))


def finish_again(resource_id: str) -> None:
    """Have a resource say what became of its newest file."""
    if latest := Release.latest(resource_id):
        finish(latest.id, latest.state)


def _forget_purged() -> int:
    return len(do_each({package_id: partial(forget_dataset, package_id) for package_id in purged_datasets()}))


def purged_datasets() -> list[str]:
    """Return the ids of datasets that have releases and are no more."""
    known = sa.select(model.Package.id)
    return list(model.Session.scalars(sa.select(Release.package_id).where(Release.package_id.not_in(known)).distinct()))


def forget_dataset(package_id: str) -> None:
    """Remove what a purged dataset leaves: tables, views, ledger rows, and the files that nobody else has."""
    releases = list(model.Session.scalars(sa.select(Release).where(Release.package_id == package_id)))
    registry.forget(sorted({release.resource_id for release in releases}))
    contents = {content for release in releases for content in (release.sha256, release.canonical) if content}
    contents |= artefacts.contents_of([release.id for release in releases])
    for release in releases:
        model.Session.delete(release)
    model.Session.execute(sa.delete(Extent).where(Extent.package_id == package_id))
    model.Session.commit()
    artefacts.forget_gone()
    delete_unnamed(contents)


def _refresh_layers() -> int:
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT DISTINCT dataset_id FROM portal.layer")
        datasets = [row[0] for row in cursor.fetchall()]
    standing = [package_id for package_id in datasets if model.Package.get(package_id)]
    return len(do_each({package_id: partial(_refresh, package_id) for package_id in standing}))


def _refresh(package_id: str) -> None:
    dataset = dataset_for(package_id)
    model.Session.commit()
    registry.refresh(dataset)
