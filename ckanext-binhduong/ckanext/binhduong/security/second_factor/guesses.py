"""Who types wrong codes knows the password already: the owner of the account learns of it by mail."""

from __future__ import annotations

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.security.accounts import mail_outbox
from ckanext.binhduong.security.config import login_attempts, login_window
from ckanext.binhduong.security.sign_in.attempts import Attempts, Refused

__all__ = ["WRONG_CODES", "note_wrong_code"]

WRONG_CODES = 5
"""Wrong codes within the time of the login limit (`login_window`) that the owner learns of; fewer are slips of their own. Where the limit
lets fewer through, so many. A right code does not take them back: they may have been somebody else's."""

_A_DAY = 86_400


def note_wrong_code(user_id: str) -> None:
    """Count a wrong code, from wherever it came; the last of several has a mail sent, one a day at most."""
    store = redis_client.client()
    fewer = min(WRONG_CODES, login_attempts()) - 1
    if fewer and not _is_over(Attempts(store, fewer, login_window()), f"second-wrong:{user_id}"):
        return
    if not _is_over(Attempts(store, 1, _A_DAY), f"second-noticed:{user_id}"):
        mail_outbox.send_later("second_factor_guessed", user_id)


def _is_over(limit: Attempts, counter: str) -> bool:
    return isinstance(limit.enter(counter), Refused)
