"""Dates and times as Vietnamese files write them, understood by the whole column, never guessed.

"1/7/2025" is 1 July, the day the province merged, and a parser with American defaults makes it 7 January. Day first is the rule here
unless the column proves the contrary (some value whose second number is above 12 and none whose first is).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from ckanext.binhduong.vn.text import fold

VIETNAM_TIME = timezone(timedelta(hours=7))
"""Indochina time; Vietnam has had no daylight saving since 1975."""


class DateStyle(StrEnum):
    """Which number of "05/03/2023" is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_NUMERIC = re.compile(
    r"(?<![0-9])(?P<a>[0-9]{1,2}) ?(?P<sep>[/.-]) ?(?P<b>[0-9]{1,2}) ?(?P=sep) ?(?P<year>[1-9][0-9]{3}|[0-9]{2})(?![0-9])"
)
_YEAR_FIRST = re.compile(r"(?P<year>[1-9][0-9]{3})(?P<sep>[/.-])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})")
_WORDS = re.compile(r"(?:ngay )?(?P<day>[0-9]{1,2}) thang (?P<month>[0-9]{1,2})(?:,? nam|,) ?(?P<year>[1-9][0-9]{3})")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:(?: ?: ?| ?h ?| ?g ?| gio )(?P<minute>[0-9]{2})(?: phut| ?p)?(?:[: ](?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,6})[0-9]*)?)?"
    r"| ?h| ?g| gio)"
    r"(?: ?(?P<half>am|pm|sa|ch))?"
)
_OFFSET = re.compile(r"(?P<local>.*[0-9]) ?(?P<offset>z|[+-][0-9]{2}:?[0-9]{2})")

_EPOCH_1900 = date(1899, 12, 31)
_EPOCH_1904 = date(1904, 1, 1)
_EXCEL_LAST_1900 = 2_958_465  # 31/12/9999
_EXCEL_LEAP_BUG = 60  # Excel's 1900 system has a 29/02/1900, which never was


def decide_date_style(values: Iterable[str]) -> DateStyle:
    """Decide from all values of a column which number is the day: day first unless only month first fits.

    A column whose values contradict each other stays day first, and the values that do not fit are refused one by one.
    """
    day_first = month_first = 0
    for value in values:
        match = _NUMERIC.search(fold(value))
        if match:
            day_first += int(match["a"]) > 12 >= int(match["b"])
            month_first += int(match["b"]) > 12 >= int(match["a"])
    return DateStyle.MONTH_FIRST if month_first and not day_first else DateStyle.DAY_FIRST


def looks_like_date(text: str) -> bool:
    """Return whether ``text`` has the shape of a date, possible or not: "31/02/2023" looks like one and is none."""
    return any(shape.fullmatch(fold(text)) for shape in (_NUMERIC, _YEAR_FIRST, _WORDS))


def has_two_digit_year(text: str) -> bool:
    """Return whether the date's century had to be supplied by the rule of ``full_year``."""
    match = _NUMERIC.search(fold(text))
    return bool(match and len(match["year"]) == 2)


def full_year(year: int) -> int:
    """Complete a two-digit year with its century by Excel's rule, which is what the officer saw on screen: 00–29 → 2000s, 30–99 → 1900s."""
    if year >= 100:
        return year
    return year + (2000 if year < 30 else 1900)


def parse_date(text: str, style: DateStyle = DateStyle.DAY_FIRST) -> date | None:
    """Read one date, or give None when ``text`` is no date or an impossible one.

    Understood: 05/03/2023, 5-3-2023, 05.03.2023, 05/03/23, 2023-03-05, 2023/3/5, "ngày 5 tháng 3 năm 2023", "5 tháng 3, 2023".
    """
    folded = fold(text)
    for shape in (_YEAR_FIRST, _WORDS):
        if match := shape.fullmatch(folded):
            return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    match = _NUMERIC.fullmatch(folded)
    if match is None:
        return None
    day, month = (match["a"], match["b"]) if style is DateStyle.DAY_FIRST else (match["b"], match["a"])
    return _date(full_year(int(match["year"])), int(month), int(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Read a time of day, or give None: 14:30, 14:30:05, 14h30, 14h, 7g30, "14 giờ 30", 2:30 PM, 2:30 CH (chiều), 7:00 SA (sáng)."""
    match = _TIME.fullmatch(fold(text))
    if match is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] in ("pm", "ch") else 0)
    microsecond = int((match["fraction"] or "0").ljust(6, "0"))
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0), microsecond)
    except ValueError:
        return None


def parse_datetime(text: str, style: DateStyle = DateStyle.DAY_FIRST) -> datetime | None:
    """Read a moment in Vietnamese local time (naive), or give None: date then time or time then date, ISO 8601 with T.

    A value with an offset or Z is converted to Vietnamese time; a bare date is midnight.
    """
    folded = fold(text)
    zoned = _OFFSET.fullmatch(folded) if ":" in folded else None
    if zoned and (local := _local_datetime(zoned["local"], style)):
        offset = "+0000" if zoned["offset"] == "z" else zoned["offset"].replace(":", "")
        moment = datetime.strptime(f"{local.isoformat(timespec='microseconds')}{offset}", "%Y-%m-%dT%H:%M:%S.%f%z")
        return moment.astimezone(VIETNAM_TIME).replace(tzinfo=None)
    return _local_datetime(folded, style)


def _local_datetime(folded: str, style: DateStyle) -> datetime | None:
    day = parse_date(folded, style)
    if day:
        return datetime.combine(day, time())
    for cut in re.finditer(r"(?<=[0-9])[t ,]+(?=[0-9n])| (?=ngay )", folded):
        left, right = folded[: cut.start()], folded[cut.end() :]
        for day, moment in ((parse_date(left, style), parse_time(right)), (parse_date(right, style), parse_time(left))):
            if day and moment:
                return datetime.combine(day, moment)
    return None


def from_excel_serial(serial: float | Decimal, *, epoch_1904: bool = False) -> datetime | None:
    """Turn Excel's day number into a moment, or give None when it is out of range or the 29/02/1900 that never was.

    ``epoch_1904`` is the workbook's own switch (files born on old Macs). Times are rounded to the millisecond, as Excel shows them.
    """
    days = int(serial)
    last = _EXCEL_LAST_1900 - (1462 if epoch_1904 else 0)
    if not 0 <= serial < last + 1 or (not epoch_1904 and (days == _EXCEL_LEAP_BUG or days == 0)):
        return None
    epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900 if days < _EXCEL_LEAP_BUG else _EPOCH_1900 - timedelta(days=1)
    milliseconds = round((serial - days) * 86_400_000)
    return datetime.combine(epoch, time()) + timedelta(days=days, milliseconds=milliseconds)
