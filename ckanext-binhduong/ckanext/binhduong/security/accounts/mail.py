"""Mail about accounts: written and sent by a job, so that no page waits for a relay, fails without one, or answers later for an account
that exists.

A job that finds no relay is tried again for half a day; then it stands among the failed jobs, and the log says so.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.binhduong.core.jobs import mails, queueing
from ckanext.binhduong.core.jobs.registry import MAIL, job

__all__ = ["deliver", "run", "send_later"]

log = logging.getLogger(__name__)


def send_later(kind: str, *arguments: Any) -> None:
    """Queue a mail; what the queue cannot take is in the log, and the caller's answer is the same.

    Args:
        kind: a key of the table of mails.
        arguments: what its writer needs; plain values.
    """
    try:
        queueing.enqueue(
            "security.mail",
            {"kind": kind, "arguments": arguments},
            job_id=f"binhduong-mail-{uuid.uuid4().hex}",
            title=f"mail: {kind}",
            retry=mails.retry(),
        )
    except RedisError:
        log.exception("a mail of kind %s could not be queued", kind)


@job("security.mail", MAIL)
def run(kind: str, arguments: list[Any]) -> None:
    """Write and send one mail: the job of `send_later`."""
    deliver(kind, *arguments)


def deliver(kind: str, *arguments: Any) -> None:
    """Write and send one mail.

    Raises:
        MailerException: the relay does not take it; the job is tried again.
    """
    with mails.with_addresses():
        _MAILS[kind](*arguments)


def _active(user_id: str) -> model.User | None:
    user = model.User.get(user_id)
    return user if user and user.state != model.State.DELETED and user.email else None


def _password_changed(user_id: str) -> None:
    if user := _active(user_id):
        subject = tk._("Your password on {site} was changed").format(site=tk.config["ckan.site_title"])
        words = tk._(
            "The password of the account {name} was changed. Its sessions have ended and its API tokens are deleted.\n\n"
            "If it was not you, ask for a new password at once: {address}\nand tell the portal's administrators."
        )
        mailer.mail_user(user, subject, words.format(name=user.name, address=tk.h.url_for("user.request_reset", qualified=True)))


def _second_factor_changed(user_id: str) -> None:
    if user := _active(user_id):
        subject = tk._("The second factor of your account on {site} was changed").format(site=tk.config["ckan.site_title"])
        words = tk._(
            "The second factor of the account {name} was turned on or off.\n\n"
            "If it was not you, ask for a new password at once: {address}\nand tell the portal's administrators."
        )
        mailer.mail_user(user, subject, words.format(name=user.name, address=tk.h.url_for("user.request_reset", qualified=True)))


def _reset_link(identifier: str) -> None:
    """Send a link to every account that a name or an e-mail address stands for; nothing when there is none."""
    found = model.User.by_email(identifier) if "@" in identifier else model.User.get(identifier)
    for user in found if isinstance(found, list) else [found]:
        if user and user.is_active and _active(user.id):
            mailer.send_reset_link(user)


def _invitation(user_id: str, group_id: str, role: str) -> None:
    user, group = _active(user_id), model.Group.get(group_id)
    if user and group:
        mailer.send_invite(user, {"title": group.title, "name": group.name, "id": group.id, "display_name": group.display_name}, role)


_MAILS: dict[str, Callable[..., None]] = {
    "password_changed": _password_changed,
    "second_factor_changed": _second_factor_changed,
    "reset_link": _reset_link,
    "invitation": _invitation,
}
