"""The job that delivers what is due: webhook by webhook, in the order of events. The clock queues it, from PostgreSQL alone.

A delivery is at least once: the attempt is made before it is noted, so who dies in between has another make it again, under the same id.
"""

from __future__ import annotations

import time
from contextlib import suppress

from ckan import model
from redis.exceptions import RedisError

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import DEFAULT, job
from ckanext.binhduong.core.outbound import configured
from ckanext.binhduong.core.outbound.client import Limits, call
from ckanext.binhduong.core.outbound.faults import CallFailed
from ckanext.binhduong.core.outbound.reach import Reach
from ckanext.binhduong.core.sealing import Unreadable
from ckanext.binhduong.webhooks import keeping, notices, owners
from ckanext.binhduong.webhooks.model import Event, Webhook
from ckanext.binhduong.webhooks.outbox import announcing, deliveries, signing
from ckanext.binhduong.webhooks.outbox.outcome import Outcome, of_answer, of_failure
from ckanext.binhduong.webhooks.outbox.visibility import sayable

__all__ = ["deliver", "look", "reach_of"]

LIMITS = Limits(total=10.0, redirects=0, body=0)
"""Of an answer the status alone is taken: what another server says is shown to nobody."""
_SECONDS, _MOST = 20.0, 50
"""Of one job, behind which mails wait; messages to one webhook before the next one has its turn."""


def look() -> None:
    """Announce what happened, and have what is due delivered; without Redis the next look queues it."""
    announcing.announce()
    with suppress(RedisError):
        if deliveries.is_any_due():
            queueing.enqueue_once("webhooks.deliver", prefix="binhduong-webhooks", title="webhooks: deliver")
        notices.enqueue()


@job("webhooks.deliver", DEFAULT)
def deliver() -> str:
    """Deliver what is due, within a time; what is left is the next job's."""
    end, count = time.monotonic() + _SECONDS, 0
    while time.monotonic() < end and (webhook := deliveries.claim()):
        if owners.is_there(webhook):
            count += _deliver_to(webhook, end)
        else:
            deliveries.switch_off(webhook.id, "owner")
        deliveries.release(webhook)
    return f"made {count} attempts"


def _deliver_to(claimed: Webhook, end: float) -> int:
    for count in range(_MOST):
        found = deliveries.next_of(claimed) if time.monotonic() < end else None
        if found is None:
            return count
        webhook, delivery, event = found
        if not sayable([event]):
            deliveries.withdraw(delivery.id)
            continue
        begun = time.monotonic()
        outcome = _attempt(webhook, event)
        deliveries.note(webhook, delivery.id, outcome, round((time.monotonic() - begun) * 1000))
        if outcome.strained or outcome.gone:
            return count + 1
    return _MOST


def _attempt(webhook: Webhook, event: Event) -> Outcome:
    try:
        secrets = keeping.valid_secrets(webhook)
    except Unreadable:
        return Outcome("secret")
    body = signing.body_of(event.type, event.made, event.sequence, event.data)
    headers = {**signing.headers_of(event.id, body, secrets, utcnow()), "User-Agent": configured.agent()}
    # An attempt may take seconds: no transaction is open meanwhile.
    model.Session.rollback()
    try:
        return of_answer(call("POST", webhook.url, reach_of(webhook.organization_id), headers=headers, body=body.encode(), limits=LIMITS))
    except CallFailed as failed:
        return of_failure(failed)


def reach_of(organization_id: str | None) -> Reach:
    """Return what a webhook may call: the networks that the operator opened are for agencies, not for whoever has an account.

    By https, outside of those networks.
    """
    reach = configured.reach()
    return Reach(reach.ports, reach.networks if organization_id else (), plain=False)
