"""The outbox: what is due, who delivers it, and what became of it. Everybody but the job that holds a webhook leaves its rows alone.

A webhook is locked before its deliveries are, by whoever changes both: in another order two would wait for each other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utc_text, utcnow
from ckanext.binhduong.webhooks.model import AnnouncedRelease, Delivery, Event, Webhook
from ckanext.binhduong.webhooks.outbox.announcing import LOOK
from ckanext.binhduong.webhooks.outbox.outcome import PATIENCE, Outcome, is_failing_for_good, pause_of_delivery, pause_of_webhook

__all__ = ["claim", "fail_waiting", "forget_old", "hasten", "is_any_due", "next_of", "note", "release", "switch_off", "withdraw"]

_LEASE = timedelta(minutes=2)
"""How long one job has a webhook for itself: longer than an attempt may take. One that was killed is followed by another then."""
_ATTEMPTS = 20
"""Kept of each delivery."""


def _due() -> tuple[sa.ColumnElement[bool], ...]:
    now = utcnow()
    waits = sa.exists().where(Delivery.webhook_id == Webhook.id, Delivery.state == "waiting", Delivery.due <= now)
    return Webhook.state == "on", Webhook.due <= now, sa.or_(Webhook.held.is_(None), Webhook.held <= now), waits


def is_any_due() -> bool:
    """Whether anything can be delivered now."""
    found = bool(model.Session.scalar(sa.select(sa.exists().where(*_due()))))
    model.Session.rollback()
    return found


def claim() -> Webhook | None:
    """Take the webhook that has waited longest and has something due, for this job alone; None when there is none. Commits."""
    row = sa.select(Webhook).where(*_due()).order_by(Webhook.due, Webhook.id).limit(1).with_for_update(skip_locked=True)
    webhook = model.Session.scalars(row.execution_options(populate_existing=True)).first()
    if webhook:
        webhook.held = utcnow() + _LEASE
        _let_go(webhook)
    model.Session.commit()
    return webhook


def _let_go(*rows: Any) -> None:
    """Have rows keep what was read: whoever deletes them meanwhile disturbs nobody."""
    model.Session.flush()
    for row in rows:
        model.Session.expunge(row)


def next_of(claimed: Webhook) -> tuple[Webhook, Delivery, Event] | None:
    """Return what is delivered next, the oldest event that is due, and hold the webhook for as long again.

    None when there is nothing, or another job has the webhook by now. Commits. What its owner has changed meanwhile is read anew.

    Args:
        claimed: the webhook as :func:`claim` returned it; ``held`` is set to the new time, by which this job's hold is known.
    """
    kept = sa.select(Webhook).where(*_is_held_as(claimed), Webhook.state == "on").with_for_update()
    webhook = model.Session.scalars(kept.execution_options(populate_existing=True)).first()
    due = sa.select(Delivery, Event).join(Event, Event.sequence == Delivery.sequence)
    due = due.where(Delivery.webhook_id == claimed.id, Delivery.state == "waiting", Delivery.due <= utcnow())
    row = model.Session.execute(due.order_by(Delivery.sequence).limit(1).execution_options(populate_existing=True)).first()
    found = (webhook, row.Delivery, row.Event) if webhook and row else None
    if found:
        claimed.held = found[0].held = utcnow() + _LEASE
        _let_go(*found)
    model.Session.commit()
    return found


def _is_held_as(claimed: Webhook) -> tuple[sa.ColumnElement[bool], ...]:
    """A job that stood still for longer than its hold may find that another has the webhook."""
    return Webhook.id == claimed.id, Webhook.held == claimed.held


def withdraw(delivery_id: str) -> None:
    """Send something never. Commits."""
    model.Session.execute(sa.update(Delivery).where(Delivery.id == delivery_id).values(state="withdrawn"))
    model.Session.commit()


def note(tried: Webhook, delivery_id: str, outcome: Outcome, milliseconds: int) -> None:
    """Keep what became of an attempt, and when the next one is. Commits.

    Args:
        tried: the webhook as it was for the attempt: what its former address answers says nothing of the one it has now.
    """
    now = utcnow()
    webhook = model.Session.get(Webhook, tried.id, populate_existing=True, with_for_update=True)
    delivery = model.Session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if delivery is None or webhook is None:
        model.Session.rollback()
        return
    made = utc_text(now)
    attempt = {"made": made, "status": outcome.status, "fault": outcome.fault, "milliseconds": milliseconds}
    delivery.attempts = [*delivery.attempts, attempt][-_ATTEMPTS:]
    if not outcome.fault:
        delivery.state, webhook.strained, webhook.failing_since = "delivered", 0, None
    elif webhook.url == tried.url:
        _failed(webhook, delivery, outcome)
    model.Session.commit()


def _failed(webhook: Webhook, delivery: Delivery, outcome: Outcome) -> None:
    """An address that does not answer is left alone, and its messages keep their order; one that turns a message down gets the next."""
    now = utcnow()
    delivery.failures += 1
    since = webhook.failing_since = webhook.failing_since or now
    if outcome.strained:
        webhook.strained += 1
        webhook.due = delivery.due = now + pause_of_webhook(webhook.strained, outcome.pause)
    else:
        webhook.strained = 0
        delivery.due = now + pause_of_delivery(delivery.failures)
    if now - delivery.begun >= PATIENCE:
        delivery.state = "failed"
    bound = timedelta(days=tk.config["ckanext.binhduong.webhooks.disable_days"])
    if outcome.gone:
        _off(webhook, "gone")
    elif is_failing_for_good(now - since, now - delivery.begun, bound):
        _off(webhook, "failing")


def _off(webhook: Webhook, reason: str) -> None:
    webhook.state, webhook.reason, webhook.noticed = "off", reason, None
    model.Session.flush()
    fail_waiting(webhook.id)


def fail_waiting(webhook_id: str) -> None:
    """Send nothing of what waits for a webhook, unless somebody has it sent again. The caller commits."""
    waiting = Delivery.webhook_id == webhook_id, Delivery.state == "waiting"
    model.Session.execute(sa.update(Delivery).where(*waiting).values(state="failed").execution_options(synchronize_session=False))


def hasten(webhook_id: str) -> None:
    """Have all that waits for a webhook tried now, as if nothing had failed. The caller commits."""
    waiting = Delivery.webhook_id == webhook_id, Delivery.state == "waiting"
    now = {"due": utcnow(), "failures": 0}
    model.Session.execute(sa.update(Delivery).where(*waiting).values(now).execution_options(synchronize_session=False))


def switch_off(webhook_id: str, reason: str) -> None:
    """Send nothing more to a webhook; what waits has failed. Commits.

    Args:
        reason: gone, failing or owner.
    """
    webhook = model.Session.get(Webhook, webhook_id, populate_existing=True, with_for_update=True)
    if webhook:
        _off(webhook, reason)
    model.Session.commit()


def release(claimed: Webhook) -> None:
    """Let another job have a webhook, after those that have waited longer, unless one has it already; a pause stays. Commits."""
    free = sa.update(Webhook).where(*_is_held_as(claimed)).execution_options(synchronize_session=False)
    model.Session.execute(free.values(held=None, due=sa.func.greatest(Webhook.due, utcnow())))
    model.Session.commit()


def forget_old() -> str:
    """Delete what is older than it is kept, with what nobody gets any more, and what was announced of resources that are deleted."""
    before = utcnow() - timedelta(days=tk.config["ckanext.binhduong.webhooks.keep_days"])
    old = Delivery.begun < before, Delivery.state != "waiting"
    webhooks = model.Session.scalars(sa.select(Delivery.webhook_id).where(*old).distinct()).all()
    count = sum(_forget_of(webhook_id, old) for webhook_id in webhooks)
    # A look locks events and what was announced in another order.
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOOK)))
    wanted = sa.exists().where(Delivery.sequence == Event.sequence)
    model.Session.execute(sa.delete(Event).where(Event.made < before, ~wanted).execution_options(synchronize_session=False))
    there = sa.exists().where(model.Resource.id == AnnouncedRelease.resource_id, model.Resource.state == "active")
    model.Session.execute(sa.delete(AnnouncedRelease).where(~there).execution_options(synchronize_session=False))
    model.Session.commit()
    return f"forgot {count} deliveries of webhooks"


def _forget_of(webhook_id: str, old: tuple[sa.ColumnElement[bool], ...]) -> int:
    model.Session.execute(sa.select(Webhook.id).where(Webhook.id == webhook_id).with_for_update())
    gone = sa.delete(Delivery).where(Delivery.webhook_id == webhook_id, *old).returning(Delivery.id)
    count = len(model.Session.scalars(gone.execution_options(synchronize_session=False)).all())
    model.Session.commit()
    return count
