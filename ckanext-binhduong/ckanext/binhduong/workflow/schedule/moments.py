"""The time at which something becomes public: how it is written, and which times are taken. Imports no CKAN."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["FARTHEST", "MESSAGES", "BadMoment", "as_form", "from_form", "read_moment", "retry_after"]

FARTHEST = timedelta(days=2 * 366)
"""How far ahead a time may be: two years."""

MESSAGES = {
    "no-moment": _("This is no time. Write it as 2026-12-31T08:00:00+07:00."),
    "no-zone": _("This time has no zone. Add +07:00 for Vietnam, or Z for UTC: 2026-12-31T08:00:00+07:00."),
    "past": _("This time is over. Choose a later one, or make it public now."),
    "too-far": _("This time is more than two years ahead. Choose an earlier one."),
}
"""What is wrong with a time → what to do."""

_LONGEST = 40
_FIRST_PAUSE, _LONGEST_PAUSE, _PATIENCE = timedelta(seconds=10), timedelta(minutes=10), 150


class BadMoment(ValueError):
    """A text is no time that can be taken; ``code`` is one of :data:`MESSAGES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_moment(value: Any, now: datetime) -> datetime:
    """Return a time in ISO 8601 with its zone as UTC without one, to the second.

    Args:
        now: UTC without a zone.

    Raises:
        BadMoment.
    """
    moment = _parsed(value)
    if moment.tzinfo is None:
        raise BadMoment("no-zone")
    try:
        moment = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except OverflowError as error:
        raise BadMoment("too-far" if moment.year > now.year else "past") from error
    if moment <= now:
        raise BadMoment("past")
    if moment - now > FARTHEST:
        raise BadMoment("too-far")
    return moment


def _parsed(value: Any) -> datetime:
    text = value.strip() if isinstance(value, str) else ""
    # A day alone is no time: at which hour it begins would be a guess.
    if "T" not in text.upper().replace(" ", "T") or len(text) > _LONGEST:
        raise BadMoment("no-moment")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadMoment("no-moment") from error


def from_form(text: str, zone: tzinfo) -> str:
    """Return what a form's field of day and time says, by the portal's clock, as the API takes it; other texts as they are."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    if "T" not in text or moment.tzinfo:
        return text
    # The zone may be one of pytz, which knows its offset only of a given time.
    offset = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta(0)
    return moment.replace(tzinfo=timezone(offset)).isoformat()


def as_form(moment: datetime, zone: tzinfo) -> str:
    """Return a time (UTC without a zone) as a form's field of day and time has it, by the portal's clock."""
    return moment.replace(tzinfo=UTC).astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None when a day of them is over."""
    return None if attempts >= _PATIENCE else min(_FIRST_PAUSE * 2 ** min(attempts, 10), _LONGEST_PAUSE)
