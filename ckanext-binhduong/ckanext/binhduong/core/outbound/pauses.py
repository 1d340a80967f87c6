"""How long a server asks to be left alone. Imports no CKAN."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ckanext.binhduong.core.outbound.client import Answer

__all__ = ["asked_pause"]


def asked_pause(answer: Answer) -> timedelta | None:
    """Return what ``Retry-After`` of an answer says (RFC 9110, 10.2.3: seconds or a date), at most a day of seconds; None without one."""
    text = answer.headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 86_400))
    try:
        return max(timedelta(0), parsedate_to_datetime(text).astimezone(UTC) - datetime.now(UTC))
    except (ValueError, TypeError, OverflowError):
        return None
