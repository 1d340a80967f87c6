"""Mails that wait in PostgreSQL: sent once whatever becomes of the queue, the relay or the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import MAIL
from ckanext.binhduong.security.accounts import mail_outbox

pytestmark = pytest.mark.usefixtures("redis_store", "database", "with_request_context")


@pytest.fixture
def waiting(officer: dict[str, Any], outbox: Any) -> str:
    """The id of a mail that waits for the officer's relay; no job is queued."""
    tk.get_job_queue(MAIL).empty()
    mail_outbox.send_later("password_changed", officer["id"])
    return model.Session.scalar(sa.select(mail_outbox._mails.c.id))


def jobs() -> list[str]:
    """The ids of the jobs that wait."""
    return tk.get_job_queue(MAIL).get_job_ids()


def test_it_is_there_if_the_change_is(officer: dict[str, Any], outbox: Any):
    """Rolled back with it, and committed with it."""
    mail_outbox.add(model.Session, "password_changed", officer["id"])
    model.Session.rollback()
    model.Session.commit()
    assert outbox() == []
    mail_outbox.add(model.Session, "password_changed", officer["id"])
    assert outbox() == []
    model.Session.commit()
    assert outbox() == [("password_changed", officer["id"])]


def test_a_lost_queue_loses_no_mail(waiting: str):
    """Each look queues one job a mail, and again what Redis has lost."""
    for _ in range(2):
        mail_outbox.queue_waiting()
        assert jobs() == [f"binhduong-mail-{waiting}"]
    queueing.fetch(jobs()[0]).delete()  # type: ignore[union-attr]
    assert jobs() == []
    mail_outbox.queue_waiting()
    assert jobs() == [f"binhduong-mail-{waiting}"]


def test_a_look_queues_so_many_jobs(waiting: str, officer: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    """The next one goes on with those that have none, whatever became of the first ones' jobs; Redis is asked once about all."""
    monkeypatch.setattr(mail_outbox, "_MOST", 2)
    monkeypatch.setattr(queueing, "fetch", lambda _: pytest.fail("asked about a single job"))
    for _ in range(4):
        mail_outbox.send_later("password_changed", officer["id"])
    for count in (2, 4, 5, 5):
        mail_outbox.queue_waiting()
        assert len(set(jobs())) == len(jobs()) == count
    assert jobs()[0] == f"binhduong-mail-{waiting}"


def test_a_mail_is_sent_once(waiting: str, outbox: Any, monkeypatch: pytest.MonkeyPatch):
    """A relay that is away leaves it waiting; a second job finds it gone. It names itself to mailboxes."""
    sent: list[dict[str, str]] = []

    def refuse(*_: Any, **__: Any) -> None:
        raise mailer.MailerException("no relay")

    monkeypatch.setattr(mailer, "mail_user", refuse)
    with pytest.raises(mailer.MailerException):
        mail_outbox.run(waiting)
    assert len(outbox()) == 1
    monkeypatch.setattr(mailer, "mail_user", lambda *_, headers: sent.append(headers))
    mail_outbox.run(waiting)
    mail_outbox.run(waiting)
    assert (sent, outbox()) == ([{"Message-ID": f"<{waiting}@test.ckan.net>"}], [])


def test_what_no_relay_takes_is_forgotten(waiting: str, outbox: Any):
    """After two days, not before: it may name who asked for a link."""
    mails = mail_outbox._mails
    for age, left in ((47, 1), (49, 0)):
        model.Session.execute(sa.update(mails).values(made=mail_outbox.utcnow() - timedelta(hours=age)))
        model.Session.commit()
        mail_outbox.forget_old()
        assert len(outbox()) == left
