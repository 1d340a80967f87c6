"""Dates, times and intervals of RFC 3339 as the portal's columns have them: without a zone, in Vietnamese time. Imports no CKAN."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["OPEN", "Instant", "Interval", "first_moment", "last_moment", "read_instant", "read_interval"]

OPEN = ".."
_VIETNAM = timezone(timedelta(hours=7))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# A fraction of any length; what is beyond microseconds is cut.
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d\d:\d\d)?")

Instant = date | datetime
Interval = tuple[Instant | None, Instant | None]
"""Beginning and end; None is open."""


def read_instant(name: str, text: str) -> Instant:
    """Return a date, or a moment in Vietnamese time without its zone; a moment without one is Vietnamese already.

    Raises:
        ArgumentError: it is neither, or no day of the calendar.
    """
    moment = _TIME.fullmatch(text)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if moment:
            return _moment(*moment.groups())
    except (ValueError, OverflowError):
        pass
    raise ArgumentError(name, "datetime-form")


def _moment(day: str, clock: str, fraction: str | None, zone: str | None) -> datetime:
    text = f"{day}T{clock}.{(fraction or '').ljust(6, '0')}"
    if zone is None:
        return datetime.fromisoformat(text)
    offset = "+00:00" if zone in "Zz" else zone
    return datetime.fromisoformat(text + offset).astimezone(_VIETNAM).replace(tzinfo=None)


def read_interval(name: str, text: str) -> Interval:
    """Return the interval that the parameter ``datetime`` names: an instant, or two with a stroke between, one of which may be open.

    Raises:
        ArgumentError: it cannot be read, is open at both ends, or ends before it begins.
    """
    start, stroke, end = text.partition("/")
    if not stroke:
        instant = read_instant(name, start)
        return instant, instant
    first, last = (None if part in ("", OPEN) else read_instant(name, part) for part in (start, end))
    if (first is None and last is None) or (first is not None and last is not None and first_moment(first) > last_moment(last)):
        raise ArgumentError(name, "datetime-form")
    return first, last


def first_moment(instant: Instant) -> datetime:
    """Return when an instant begins."""
    return instant if isinstance(instant, datetime) else datetime.combine(instant, time.min)


def last_moment(instant: Instant) -> datetime:
    """Return when an instant ends; a date lasts until the last microsecond of its day."""
    return instant if isinstance(instant, datetime) else datetime.combine(instant, time.max)
