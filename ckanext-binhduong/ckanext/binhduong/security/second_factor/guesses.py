"""Who types wrong codes knows the password already: the owner of the account learns of it by mail."""

from __future__ import annotations

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.security.accounts import mail_outbox
from ckanext.binhduong.security.config import login_window
from ckanext.binhduong.security.sign_in.attempts import Attempts, Refused

__all__ = ["WRONG_CODES", "note_wrong_code"]

WRONG_CODES = 5
"""Wrong codes within the time of the login limit (`login_window`) that the owner learns of; fewer are slips of their own."""

_A_DAY = 86_400


def note_wrong_code(user_id: str) -> None:
    """Count a wrong code, from wherever it came; the last of several has a mail sent, one a day at most."""
    store = redis_client.client()
    several = Attempts(store, limit=WRONG_CODES - 1, window=login_window()).enter(f"second-wrong:{user_id}")
    if isinstance(several, Refused) and not isinstance(Attempts(store, limit=1, window=_A_DAY).enter(f"second-noticed:{user_id}"), Refused):
        mail_outbox.send_later("second_factor_guessed", user_id)
