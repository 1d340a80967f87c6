"""Readings in words: how long, how much."""

from __future__ import annotations

from datetime import UTC, datetime

from ckan.plugins import toolkit as tk

__all__ = ["duration", "since"]

_STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def duration(seconds: float | None) -> str:
    """Return a length of time in its largest unit of which there are two, rounded down; empty for none."""
    if seconds is None:
        return ""
    size, unit = next(((size, unit) for size, unit in _STEPS if seconds >= 2 * size), _STEPS[-1])
    count = int(seconds // size)
    words = {
        "day": tk.ungettext("{number} day", "{number} days", count),
        "hour": tk.ungettext("{number} hour", "{number} hours", count),
        "minute": tk.ungettext("{number} minute", "{number} minutes", count),
        "second": tk.ungettext("{number} second", "{number} seconds", count),
    }
    return words[unit].format(number=tk.h.binhduong_number(count))


def since(moment: datetime | str | None) -> float | None:
    """Return the seconds since a moment with a time zone; None for none."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return max((datetime.now(UTC) - at).total_seconds(), 0.0)
