"""What is public is compared with what was announced; the difference becomes events, in one transaction with the deliveries.

Nothing has to remember to announce anything: whatever code, job or statement changed the catalogue, the next look sees it, once it is
committed. What is not public is never read, so it cannot be announced; changes between two looks are one event. A restore of the database
brings back what was announced then: what vanishes with it is announced to nobody.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.webhooks.model import AnnouncedDataset, AnnouncedRelease, Delivery, Event, Webhook
from ckanext.binhduong.webhooks.outbox import events
from ckanext.binhduong.webhooks.outbox.visibility import is_public, is_shown

__all__ = ["LOOK", "announce", "put"]

_MOST = 500
"""Datasets, and releases, of one look; what is left is the next look's."""
LOOK = 7_018_004
"""Of PostgreSQL's advisory locks: one look at a time."""
_LONG, _SHARE = 0.5, 20
"""After a look that took longer than this, in seconds, none begins for so many times as long: a twentieth of the time is for looks."""
_ANYWAY = 600.0
"""Seconds after which is looked although the version is the same: who is killed between the commit and the version leaves it so."""

_seen: dict[str, Any] = {"version": None, "looked": 0.0, "took": 0.0}


def announce() -> int:
    """Write what happened since the last look; return how many events. Little is read while the catalogue's version is the same."""
    version, now = commits.version(), time.monotonic()
    since = now - _seen["looked"]
    if (_seen["took"] > _LONG and since < _SHARE * _seen["took"]) or (
        version is not None and version == _seen["version"] and since < _ANYWAY
    ):
        return 0
    if not model.Session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(LOOK))):
        model.Session.rollback()
        return 0
    listening = _listening()
    found = [_gone(), _changed(), _released()]
    count = _write([happening for part in found for happening in part], listening)
    model.Session.commit()
    if all(len(part) < _MOST for part in found):
        _seen.update(version=version, looked=now, took=time.monotonic() - now)
    return count


def _listening() -> list[Webhook]:
    """Return the webhooks that are on, and keep them so until the end: as everywhere, they are locked before their deliveries."""
    rows = sa.select(Webhook).where(Webhook.state == "on").order_by(Webhook.id).with_for_update(read=True, key_share=True)
    return list(model.Session.scalars(rows.execution_options(populate_existing=True)))


def _gone() -> list[events.Happening]:
    """Forget what is public no more, also in what was written of it before: what waits is not sent."""
    shown = sa.exists().where(model.Package.id == AnnouncedDataset.dataset_id, is_public())
    rows = sa.select(AnnouncedDataset.dataset_id, AnnouncedDataset.agency_id).where(~shown).order_by(AnnouncedDataset.dataset_id)
    found = [events.deleted(*row) for row in model.Session.execute(rows.limit(_MOST))]
    ids = [each.dataset_id for each in found]
    if ids:
        for table in (AnnouncedDataset, AnnouncedRelease):
            model.Session.execute(sa.delete(table).where(table.dataset_id.in_(ids)))
        written = Event.dataset_id.in_(ids), Event.type != events.DATASET_DELETED
        waiting = Delivery.state == "waiting", Delivery.sequence.in_(sa.select(Event.sequence).where(*written))
        model.Session.execute(sa.update(Delivery).where(*waiting).values(state="withdrawn").execution_options(synchronize_session=False))
        model.Session.execute(sa.update(Event).where(*written).values(data={}).execution_options(synchronize_session=False))
    return found


def _changed() -> list[events.Happening]:
    package, known = model.Package, AnnouncedDataset
    differs = sa.or_(
        known.dataset_id.is_(None),
        known.modified.is_distinct_from(package.metadata_modified),
        known.agency_id.is_distinct_from(package.owner_org),
    )
    rows = _named().add_columns(package.metadata_modified, known.dataset_id.label("known"), known.agency_id.label("former"))
    rows = rows.outerjoin(known, known.dataset_id == package.id).where(is_public(), differs)
    found = []
    for row in model.Session.execute(rows.order_by(package.metadata_modified, package.id).limit(_MOST)):
        found.append(events.changed(_dataset(row), row.metadata_modified, row.former, is_new=row.known is None))
        now = {"agency_id": row.owner_org, "modified": row.metadata_modified}
        model.Session.execute(_upsert(known, {"dataset_id": row.id}, now))
    return found


def _released() -> list[events.Happening]:
    """Of datasets that are announced as they are now: a dataset comes before its releases, also when there is too much for one look."""
    package, known, fresh = model.Package, AnnouncedRelease, _fresh()
    columns = (getattr(Release, name) for name in ("resource_id", "number", "rows", "format", "size", "sha256", "finished"))
    rows = _named().add_columns(*columns, Release.id.label("release_id"))
    rows = rows.join(model.Resource, model.Resource.package_id == package.id).join(Release, Release.resource_id == model.Resource.id)
    said = AnnouncedDataset.modified.is_not_distinct_from(package.metadata_modified)
    rows = rows.join(AnnouncedDataset, sa.and_(AnnouncedDataset.dataset_id == package.id, said))
    # The limit has PostgreSQL look up each fresh release; it takes nearly all for fresh, and would read all releases and datasets.
    each = rows.where(Release.id == fresh.c.id, is_public(), is_shown()).limit(1).lateral()
    rows = sa.select(each).select_from(fresh.join(each, sa.true()))
    found = []
    for row in model.Session.execute(rows.order_by(each.c.finished, each.c.release_id).limit(_MOST)):
        found.append(events.released(_dataset(row), row.resource_id, _said(row)))
        now = {"dataset_id": row.id, "release_id": row.release_id}
        model.Session.execute(_upsert(known, {"resource_id": row.resource_id}, now))
    return found


def _fresh() -> sa.Subquery:
    """Select the ids of resources' newest releases that are not those announced: an index and a narrow table say which.

    Of what is never public they are among them at every look.
    """
    newest = sa.select(Release.id, Release.resource_id).where(Release.state == "published")
    newest = newest.distinct(Release.resource_id).order_by(Release.resource_id, Release.number.desc()).subquery()
    rows = sa.select(newest.c.id).outerjoin(AnnouncedRelease, AnnouncedRelease.resource_id == newest.c.resource_id)
    return rows.where(AnnouncedRelease.release_id.is_distinct_from(newest.c.id)).subquery()


def _said(release: Any) -> dict[str, Any]:
    return {
        "number": release.number,
        "rows": release.rows,
        "format": release.format,
        "size": release.size,
        "sha256": release.sha256,
        "published": release.finished,
    }


def _named() -> sa.Select[Any]:
    package, agency = model.Package, model.Group
    columns = (package.id, package.name, package.owner_org, agency.name.label("agency"))
    return sa.select(*columns).select_from(package).outerjoin(agency, agency.id == package.owner_org)


def _dataset(row: Any) -> events.Named:
    return events.Named(row.id, row.name, row.owner_org, row.agency or "", str(tk.config["ckan.site_url"]).rstrip("/"))


def _upsert(table: Any, key: dict[str, Any], values: dict[str, Any]) -> Any:
    return insert(table).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values)


def _write(happenings: Iterable[events.Happening], listening: list[Webhook]) -> int:
    """Write events that somebody wants, in their order, each with its deliveries."""
    count = 0
    for each in happenings:
        wanted = [hook.id for hook in listening if each.is_wanted(hook.events, hook.agency_id, hook.dataset_id)]
        if wanted:
            put(each.type, each.dataset_id, each.data, wanted)
            count += 1
    return count


def put(event: str, dataset_id: str, data: dict[str, Any], webhooks: Iterable[str]) -> list[str]:
    """Write an event and its deliveries, in the open transaction; return the ids of the deliveries.

    Args:
        event: its type.
        webhooks: ids of those who get it.
    """
    now = utcnow()
    made = Event(id=f"msg_{uuid4().hex}", type=event, dataset_id=dataset_id, made=now, data=data)
    model.Session.add(made)
    model.Session.flush()
    deliveries = [Delivery(webhook_id=webhook, sequence=made.sequence, begun=now, due=now, attempts=[]) for webhook in webhooks]
    model.Session.add_all(deliveries)
    model.Session.flush()
    return [each.id for each in deliveries]
