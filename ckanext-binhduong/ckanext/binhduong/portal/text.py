"""Numbers, dates, sizes and distances as readers of Vietnamese and of English write them. Imports no CKAN."""

from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

__all__ = ["cell_text", "date_text", "distance_text", "local_day", "moment_text", "number_text", "size_text"]

# Decimal sign, then thousands sign (TCVN 6398-0:1998 writes a decimal comma; official Vietnamese texts group with a point).
_SIGNS = {"vi": (",", "."), "en": (".", ",")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YES_NO = {"vi": ("không", "có"), "en": ("no", "yes")}
_SIZES = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"), (1, "B"))


def number_text(value: float, lang: str, decimals: int = 0) -> str:
    """Write a number: 1234.5 with one decimal is ``1.234,5`` in Vietnamese and ``1,234.5`` in English."""
    point, group = _SIGNS.get(lang, _SIGNS["vi"])
    return f"{value:,.{decimals}f}".translate(str.maketrans({",": group, ".": point}))


def date_text(value: str | None, lang: str) -> str:
    """Write an ISO 8601 date or timestamp: ``22/11/2026`` in Vietnamese, ``22 Nov 2026`` in English; other text comes back as it is."""
    try:
        day = date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return str(value or "")
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if lang == "en" else f"{day:%d/%m/%Y}"


def moment_text(value: str, lang: str) -> str:
    """Write a timestamp of the data, which has the clock of the place it is about: ``28/02/2025 23:00``."""
    return f"{date_text(value, lang)} {value[11:16]}".rstrip()


def local_day(value: str, zone: tzinfo) -> str:
    """Return the ISO date that a timestamp has in a time zone; CKAN keeps times in UTC without saying so. Dates and other text stay."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if "T" not in value:
        return value
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date().isoformat()


def cell_text(value: Any, kind: str, lang: str) -> tuple[str, bool]:
    """Write one value of a table for people.

    Args:
        value: as the DataStore gives it.
        kind: PostgreSQL's type of the column (``int8``, ``float8``, ``numeric``, ``bool``, ``date``, ``text`` ...).

    Returns:
        the text, and whether it is a number (to be aligned at the right).
    """
    if value is None or value == "":
        return "", False
    if isinstance(value, bool):
        return _YES_NO.get(lang, _YES_NO["vi"])[value], False
    if kind == "date":
        return date_text(str(value), lang), False
    if isinstance(value, int):
        # Four digits stay together: a year is not "2.024" (and ISO 80000-1 lets any four digits stand so).
        return str(value) if abs(value) < 10_000 else number_text(value, lang), True
    if isinstance(value, float):
        # Through Decimal: a small number's own digits, which repr() may write as a power of ten (5e-05).
        digits = f"{Decimal(repr(value)):f}".partition(".")[2]
        return number_text(value, lang, len(digits) if abs(value) < 1e15 else 0), True
    return str(value), False


def size_text(size: int | str | None, lang: str) -> str:
    """Write a file's size in bytes as B, kB, MB or GB (powers of 1000); empty when it is unknown."""
    try:
        count = int(size or 0)
    except ValueError:
        return ""
    for factor, unit in _SIZES:
        if count >= factor:
            return f"{number_text(count / factor, lang, 1 if factor > 10**3 and count < 100 * factor else 0)} {unit}"
    return ""


def distance_text(metres: float, lang: str) -> str:
    """Write a distance in metres: to 10 m below one kilometre, else in km with one decimal."""
    if metres < 995:
        return f"{number_text(round(metres, -1), lang)} m"
    return f"{number_text(metres / 1000, lang, 1)} km"
