"""What may be said: of a dataset that everybody sees, and of a resource that is shown with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.releases.ledger.visibility import not_hidden
from ckanext.binhduong.webhooks.model import Event
from ckanext.binhduong.webhooks.outbox import events

__all__ = ["is_public", "is_shown", "sayable"]


def is_public() -> sa.ColumnElement[bool]:
    """Return whether a row of CKAN's datasets is one that everybody sees."""
    return sa.and_(model.Package.state == "active", model.Package.private.is_(False), model.Package.type == "dataset")


def is_shown() -> sa.ColumnElement[bool]:
    """Return whether a row of CKAN's resources is shown with its dataset."""
    return sa.and_(model.Resource.state == "active", not_hidden())


def sayable(found: Iterable[Event]) -> set[int]:
    """Return the sequences of those events whose data may be said now: a dataset may have been hidden since, a resource deleted."""
    listed = [event for event in found if event.data]
    datasets = _ids(model.Package.id, {event.dataset_id for event in listed}, is_public())
    resources = _ids(model.Resource.id, set(map(_resource, listed)), is_shown())
    return {event.sequence for event in listed if _is_sayable(event, datasets, resources)}


def _ids(column: Any, wanted: set[str], condition: sa.ColumnElement[bool]) -> set[str]:
    asked = wanted - {""}
    return set(model.Session.scalars(sa.select(column).where(column.in_(sorted(asked)), condition))) if asked else set()


def _resource(event: Event) -> str:
    return event.data["resource"]["id"] if event.type == events.RELEASE_PUBLISHED else ""


def _is_sayable(event: Event, datasets: set[str], resources: set[str]) -> bool:
    if event.type in (events.DATASET_DELETED, events.TEST):
        return True
    return event.dataset_id in datasets and _resource(event) in resources | {""}
