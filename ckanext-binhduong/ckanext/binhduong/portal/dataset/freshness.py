"""How fresh a dataset is: what its frequency promises, against the day of its last release. Imports no CKAN."""

from dataclasses import dataclass
from datetime import date

__all__ = ["Freshness", "freshness_of"]

#: Days between two updates, by the code of the EU frequency authority table; others promise nothing that can be counted.
_DAYS = {
    **dict.fromkeys(("CONT", "UPDATE_CONT", "5MIN", "15MIN", "HOURLY", "DAILY_2", "DAILY"), 1),
    **{"WEEKLY": 7, "BIWEEKLY": 14, "MONTHLY_2": 16, "MONTHLY": 31, "BIMONTHLY": 62, "QUARTERLY": 92, "ANNUAL_3": 122, "ANNUAL_2": 184},
    **{"ANNUAL": 366, "BIENNIAL": 731, "TRIENNIAL": 1096, "QUINQUENNIAL": 1827, "DECENNIAL": 3653},
}
_STEPS = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))


@dataclass(frozen=True)
class Freshness:
    """``state``: fresh (within the promised time), due (at most as much again), late, or none (nothing is promised, or no date is known);
    the age as ``count`` of ``unit`` (day, week, month, year), ``unit`` empty without a date."""

    state: str
    count: int
    unit: str


def freshness_of(frequency: str, last: str | None, today: date) -> Freshness:
    """Judge a dataset.

    Args:
        frequency: a code of the vocabulary ``frequency``.
        last: the ISO date or timestamp of its last release, None when there was none.
        today: the day it is looked at.
    """
    try:
        age = max((today - date.fromisoformat((last or "")[:10])).days, 0)
    except ValueError:
        return Freshness("none", 0, "")
    unit, count = next(((unit, age // days) for days, unit in _STEPS if age >= days), ("day", 0))
    promised = _DAYS.get(frequency)
    if promised is None:
        return Freshness("none", count, unit)
    return Freshness("fresh" if age <= promised else "due" if age <= 2 * promised else "late", count, unit)
