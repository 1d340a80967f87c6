"""Working days in Vietnam: Tết and the other public holidays (Labour Code 45/2019/QH14, Art. 112), Saturdays and Sundays.

The days themselves come from the library ``holidays``, which follows the Government's yearly decisions on Tết. Imports no CKAN.
"""

from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import holidays

__all__ = ["is_working_day", "last_day", "working_days_between"]

_SATURDAY = 5
_FIRST_YEAR = 2000
_ONE = timedelta(days=1)


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("VN")


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day."""
    return day.weekday() < _SATURDAY and day not in _holidays()


def last_day(due: date) -> date:
    """Return the day on which a period that ends on ``due`` really ends: the next working day (Civil Code 2015, Art. 148(5))."""
    while not is_working_day(due):
        due += _ONE
    return due


def working_days_between(start: date, end: date) -> int:
    """Return the number of working days after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
    return max(0, _until(end) - _until(start))


def _until(day: date) -> int:
    """The number of working days of all years up to a day, the day included; the first year counted is :data:`_FIRST_YEAR`."""
    return sum(_of_year(year)[-1] for year in range(_FIRST_YEAR, day.year)) + _of_year(day.year)[day.timetuple().tm_yday - 1]


@cache
def _of_year(year: int) -> tuple[int, ...]:
    """The running number of working days on each day of a year: a plan of thousands of items asks for the same days."""
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    return tuple(accumulate(is_working_day(first + timedelta(days=number)) for number in range(days)))
