"""Mails about accounts wait in PostgreSQL, committed with what they report, until a relay has taken them.

So no page waits for a relay, fails without one or without Redis, or answers later for an account that exists, and a lost queue loses no
mail: the worker's clock looks every ten seconds and queues a job for each mail that has none. A job that finds no relay is tried again for
half a day; then it stands among the failed jobs, and the log says so. A mail is sent at least once: twice where a job ends between the
relay's yes and the commit (the machine dies, the job's time is over), or where Redis is emptied while the relay takes its time, so that a
second job is queued. A notice then has the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.jobs import mails, prompt_work, queueing
from ckanext.binhduong.core.jobs.registry import MAIL, job
from ckanext.binhduong.security.accounts import mail

__all__ = ["add", "forget_old", "queue_waiting", "register", "run", "send_later"]

log = logging.getLogger(__name__)

_KEPT = timedelta(days=2)
"""How long a mail that no relay takes stands here, after its job has given up: it may name who asked for a link."""
_MOST = 200
"""Jobs that one look queues: other work of the clock waits meanwhile. Those that have a job are no part of it, or failed ones would keep
others from theirs."""

#: A table of its own collection: CKAN makes those of its collection when it makes a database.
_mails = sa.Table(
    "binhduong_mail",
    sa.MetaData(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text),
    sa.Column("arguments", JSONB),
    sa.Column("made", sa.DateTime),
)


class _Transaction(Protocol):
    def execute(self, statement: Any) -> Any: ...


def add(transaction: _Transaction, kind: str, *arguments: str) -> None:
    """Add a mail to an open transaction: it is sent if, and only if, that is committed.

    Args:
        transaction: a session or a connection.
        kind: a kind of `mail.deliver`.
        arguments: what its writer needs.
    """
    transaction.execute(sa.insert(_mails).values(id=uuid4().hex, kind=kind, arguments=list(arguments), made=utcnow()))


def send_later(kind: str, *arguments: str) -> None:
    """Add a mail, as :func:`add`, and commit."""
    add(model.Session, kind, *arguments)
    model.Session.commit()


def queue_waiting() -> None:
    """Queue jobs for mails that have none, the oldest first, as many as one look may. Raises RedisError."""
    rows = model.Session.execute(sa.select(_mails.c.id, _mails.c.kind).order_by(_mails.c.made, _mails.c.id))
    waiting = {f"binhduong-mail-{mail_id}": (mail_id, kind) for mail_id, kind in rows}
    model.Session.rollback()
    for job_id in queueing.unknown(waiting)[:_MOST]:
        mail_id, kind = waiting[job_id]
        queueing.enqueue("security.mail", {"id": mail_id}, job_id=job_id, title=f"mail: {kind}", retry=mails.retry())


@job("security.mail", MAIL)
def run_queued(kind: str, arguments: Iterable[str]) -> None:
    """Send a mail that was queued before mails waited in PostgreSQL."""
    mail.deliver(kind, *arguments)


@job("security.mail", MAIL, version=2)
def run(id: str) -> None:
    """Send a mail unless it was sent. No transaction is open meanwhile: a relay takes its time.

    Raises:
        MailerException: the relay does not take it; the job is tried again.
    """
    row = model.Session.execute(sa.select(_mails.c.kind, _mails.c.arguments).where(_mails.c.id == id)).first()
    model.Session.rollback()
    if row:
        mail.deliver(row.kind, *row.arguments, message_id=f"<{id}@{urlsplit(tk.config['ckan.site_url']).hostname}>")
        model.Session.execute(sa.delete(_mails).where(_mails.c.id == id))
        model.Session.commit()


def forget_old() -> str:
    """Forget mails that no relay has taken for days."""
    old = model.Session.execute(sa.delete(_mails).where(_mails.c.made < utcnow() - _KEPT)).rowcount  # type: ignore[attr-defined]
    model.Session.commit()
    if old:
        log.error("%d mails about accounts were taken by no relay and are given up", old)
    return f"{old} mails are given up"


def register() -> None:
    """Have the worker's clock look for mails, and old ones forgotten every day."""
    prompt_work.register("mails", queue_waiting)
    scheduler.register("mails", scheduler.Regular(forget_old, timedelta(days=1), timedelta(hours=21)))
