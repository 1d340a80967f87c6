"""What is scheduled and what became of it, as the page and the API show it: for who may edit the agency's datasets."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.workflow.schedule.model import Schedule

__all__ = ["found", "shown", "times_of"]

_OPEN = ("waiting", "publishing")


def found(agencies: list[str], wanted: dict[str, Any]) -> tuple[int, list[Schedule]]:
    """Return how many times of some agencies are in a state, and some of them: the next first, those that are over newest first.

    Args:
        agencies: ids.
        wanted: ``limit``, ``offset`` and, when given, ``state`` (else waiting and publishing) and ``dataset`` (an id).
    """
    state = wanted.get("state")
    rows = sa.select(Schedule).where(Schedule.organization_id.in_(agencies))
    rows = rows.where(Schedule.state == state if state else Schedule.state.in_(_OPEN))
    if wanted.get("dataset"):
        rows = rows.where(Schedule.package_id == wanted["dataset"])
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
    order = Schedule.publish_at if not state or state in _OPEN else Schedule.closed.desc()
    return count, list(model.Session.scalars(rows.order_by(order, Schedule.id).limit(wanted["limit"]).offset(wanted["offset"])))


def shown(schedules: list[Schedule]) -> list[dict[str, Any]]:
    """Return times as the API gives them."""
    datasets = _by_id(model.Package, {each.package_id for each in schedules})
    resources = _by_id(model.Resource, {each.resource_id for each in schedules})
    people = _by_id(model.User, {each.author for each in schedules})
    return [_shown(each, datasets.get(each.package_id), resources.get(each.resource_id), people.get(each.author)) for each in schedules]


def _by_id(entity: Any, ids: set[Any]) -> dict[Any, Any]:
    return {each.id: each for each in model.Session.scalars(sa.select(entity).where(entity.id.in_([each for each in ids if each])))}


def _shown(each: Schedule, dataset: Any, resource: Any, author: Any) -> dict[str, Any]:
    return {
        "id": each.id,
        "dataset": {"id": dataset.id, "name": dataset.name, "title": dataset.title} if dataset else None,
        "resource": {"id": resource.id, "name": resource.name} if resource else None,
        "release": each.release_id,
        "publish_at": utc_text(each.publish_at),
        "state": each.state,
        "reason": each.reason,
        "detail": each.detail,
        "author": {"name": author.name, "title": author.display_name} if author else None,
        "made": utc_text(each.made),
        "closed": utc_text(each.closed) if each.closed else None,
    }


def times_of(package_id: str) -> list[Schedule]:
    """Return what waits of a dataset, and of what did not, the last word on the dataset and on each of its resources when it failed."""
    rows = sa.select(Schedule).where(Schedule.package_id == package_id)
    last = rows.distinct(Schedule.resource_id).order_by(Schedule.resource_id, Schedule.made.desc())
    return [each for each in model.Session.scalars(last) if each.state in (*_OPEN, "failed")]
