"""Old releases give their files back, where the portal is told to keep only so many or so long; what they were stays in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.jobs.independent_steps import do_each
from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.maintenance import artefacts
from ckanext.binhduong.storage.references import delete_unnamed

__all__ = ["due", "retire", "retire_all"]

_ALWAYS_KEPT = 2
"""The release that readers get, and the one before it: a roll-back and a difference need it."""


class _Published(Protocol):
    number: int | None
    finished: datetime | None


T = TypeVar("T", bound=_Published)


def due(releases: Sequence[T], keep: int, days: int, now: datetime) -> list[T]:
    """Return those of a resource's published releases whose files are to be deleted.

    Args:
        keep: how many of the newest stay; 0 for any number.
        days: how long a release stays after it was published; 0 for ever. With both, a release goes when neither keeps it.
    """
    if not keep and not days:
        return []
    newest_first = sorted(releases, key=lambda release: release.number or 0, reverse=True)
    limit = now - timedelta(days=days)
    beyond = newest_first[max(keep, _ALWAYS_KEPT) :]
    return [release for release in beyond if not days or (release.finished is not None and release.finished < limit)]


def retire_all() -> int:
    """Retire what the configuration says; give how many releases.

    Raises:
        SomeFailed: at the end, naming the resources whose releases could not be retired.
    """
    keep, days = config.keep()
    if not keep and not days:
        return 0
    published = sa.select(Release.resource_id).where(Release.state == "published").distinct()
    resources = model.Session.scalars(published.order_by(Release.resource_id)).all()
    return sum(do_each({resource_id: partial(retire, resource_id, keep, days) for resource_id in resources}).values())


def retire(resource_id: str, keep: int, days: int) -> int:
    """Retire a resource's old releases: first the ledger says so, then the contents that nothing else names are deleted."""
    # A roll-back that has begun holds its release's row, and what it brings back names the same file.
    rows = sa.select(Release).where(Release.resource_id == resource_id, Release.state == "published", Release.retired.is_(None))
    going = due(list(model.Session.scalars(rows.with_for_update())), keep, days, utcnow())
    contents: set[str] = set()
    for release in going:
        release.retired = utcnow()
        contents |= {content for content in (release.sha256, release.canonical) if content}
    contents |= artefacts.contents_of([release.id for release in going])
    model.Session.commit()
    if going:
        artefacts.forget_gone()
        delete_unnamed(contents)
    return len(going)
