"""Which promise is brought to mind on which day. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ckanext.binhduong.workflow.plan.lateness import Promise

__all__ = ["next_day", "period_of", "read_periods"]

_LONGEST = 365


def read_periods(text: Sequence[str]) -> list[int]:
    """Read the setting: whole days before a promised day, the longest first.

    Raises:
        ValueError: something else than whole numbers from 0 to 365.
    """
    try:
        periods = sorted({int(each) for each in text}, reverse=True)
    except ValueError as error:
        raise ValueError(_WRONG) from error
    if any(not 0 <= each <= _LONGEST for each in periods):
        raise ValueError(_WRONG)
    return periods


_WRONG = "ckanext.binhduong.plans.remind_days: write whole numbers of days from 0 to 365, such as: 30 7 1"


def next_day(promise: Promise, today: date) -> date | None:
    """Return the day to bring to mind: the first promised day while it can be kept, for lateness is counted from it; then the present one.

    None when there is nothing left to do, or both days are over.
    """
    if promise.refused or (promise.reached and not promise.lost):
        return None
    return next((day for day in (promise.due_first, promise.due_now) if day >= today), None)


def period_of(day: date, today: date, periods: Sequence[int]) -> int | None:
    """Return the shortest period that has begun, so that a night that was missed is made up for and none is repeated; None before all."""
    left = (day - today).days
    return min((each for each in periods if left <= each), default=None)
