"""Which times are set, asked in CKAN's open transaction or on a connection of its database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.schedule.model import Schedule

__all__ = ["bound_time", "has_time", "resources_with_time", "time_of", "waiting"]

_WAITS = Schedule.state == "waiting"


def waiting(package_id: str, resource_id: str | None = None) -> Schedule | None:
    """Return what waits for its time: a dataset, or the next file of one of its resources."""
    rows = sa.select(Schedule).where(Schedule.package_id == package_id, Schedule.resource_id.is_not_distinct_from(resource_id), _WAITS)
    return model.Session.scalars(rows).first()


def time_of(package_id: str) -> datetime | None:
    """Return the time at which a dataset becomes public, if one is set."""
    found = waiting(package_id)
    return found.publish_at if found else None


def resources_with_time(package_id: str) -> set[str]:
    """Return the resources of a dataset whose next file has a time."""
    rows = sa.select(Schedule.resource_id).where(Schedule.package_id == package_id, Schedule.resource_id.is_not(None), _WAITS)
    return {str(resource_id) for resource_id in model.Session.scalars(rows)}


def has_time(connection: Any, resource_id: str) -> bool:
    """Whether the next file of a resource waits for its time.

    Args:
        connection: of CKAN's database.
    """
    return bool(connection.scalar(sa.select(sa.exists().where(Schedule.resource_id == resource_id, _WAITS))))


def bound_time(connection: Any, resource_id: str, release_id: str) -> datetime | None:
    """Return the time that the approval of a file is bound to: the one that waits, or the one at which it was taken.

    Args:
        connection: of CKAN's database.
    """
    taken = sa.and_(Schedule.release_id == release_id, Schedule.state.in_(("publishing", "done")))
    rows = sa.select(Schedule.publish_at).where(Schedule.resource_id == resource_id, sa.or_(_WAITS, taken))
    return connection.scalar(rows.order_by(Schedule.made.desc()).limit(1))
