"""What is done with a webhook: made, changed, given a new secret, tried, deleted; a delivery made again. The caller commits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import sealing
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.webhooks.model import Delivery, Event, Webhook
from ckanext.binhduong.webhooks.outbox import announcing, deliveries, events, signing
from ckanext.binhduong.webhooks.outbox.visibility import sayable

__all__ = ["FORMER", "change", "make", "renew_secret", "replay", "send_test", "valid_secrets"]

FORMER = timedelta(hours=24)
"""How long the secret before the last one is used as well."""
_PURPOSE = "webhook secret"
_MOST_WAITING_TESTS = 5


def _secret() -> str:
    return str(tk.config["SECRET_KEY"])


def make(user_id: str, organization_id: str | None, wanted: dict[str, Any]) -> tuple[Webhook, str]:
    """Make a webhook; return it and its secret, which is shown this once.

    Args:
        wanted: url, description, events, agency_id, dataset_id.

    Raises:
        ValidationError: the account, or the agency, has as many as it may have.
    """
    _check_number(user_id, organization_id)
    secret, webhook_id = signing.new_secret(), make_uuid()
    sealed = sealing.sealed(secret, webhook_id, _secret(), _PURPOSE)
    webhook = Webhook(id=webhook_id, user_id=user_id, organization_id=organization_id, secret=sealed, **wanted)
    model.Session.add(webhook)
    model.Session.flush()
    return webhook, secret


def _check_number(user_id: str, organization_id: str | None) -> None:
    """Hold the owner until the transaction ends, so that two requests at once make no more than one may."""
    owner = organization_id or user_id
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"webhooks {owner}", 0))))
    own = (
        (Webhook.organization_id == organization_id,)
        if organization_id
        else (Webhook.user_id == user_id, Webhook.organization_id.is_(None))
    )
    most = tk.config[f"ckanext.binhduong.webhooks.most_of_{'agency' if organization_id else 'account'}"]
    if (model.Session.scalar(sa.select(sa.func.count()).select_from(Webhook).where(*own)) or 0) >= most:
        raise tk.ValidationError({"url": [tk._("There are {number} webhooks already. Delete one, or change it.").format(number=most)]})


def change(webhook: Webhook, wanted: dict[str, Any]) -> None:
    """Change what is given; one that is switched on again, or gets another address, begins without past failures, and with all that waits.

    Args:
        wanted: as for :func:`make`, and state (on or off).
    """
    is_switched = webhook.state != wanted.get("state", webhook.state)
    begins_anew = webhook.url != wanted.get("url", webhook.url) or (is_switched and wanted["state"] == "on")
    if is_switched:
        deliveries.fail_waiting(webhook.id)
    for name, value in wanted.items():
        setattr(webhook, name, value)
    if begins_anew:
        _begin_anew(webhook)
    if "state" in wanted:
        webhook.reason = ""
    model.Session.flush()


def _begin_anew(webhook: Webhook) -> None:
    webhook.due, webhook.strained, webhook.failing_since = utcnow(), 0, None
    deliveries.hasten(webhook.id)


def renew_secret(webhook: Webhook) -> str:
    """Give a webhook a new secret and return it; messages are signed with the one before as well for a day."""
    secret = signing.new_secret()
    webhook.former_secret, webhook.former_until = webhook.secret, utcnow() + FORMER
    webhook.secret = sealing.sealed(secret, webhook.id, _secret(), _PURPOSE)
    model.Session.flush()
    return secret


def valid_secrets(webhook: Webhook) -> list[str]:
    """Return the secrets that messages are signed with now, the newest first.

    Raises:
        Unreadable: the portal's secret is another one now.
    """
    kept = [webhook.secret]
    if webhook.former_until and webhook.former_until > utcnow():
        kept.append(webhook.former_secret)
    return [sealing.opened(each, webhook.id, _secret(), _PURPOSE) for each in kept]


def send_test(webhook: Webhook) -> str:
    """Have a test sent; return the id of its delivery.

    Raises:
        ValidationError: the webhook is off, or tests enough wait.
    """
    _check_on(webhook)
    rows = sa.select(sa.func.count()).select_from(Delivery).join(Event, Event.sequence == Delivery.sequence)
    waiting = rows.where(Delivery.webhook_id == webhook.id, Delivery.state == "waiting", Event.type == events.TEST)
    if (model.Session.scalar(waiting) or 0) >= _MOST_WAITING_TESTS:
        raise tk.ValidationError({"id": [tk._("Tests are on their way already. Wait for what becomes of them.")]})
    (delivery_id,) = announcing.put(events.TEST, "", {"webhook": {"id": webhook.id}}, [webhook.id])
    return delivery_id


def replay(webhook: Webhook, delivery: Delivery, event: Event) -> None:
    """Have an event delivered once more, under the id that it had.

    Raises:
        ValidationError: the webhook is off, the delivery is on its way, or what it says is not public any more.
    """
    _check_on(webhook)
    if delivery.state == "waiting":
        raise tk.ValidationError({"id": [tk._("This delivery is on its way already.")]})
    if delivery.state == "withdrawn" or not sayable([event]):
        raise tk.ValidationError({"id": [tk._("The dataset or file is not public any more; this event is not sent again.")]})
    now = utcnow()
    delivery.state, delivery.begun, delivery.due, delivery.failures = "waiting", now, now, 0
    model.Session.flush()


def _check_on(webhook: Webhook) -> None:
    if webhook.state != "on":
        raise tk.ValidationError({"id": [tk._("This webhook is off. Switch it on first.")]})
