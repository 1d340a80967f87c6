"""Who owns a webhook that the portal switched off gets a mail, once."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.jobs import mails, queueing
from ckanext.binhduong.core.jobs.registry import MAIL, job
from ckanext.binhduong.webhooks import owners
from ckanext.binhduong.webhooks.model import Webhook
from ckanext.binhduong.webhooks.words import REASONS

__all__ = ["enqueue", "notify"]


def enqueue() -> None:
    """Queue a mail for each webhook whose owner does not know. Raises RedisError."""
    unknown = sa.select(Webhook.id).where(Webhook.state == "off", Webhook.reason.in_(["gone", "failing"]), Webhook.noticed.is_(None))
    waiting = list(model.Session.scalars(unknown))
    model.Session.rollback()
    for webhook_id in waiting:
        job_id = f"binhduong-webhook-off-{webhook_id}"
        if queueing.fetch(job_id) is None:
            queueing.enqueue("webhooks.notify", {"id": webhook_id}, job_id=job_id, title="mail: webhook is off", retry=mails.retry())


@job("webhooks.notify", MAIL)
def notify(id: str) -> None:
    """Write to the owner of a webhook that is off, unless that was done.

    Raises:
        MailerException: the relay does not take it; the job is tried again.
    """
    webhook = model.Session.get(Webhook, id, populate_existing=True)
    if webhook is None or webhook.noticed or webhook.state != "off" or webhook.reason not in REASONS:
        model.Session.rollback()
        return
    people = owners.people(webhook)
    for row in (webhook, *people):
        model.Session.expunge(row)
    # A relay takes its time: nothing is locked, and no transaction is open meanwhile.
    model.Session.rollback()
    for user in people:
        _send(user, webhook)
    same = Webhook.id == id, Webhook.state == "off", Webhook.failing_since.is_not_distinct_from(webhook.failing_since)
    done = sa.update(Webhook).where(*same, Webhook.noticed.is_(None)).values(noticed=utcnow())
    model.Session.execute(done.execution_options(synchronize_session=False))
    model.Session.commit()


def _send(user: model.User, webhook: Webhook) -> None:
    with mails.with_addresses():
        page = tk.h.url_for("binhduong_webhooks.one", webhook_id=webhook.id, qualified=True)
        words = tk._(
            "{title} sends nothing more to {url}.\n\n{reason}\n\nWhat was not delivered is listed there, and there the webhook is "
            "switched on again:\n{page}"
        )
        text = words.format(title=tk.config["ckan.site_title"], url=webhook.url, reason=tk._(REASONS[webhook.reason]), page=page)
        # Known to mailboxes when the machine dies between the relay's yes and the commit.
        of = hashlib.sha256(f"{webhook.id} {webhook.failing_since} {user.id}".encode()).hexdigest()[:32]
        headers = {"Message-ID": f"<{of}@{urlsplit(tk.config['ckan.site_url']).hostname}>"}
        mailer.mail_user(user, tk._("A webhook was switched off"), text, headers=headers)
