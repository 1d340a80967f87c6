"""How an OpenDocument's cell shows its number or date: the file has the text beside the value, so no format is read."""

import re
from contextlib import suppress

from ckanext.binhduong.ingest.readers.spreadsheets.number_formats import PLAIN, Shown
from ckanext.binhduong.vn import NumberStyle, parse_number

__all__ = ["shown_as"]

_PADDED = re.compile(r"(?P<before>(?=[^\d]*0\d)[^\W\d_]{0,8}[-_/ ]?)(?P<digits>0\d{1,19})(?P<after>(?:[-/][^\W\d_]{1,8})?)")
_NUMBER = r"[-−–]?\d[\d.,\u00a0\u202f ]*"
_AFTER = rf"{_NUMBER}\s*(?P<after>(?![eE][+-]?\d)(?=\D*[^\W\d]|[$€₫£¥°%‰]).{{1,24}})"
_BEFORE = rf"(?P<before>[$€₫£¥]|US\$|USD|VND|VNĐ)\s*{_NUMBER}"
_MEASURED = re.compile(f"{_AFTER}|{_BEFORE}")
_BARE = re.compile(rf"{_NUMBER}(?![eE][+-]?\d)")
_WITHOUT_DAY = re.compile(r"(?:[^\W\d]+[ .]*)?\d{1,2}[-/., ]+\d{4}|[^\W\d]+[-/., ]+\d{2,4}|\d{4}")
_WITHOUT_YEAR = re.compile(r"\d{1,2}[-/., ]+(?:\d{1,2}|[^\W\d]+)")
_POWERS = (1, 2, 3)


def shown_as(text: str, kind: str, value: str) -> Shown:
    """Return how a cell is shown.

    Args:
        text: what the cell shows.
        kind: of its value: float, percentage, currency or date.
        value: the number, as the file writes it.
    """
    if kind == "date":
        return Shown(lacks="day" if _WITHOUT_DAY.fullmatch(text) else "year" if _WITHOUT_YEAR.fullmatch(text) else "")
    if padded := _PADDED.fullmatch(text):
        return Shown(len(padded["digits"]), padded["before"], padded["after"])
    if kind == "percentage":
        return Shown(percent=True)
    if thousands := _thousands(text, value):
        return Shown(thousands=thousands)
    found = _MEASURED.fullmatch(text)
    return Shown(unit=(found["after"] or found["before"]).strip()) if found else PLAIN


def _thousands(text: str, value: str) -> int:
    """Return how often the number that a cell shows is its value divided by a thousand: it is neither with a comma nor with a point."""
    found = _BARE.search(text)
    shown = {parse_number(found[0].strip(), style) for style in NumberStyle} - {None} if found else set()
    with suppress(ValueError):
        exact = float(value)
        if exact and shown and not any(_rounds_to(exact, each) for each in shown):
            return next((power for power in _POWERS if any(_rounds_to(exact / 1000**power, each) for each in shown)), 0)
    return 0


def _rounds_to(value: float, shown: object) -> bool:
    """Return whether a value is shown so, rounded at the last digit that is shown."""
    _, _, after_point = str(shown).partition(".")
    return abs(value - float(str(shown))) <= 0.5001 * 10.0 ** -len(after_point)
