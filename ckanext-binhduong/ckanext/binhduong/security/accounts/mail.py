"""Mails about accounts: what each says. A job sends them (`mail_outbox`)."""

from __future__ import annotations

from collections.abc import Callable

from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.jobs import mails
from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["deliver"]

#: What an account's owner learns: subject and text.
_NOTICES = {
    "password_changed": (
        _("Your password on {site} was changed"),
        _(
            "The password of the account {name} was changed. Its sessions have ended and its API tokens are deleted.\n\n"
            "If it was not you, ask for a new password at once: {address}\nand tell the portal's administrators."
        ),
    ),
    "second_factor_changed": (
        _("The second factor of your account on {site} was changed"),
        _(
            "The second factor of the account {name} was turned on or off.\n\n"
            "If it was not you, ask for a new password at once: {address}\nand tell the portal's administrators."
        ),
    ),
    "second_factor_guessed": (
        _("Wrong codes for your account on {site}"),
        _(
            "Somebody who knows the password of the account {name} has typed several wrong codes of its second factor. "
            "Nobody was let in by them.\n\n"
            "If it was not you, ask for a new password at once: {address}\nand tell the portal's administrators."
        ),
    ),
}


def deliver(kind: str, *arguments: str, message_id: str | None = None) -> None:
    """Write and send one mail.

    Args:
        kind: a key of a table of this module.
        arguments: what its writer needs.
        message_id: by which mailboxes know a notice that is sent a second time. A link is a new one each time.

    Raises:
        MailerException: the relay does not take it; the job is tried again.
    """
    with mails.with_addresses():
        if kind in _NOTICES:
            _notify(kind, *arguments, headers={"Message-ID": message_id} if message_id else {})
        else:
            _LETTERS[kind](*arguments)


def _active(user_id: str) -> model.User | None:
    user = model.User.get(user_id)
    return user if user and user.state != model.State.DELETED and user.email else None


def _notify(kind: str, user_id: str, headers: dict[str, str]) -> None:
    if user := _active(user_id):
        subject, words = (tk._(text) for text in _NOTICES[kind])
        address = tk.h.url_for("user.request_reset", qualified=True)
        mailer.mail_user(
            user, subject.format(site=tk.config["ckan.site_title"]), words.format(name=user.name, address=address), headers=headers
        )


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


_LETTERS: dict[str, Callable[..., None]] = {"reset_link": _reset_link, "invitation": _invitation}
