"""Every morning: note who is to be reminded of what, and have a mail sent to each person.

A reminder is a row, made once whatever number of times this runs. Its mail is sent by a job that holds the rows until the relay has taken
it: two jobs send one mail, and a relay that is away is tried again. Only where the machine dies between the relay's yes and the commit the
mail is sent twice, with the same Message-ID, by which mailboxes know it.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError
from sqlalchemy.dialects.postgresql import insert

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.clock import today, utcnow
from ckanext.binhduong.core.jobs import mails, queueing
from ckanext.binhduong.core.jobs.registry import MAIL, job
from ckanext.binhduong.workflow.reminders import settings, words
from ckanext.binhduong.workflow.reminders.model import PlanReminder
from ckanext.binhduong.workflow.reminders.periods import period_of
from ckanext.binhduong.workflow.reminders.upcoming import Upcoming, upcoming, upcoming_reviews

__all__ = ["note_reminders", "register", "remind"]

log = logging.getLogger(__name__)


def note_reminders() -> str:
    """Note what begins today, and queue a mail for each person with something that is not sent."""
    periods = settings.periods()
    if not periods:
        return "nobody is reminded"
    day = today()
    until = day + timedelta(days=periods[0])
    found = [*upcoming(day, until), *upcoming_reviews(day, until)]
    people = _administrators({each.agency_id for each in found})
    rows = [
        {"item_id": each.id, "day": each.day, "ahead": period_of(each.day, day, periods), "user_id": user_id, "made": utcnow()}
        for each in found
        for user_id in people.get(each.agency_id, ())
    ]
    if rows:
        model.Session.execute(insert(PlanReminder).on_conflict_do_nothing(), rows)
    unsent = sa.select(PlanReminder.user_id).where(PlanReminder.sent.is_(None), PlanReminder.day >= day).distinct()
    waiting = list(model.Session.scalars(unsent))
    model.Session.commit()
    for user_id in waiting:
        # Without Redis the next morning finds them.
        with suppress(RedisError):
            queueing.enqueue(
                "workflow.remind", {"user_id": user_id}, job_id=f"binhduong-remind-{user_id}", title="mail: reminder", retry=mails.retry()
            )
    return f"{len(waiting)} people are reminded"


def _administrators(agencies: set[str]) -> dict[str, list[str]]:
    """Return the ids of the people with an address who administer each agency."""
    member, user = model.Member, model.User
    rows = sa.select(member.group_id, user.id).join(user, user.id == member.table_id).where(
        member.table_name == "user", member.state == "active", member.capacity == "admin", member.group_id.in_(agencies),
        user.state == "active", sa.func.coalesce(user.email, "") != "",
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for agency, user_id in model.Session.execute(rows):
        found.setdefault(agency, []).append(user_id)
    return found


@job("workflow.remind", MAIL)
def remind(user_id: str) -> None:
    """Send one person what they were not reminded of yet, as far as it still holds; one mail.

    Raises:
        MailerException: the relay does not take it; the job is tried again.
    """
    day = today()
    waits = (PlanReminder.user_id == user_id, PlanReminder.sent.is_(None), PlanReminder.day >= day)
    reminders = list(model.Session.scalars(sa.select(PlanReminder).where(*waits).with_for_update()))
    user = model.User.get(user_id)
    try:
        if reminders and user and user.state == "active" and user.email:
            _send(user, _still_hold(reminders, user_id), _message_id(reminders))
        for reminder in reminders:
            reminder.sent = utcnow()
        model.Session.commit()
    except mailer.MailerException:
        model.Session.rollback()
        raise


def _still_hold(reminders: list[PlanReminder], user_id: str) -> list[Upcoming]:
    """Return what was not delivered or reviewed meanwhile and keeps its day, of agencies that the person still administers."""
    known = {(each.item_id, each.day) for each in reminders}
    until, ids = max(each.day for each in reminders), [each.item_id for each in reminders]
    found = [*upcoming(today(), until, items=ids), *upcoming_reviews(today(), until, agencies=ids)]
    people = _administrators({each.agency_id for each in found})
    return [each for each in found if (each.id, each.day) in known and user_id in people.get(each.agency_id, ())]


def _send(user: model.User, found: list[Upcoming], message_id: str) -> None:
    if not found:
        return
    with mails.with_addresses():
        subject, text = words.mail_of(found, today())
        mailer.mail_user(user, subject, text, headers={"Message-ID": message_id})


def _message_id(reminders: list[PlanReminder]) -> str:
    """Return the same for the same reminders."""
    of = ":".join(sorted(f"{each.user_id} {each.item_id} {each.day} {each.ahead}" for each in reminders))
    return f"<{hashlib.sha256(of.encode()).hexdigest()[:32]}@{urlsplit(tk.config['ckan.site_url']).hostname}>"


def register() -> None:
    """Remind at half past seven in Vietnam (00:30 UTC)."""
    scheduler.register("plan-reminders", scheduler.Regular(note_reminders, timedelta(days=1), timedelta(minutes=30)))
