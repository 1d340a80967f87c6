"""How an OpenDocument's cell shows its number or date: the file has the text beside the value, so no format is read."""

import datetime
import re
from contextlib import suppress

from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import PLAIN, Shown
from ckanext.binhduong.vn import NumberStyle, parse_number

__all__ = ["shown_as"]

_PADDED = re.compile(r"(?P<before>(?=[^\d]*0\d)[^\W\d_]{0,8}[-_/ ]?)(?P<digits>0\d{1,19})(?P<after>(?:[-/][^\W\d_]{1,8})?)")
_SIGN = r"[-−–]?\s*+"
_CURRENCY = r"(?P<before>(?:[$€₫£¥]|US\$|USD|VND|VNĐ)?)\s*+"
_NUMBER = re.compile(
    rf"\s*+(?P<bracket>\(?){_SIGN}{_CURRENCY}{_SIGN}(?P<number>\d[\d.,\u00a0\u202f ]*+)(?P<after>(?!'?\d|[eE][+-]?\d).*)", re.DOTALL
)
_LONGEST = 64
"""Characters of a number with what is shown around it; a longer text is not looked at."""
_DIGITS = str.maketrans("0123456789", "9" * 10)
_MOST_KNOWN = 10_000
_known: dict[tuple[str, str, str, str], Shown] = {}
"""How numbers of one form are shown undivided, by the form of text and value: a column has few of them, and a million cells."""
UNKNOWN = Shown(is_known=False)


def shown_as(text: str, kind: str, value: str) -> Shown:
    """Return how a cell is shown.

    Args:
        text: what the cell shows.
        kind: of its value: float, percentage, currency or date.
        value: the number or the date, as the file writes it.
    """
    if text == value or len(text) > _LONGEST:
        return Shown(percent=True) if kind == "percentage" else PLAIN
    if kind == "date":
        return Shown(lacks=_lacking(text, value))
    if padded := _PADDED.fullmatch(text):
        return Shown(len(padded["digits"]), padded["before"], padded["after"])
    if kind == "percentage":
        return Shown(percent=True)
    found = _NUMBER.fullmatch(text)
    return _with_unit(found, value) if found else UNKNOWN


def _with_unit(found: re.Match[str], value: str) -> Shown:
    """Return how a number with what stands around it is shown."""
    number, before, after = found["number"].strip(), found["before"], found["after"].strip()
    after = after.removeprefix(")") if found["bracket"] else after
    after = (after[1:-1] if after.startswith("(") and after.endswith(")") else after).strip(" -+")
    form = (number.translate(_DIGITS), before, after, value.translate(_DIGITS))
    if form in _known:
        return _known[form]
    thousands = _thousands(number, value)
    if thousands is None:
        return UNKNOWN
    if thousands:
        return Shown(thousands=thousands)
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    is_unit = any(sign.isalpha() or sign in "₫€£¥$°%‰" for sign in after)
    return _known.setdefault(form, Shown(unit=after if is_unit else before))


def _thousands(number: str, value: str) -> int | None:
    """Return how often the number that a cell shows is its value divided by a thousand; None where the two have nothing in common.

    It is divided where it is the value neither with a comma nor with a point for its decimals. A 0 that is shown says nothing of it.
    """
    shown = {parse_number(number, style) for style in NumberStyle} - {None}
    with suppress(ValueError):
        exact = abs(float(value))
        if any(_rounds_to(exact, each) for each in shown):
            return 0
        return next((power for power in (1, 2, 3) if any(each and _rounds_to(exact / 1000**power, each) for each in shown)), None)
    return None


def _rounds_to(value: float, shown: object) -> bool:
    """Return whether a value is shown so, rounded at the last digit that is shown."""
    _, _, after_point = str(shown).partition(".")
    return abs(value - float(str(shown))) <= 0.5001 * 10.0 ** -len(after_point)


def _lacking(text: str, value: str) -> str:
    """Return what of a date a text leaves out, the day or the year, where its numbers tell; nothing for a whole date."""
    with suppress(ValueError):
        date = datetime.date.fromisoformat(value[:10])
        numbers = [int(each) for each in re.findall(r"\d+", text)]
        named = re.search(r"[^\W\d]{3}", text) is not None and date.month not in numbers
        if len(numbers) + named >= 3:
            return ""
        if date.year in numbers:
            return "day"
        of_day = [[date.day, date.month], [date.month, date.day], [date.day]]
        of_month = [[date.month, date.year % 100], [date.year % 100]]
        return "year" if numbers in of_day and numbers not in of_month else "day" if numbers in of_month and numbers not in of_day else ""
    return ""
