"""How officers write a day that is a month, a quarter or a year, and how often something comes. Imports no CKAN."""

from __future__ import annotations

import calendar
import re
from datetime import date

from ckanext.binhduong.vn.text import fold

__all__ = ["frequency_of", "last_day_of"]

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER = re.compile(r"(?:qu[yi] |q)(?P<quarter>[1-4]|i{1,3}|iv)(?: ?[/-] ?|,? nam | )(?P<year>20\d\d)")
_MONTH = re.compile(r"(?:thang |t)?(?P<month>0?[1-9]|1[0-2])(?: ?[/-] ?| nam )(?P<year>20\d\d)")
_YEAR = re.compile(r"(?:nam )?(?P<year>20\d\d)")

_OFTEN = re.compile(
    r"(?:dinh ky )?(?:(?:1|mot) lan ?(?:/|moi) ?|hang |moi )?(?:(?P<number>\d{1,2}|mot|hai|ba|bon|sau) )?(?P<unit>ngay|tuan|thang|quy|nam)"
    r"(?: ?/ ?lan| ?/ ?(?:1|mot) lan| (?:1|mot) lan)?"
)
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6}
_PERIODS = {
    **{(1, "ngay"): "DAILY", (1, "tuan"): "WEEKLY", (2, "tuan"): "BIWEEKLY", (1, "thang"): "MONTHLY", (2, "thang"): "BIMONTHLY"},
    **{(3, "thang"): "QUARTERLY", (1, "quy"): "QUARTERLY", (4, "thang"): "ANNUAL_3", (6, "thang"): "ANNUAL_2", (2, "quy"): "ANNUAL_2"},
    **{(12, "thang"): "ANNUAL", (1, "nam"): "ANNUAL", (2, "nam"): "BIENNIAL", (3, "nam"): "TRIENNIAL", (5, "nam"): "QUINQUENNIAL"},
}
_SAID = {
    **dict.fromkeys(("2 lan/nam", "hai lan/nam", "2 lan mot nam", "hai lan mot nam"), "ANNUAL_2"),
    **dict.fromkeys(("4 lan/nam", "bon lan/nam"), "QUARTERLY"),
    **dict.fromkeys(("2 lan/thang", "hai lan/thang"), "MONTHLY_2"),
    **dict.fromkeys(("thuong xuyen", "cap nhat thuong xuyen"), "UPDATE_CONT"),
    **dict.fromkeys(("thoi gian thuc", "theo thoi gian thuc"), "CONT"),
    **dict.fromkeys(("khi co phat sinh", "khi phat sinh", "theo phat sinh"), "AS_NEEDED"),
}


def last_day_of(text: str) -> date | None:
    """Return the last day of a period that is written in place of a day (a promise for a quarter is kept on its last day); None for
    what is no period: "Quý IV/2026", "quý 4 năm 2026", "12/2026", "tháng 12 năm 2026", "năm 2026"."""
    words = " ".join(fold(text).split())
    if match := _QUARTER.fullmatch(words):
        quarter = match["quarter"]
        return _end(int(match["year"]), 3 * (_QUARTERS.get(quarter) or int(quarter)))
    if match := _MONTH.fullmatch(words):
        return _end(int(match["year"]), int(match["month"]))
    match = _YEAR.fullmatch(words)
    return _end(int(match["year"]), 12) if match else None


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def frequency_of(text: str) -> str | None:
    """Return the EU code of how often something comes, as people write it: "6 tháng/lần", "1 lần/năm", "quý", "khi có phát sinh"."""
    words = " ".join(fold(text).split())
    match = _OFTEN.fullmatch(words)
    if not match:
        return _SAID.get(words)
    number = match["number"] or "1"
    return _PERIODS.get((_NUMBERS.get(number) or int(number), match["unit"]))
