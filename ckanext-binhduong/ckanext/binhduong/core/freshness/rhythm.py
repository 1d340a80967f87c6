"""How often data are promised: the EU frequency codes as lengths of time. Imports no CKAN."""

import calendar
from datetime import date, timedelta

__all__ = ["PERIODS", "UNPROMISED", "grace", "is_rarer", "later", "period_of"]

#: A promised frequency as (months, days): calendar months, so that a monthly dataset of 31 January is expected on 28 February.
#: What comes several times a day is judged by the day; single readings are judged by :mod:`~ckanext.binhduong.core.freshness.readings`.
PERIODS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("CONT", "UPDATE_CONT", "5MIN", "15MIN", "HOURLY", "DAILY_2", "DAILY"), (0, 1)),
    **{"WEEKLY": (0, 7), "BIWEEKLY": (0, 14), "MONTHLY_2": (0, 16), "MONTHLY": (1, 0), "BIMONTHLY": (2, 0), "QUARTERLY": (3, 0)},
    **{"ANNUAL_3": (4, 0), "ANNUAL_2": (6, 0), "ANNUAL": (12, 0), "BIENNIAL": (24, 0), "TRIENNIAL": (36, 0)},
    **{"QUINQUENNIAL": (60, 0), "DECENNIAL": (120, 0)},
}
#: Codes that promise nothing that can be counted.
UNPROMISED = ("AS_NEEDED", "IRREG", "NOT_PLANNED", "NEVER", "OTHER", "UNKNOWN")

_MONTH = 30.44


def period_of(frequency: str) -> tuple[int, int] | None:
    """Return (months, days) between two updates; None when the code promises nothing."""
    return PERIODS.get(frequency)


def is_rarer(new: str, old: str) -> bool:
    """Whether one frequency promises fewer updates than another; a code that promises nothing is the rarest."""
    before, after = period_of(old), period_of(new)
    return before is not None and (after is None or _days(after) > _days(before))


def _days(period: tuple[int, int]) -> float:
    return period[0] * _MONTH + period[1]


def later(day: date, period: tuple[int, int]) -> date | None:
    """Return the day one period after another; the last of a shorter month; None beyond the calendar."""
    months, days = period
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def grace(period: tuple[int, int]) -> timedelta:
    """Return how long an update may take to arrive before it counts as overdue: a tenth of the period, at least a day."""
    return timedelta(days=max(1, round(_days(period) / 10)))
