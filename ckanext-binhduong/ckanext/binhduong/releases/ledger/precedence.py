"""Which release of a resource is the newest, and the one lock that keeps that from changing.

The lock is the dataset's row in CKAN's database. Every acceptance holds it until it commits: a file, a link, a roll-back, a confirmation,
a release of a table's content, a deletion. Who puts a table in place holds it shared until the DataStore has committed
(``layers.public_state.committed_state``) and asks inside whether his release is still the newest (`claim`). So an acceptance either commits
first, and the table is not put in place, or it waits and finds the table there (`has_table`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.ledger import approval
from ckanext.binhduong.releases.ledger.model import Release, utcnow

__all__ = [
    "Deleted",
    "InPlace",
    "Overtaken",
    "Unapproved",
    "claim",
    "has_table",
    "held_release",
    "hold",
    "in_place",
    "is_served",
    "next_number",
    "place_plain",
]


class Overtaken(Exception):
    """A newer file or link was accepted, or the resource was deleted: the release must not be published."""


class Deleted(Exception):
    """The dataset was deleted, and may be restored: the release must not be published now."""


class Unapproved(Exception):
    """The agency publishes only what a second person approved, and nobody has approved exactly this release."""


@dataclass(frozen=True)
class InPlace:
    """The release whose table stands in the DataStore, by that database's own record."""

    release_id: str
    number: int


def hold(package_id: str) -> None:
    """Hold a dataset's row until CKAN's open transaction ends: nobody accepts or publishes anything of the dataset meanwhile."""
    row = sa.select(model.Package.id).where(model.Package.id == package_id)
    model.Session.execute(row.with_for_update(key_share=True))


def held_release(release_id: str) -> Release | None:
    """Hold the row of a release's dataset, and return the release as it is now; None when it is gone."""
    known = Release.get(release_id)
    if not known:
        return None
    hold(known.package_id)
    return model.Session.get(Release, release_id, populate_existing=True)


def in_place(resource_id: str) -> InPlace | None:
    """Return the release whose table stands in the DataStore; the ledger learns of it only after the DataStore has committed."""
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT release_id, number FROM portal.published WHERE resource_id = %s", (resource_id,))
        row = cursor.fetchone()
    return InPlace(*row) if row else None


def is_served(release: Release) -> bool:
    """Whether readers get what a published release is: a plain file, or the table in place is this release's and stands."""
    if release.is_plain:
        return True
    with datastore_connection.transaction() as cursor:
        cursor.execute(
            "SELECT to_regclass(format('public.%%I', resource_id)) IS NOT NULL FROM portal.published "
            "WHERE resource_id = %s AND release_id = %s",
            (release.resource_id, release.id),
        )
        row = cursor.fetchone()
    return row is not None and row[0]


def has_table(resource_id: str) -> bool:
    """Whether a resource publishes a table, be it one that the ledger does not know yet; the caller holds the dataset's row."""
    current = Release.current(resource_id)
    if current and not current.is_plain:
        return True
    placed = in_place(resource_id)
    if not placed:
        return False
    state = model.Session.scalar(sa.select(Release.state).where(Release.id == placed.release_id))
    return state not in (None, "published")


def next_number(resource_id: str, connection: Any = None) -> int:
    """Return the number of the release of a resource that is published now, from 1; the caller holds the dataset's row.

    Args:
        connection: of CKAN's database; else the open session.
    """
    last = (connection or model.Session).scalar(sa.select(sa.func.max(Release.number)).where(Release.resource_id == resource_id))
    placed = in_place(resource_id)
    return max(last or 0, placed.number if placed else 0) + 1


def place_plain(release: Release) -> None:
    """Publish a plain file whose row is written, or submit it when it needs an approval; the caller holds the dataset's row."""
    if approval.may_publish(model.Session.connection(), release.id):
        release.state, release.number, release.finished = "published", next_number(release.resource_id), utcnow()
    else:
        release.state = "submitted"
        approval.submitted(release)
    model.Session.flush()


def claim(connection: Any, release_id: str) -> int:
    """Return the number under which a release is published now, on the connection that holds its dataset's row.

    Raises:
        Overtaken: it is no longer its resource's newest, or the resource is gone.
        Deleted: the dataset is deleted.
        Unapproved: it needs an approval that it does not have.
    """
    columns = (Release.resource_id, model.Resource.state, model.Package.state.label("package_state"))
    joined = sa.select(*columns).join(model.Resource, model.Resource.id == Release.resource_id)
    of = joined.join(model.Package, model.Package.id == model.Resource.package_id).where(Release.id == release_id)
    row = connection.execute(of).first()
    if not row or row.state != "active" or _newest(connection, row.resource_id) != release_id:
        raise Overtaken
    if row.package_state == "deleted":
        raise Deleted
    if not approval.may_publish(connection, release_id):
        raise Unapproved
    return next_number(row.resource_id, connection)


def _newest(connection: Any, resource_id: str) -> str | None:
    rows = sa.select(Release.id).where(Release.resource_id == resource_id, Release.state != "superseded")
    return connection.scalar(rows.order_by(Release.created.desc()).limit(1))
