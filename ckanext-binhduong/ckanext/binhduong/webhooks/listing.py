"""Webhooks and their deliveries as the API and the pages show them. Secrets are in neither."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.webhooks.model import Delivery, Event, Webhook
from ckanext.binhduong.webhooks.outbox.visibility import sayable

__all__ = ["delivery_found", "found", "found_deliveries", "shown", "shown_deliveries"]


def found(user_id: str, agencies: list[str]) -> list[Webhook]:
    """Return an account's own webhooks and those of agencies (ids), the newest first."""
    own = sa.and_(Webhook.user_id == user_id, Webhook.organization_id.is_(None))
    rows = sa.select(Webhook).where(sa.or_(own, Webhook.organization_id.in_(agencies)))
    return list(model.Session.scalars(rows.order_by(Webhook.created.desc(), Webhook.id)))


def shown(webhooks: Iterable[Webhook]) -> list[dict[str, Any]]:
    """Return webhooks as the API gives them."""
    listed = list(webhooks)
    groups = _by_id(model.Group, {each.organization_id for each in listed} | {each.agency_id for each in listed})
    datasets = _by_id(model.Package, {each.dataset_id for each in listed})
    waiting = _waiting([each.id for each in listed])
    return [_shown(each, groups, datasets, waiting.get(each.id, 0)) for each in listed]


def _by_id(entity: Any, ids: set[Any]) -> dict[Any, Any]:
    return {each.id: each for each in model.Session.scalars(sa.select(entity).where(entity.id.in_([each for each in ids if each])))}


def _waiting(ids: list[str]) -> dict[str, int]:
    rows = sa.select(Delivery.webhook_id, sa.func.count()).where(Delivery.webhook_id.in_(ids), Delivery.state == "waiting")
    return {row[0]: row[1] for row in model.Session.execute(rows.group_by(Delivery.webhook_id))}


def _shown(each: Webhook, groups: dict[str, Any], datasets: dict[str, Any], waiting: int) -> dict[str, Any]:
    return {
        "id": each.id,
        "url": each.url,
        "description": each.description,
        "events": each.events,
        "owner_agency": _named(groups.get(each.organization_id or "")),
        "agency": _narrowing(each.agency_id, groups),
        "dataset": _narrowing(each.dataset_id, datasets),
        "state": each.state,
        "reason": each.reason,
        "created": _utc(each.created),
        "failing_since": _utc(each.failing_since),
        "former_secret_until": _utc(each.former_until),
        "waiting": waiting,
    }


def _narrowing(entity_id: str | None, entities: dict[str, Any]) -> dict[str, str] | None:
    """Return what a webhook is narrowed to; what was hidden or deleted since is known by its id, which its subscriber had."""
    entity = entities.get(entity_id or "")
    is_shown = entity is not None and entity.state == "active" and not getattr(entity, "private", False)
    return _named(entity) if is_shown else {"id": entity_id, "name": "", "title": ""} if entity_id else None


def _named(entity: Any) -> dict[str, str] | None:
    return {"id": entity.id, "name": entity.name, "title": entity.title or entity.name} if entity else None


def _utc(moment: datetime | None) -> str | None:
    return utc_text(moment) if moment else None


def found_deliveries(webhook_id: str, state: str | None, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many deliveries a webhook has, in a state when one is given, and some of them, the newest event first."""
    rows = sa.select(Delivery, Event).join(Event, Event.sequence == Delivery.sequence).where(Delivery.webhook_id == webhook_id)
    rows = rows.where(Delivery.state == state) if state else rows
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
    part = rows.order_by(Delivery.sequence.desc()).limit(limit).offset(offset)
    return count, shown_deliveries([(row.Delivery, row.Event) for row in model.Session.execute(part)])


def delivery_found(delivery_id: str, *, for_change: bool = False) -> tuple[Webhook, Delivery, Event] | None:
    """Return a delivery with its webhook and event; for a change the webhook is locked first."""
    if for_change:
        of = sa.select(Delivery.webhook_id).where(Delivery.id == delivery_id).scalar_subquery()
        model.Session.execute(sa.select(Webhook.id).where(Webhook.id == of).with_for_update())
    rows = sa.select(Webhook, Delivery, Event).join(Delivery, Delivery.webhook_id == Webhook.id)
    rows = rows.join(Event, Event.sequence == Delivery.sequence).where(Delivery.id == delivery_id)
    row = model.Session.execute(rows.execution_options(populate_existing=True)).first()
    return (row.Webhook, row.Delivery, row.Event) if row else None


def shown_deliveries(found: list[tuple[Delivery, Event]]) -> list[dict[str, Any]]:
    """Return deliveries as the API gives them; what is said of a dataset or resource that is not public any more is left out."""
    said = sayable(event for delivery, event in found if delivery.state != "withdrawn")
    return [_shown_delivery(delivery, event, event.sequence in said) for delivery, event in found]


def _shown_delivery(delivery: Delivery, event: Event, is_sayable: bool) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "message_id": event.id,
        "event": event.type,
        "sequence": event.sequence,
        "made": _utc(event.made),
        "data": event.data if is_sayable else None,
        "state": delivery.state,
        "next_attempt": _utc(delivery.due) if delivery.state == "waiting" else None,
        "attempts": delivery.attempts,
    }
