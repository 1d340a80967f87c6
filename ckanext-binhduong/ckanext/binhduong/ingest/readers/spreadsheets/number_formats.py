"""How a number or a date is shown by the format of its cell: what the workbook's reader sees and the value alone does not say."""

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["PLAIN", "Shown", "shown_by"]

_SHOWN = re.compile(r'(?P<before>(?:"[^"]*"|\\.|[-_/ ])*)(?P<zeros>0{1,20})(?P<after>(?:"[^"]*"|\\.|[-_/ ])*)')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([-/ ])')
_MASK = re.compile(r'(?P<before>(?:"[^"0]*"|\\[^0])*)(?P<zeros>0+(?:(?:"[^"0]+"|\\[^0]|[-+])0+)+)')
"""Zeros parted by signs, which show a code in groups: 000-000, 00"."00, "Km"0+000."""
_DIVIDED = re.compile(r"[0#?](,+)(?![0#?,])")
"""Commas behind the last digit of a format, each of which divides what is shown by a thousand: #,##0,,"""
_CLOCK = re.compile(r"(?i)(?:\[\$[^\]]*\])?(?=.*[hs])[hms:.0 ]+(?:am/pm|a/p)?(?:;@)?")
_MONEY = re.compile(r"(?i)\W*(?:đ|₫|vnđ|vnd|usd|eur|đồng|rp)?\W*")
"""What stands before a number with one zero and is no part of a code."""
_SIGNED = re.compile(r"\s*[/-]\s*[A-ZĐ]{2}")
"""What follows a document's number: /QĐ-UBND."""
_QUIET = re.compile(r"\[(?!\$)[^\]]*\]|_.|\*.")
"""Colours and conditions, a space as wide as a sign, a sign that fills the cell."""
_CONDITION = re.compile(r"\[[<>=]")
_CURRENCY = re.compile(r"\[\$([^\]\[-]*)[^\]\[]*\]")
_SIGNS = r'(?:"[^"]*"|\\.|[-+/ ()₫đ€£¥$])*+'
_MEASURED = re.compile(rf"(?i)(?P<before>{_SIGNS})(?:general|[0#?,.]*[0#?][0#?,.]*)(?P<after>{_SIGNS})")
_SIGN = re.compile(r'"([^"]*)"|\\(.)|([-+/ ()₫đ€£¥$])')
_DATE = re.compile(r"[ymdbe/\-., ]+")
_WEEKDAY = re.compile("d{3,}")
_LONGEST = 255
"""Characters of a format, by Excel's own rule; a longer one is none."""
_LONGEST_UNIT = 24


@dataclass(frozen=True)
class Shown:
    """How a number is shown by its format: with at least ``digits`` digits, text ``before`` and ``after`` it, as ``percent``, or as hours
    or minutes that ``elapsed`` ([h]:mm), or as a ``clock`` without a date; ``mask``: the signs among its digits, which stand as 0;
    ``thousands``: how often it is divided by a thousand; ``unit``: of what, as "ha" or "₫"; ``lacks``: what a date is shown without, "day"
    or "year"; ``is_known``: whether what the cell shows can be read."""

    digits: int = 0
    before: str = ""
    after: str = ""
    percent: bool = False
    elapsed: bool = False
    clock: bool = False
    mask: str = ""
    thousands: int = 0
    unit: str = ""
    lacks: str = ""
    is_known: bool = True


PLAIN = Shown()


@lru_cache(maxsize=10_000)
def shown_by(number_format: str) -> Shown:
    """Return how a format shows a number or a date: zeros in front, text around them, per cent, a unit; ``PLAIN`` where it only rounds."""
    if len(number_format) > _LONGEST:
        return PLAIN
    section = number_format.partition(";")[0]
    if found := _SHOWN.fullmatch(section):
        before, after = (
            "".join(quoted or escaped or bare for quoted, escaped, bare in _LITERAL.findall(found[name])) for name in ("before", "after")
        )
        coded = len(found["zeros"]) > 1 or not _MONEY.fullmatch(before) or _SIGNED.match(after)
        return Shown(len(found["zeros"]), before, after) if coded else Shown(unit=_unit(number_format))
    if (masked := _MASK.fullmatch(section)) and section.count("0") > 2:
        before, mask = (re.sub(r"[\"\\]", "", masked[name]) for name in ("before", "zeros"))
        return Shown(mask.count("0"), before, mask=mask)
    if re.search(r"\[(h+|m+|s+)\]", section, re.IGNORECASE):
        return Shown(elapsed=True)
    if _CLOCK.fullmatch(section):
        return Shown(clock=True)
    if divided := _DIVIDED.search(_LITERAL.sub("", section)):
        return Shown(thousands=len(divided[1]))
    if re.fullmatch(r"[0#.,?]+%", _LITERAL.sub("", _QUIET.sub("", section))):
        return Shown(percent=True)
    return Shown(unit=_unit(number_format), lacks=_lacking(section))


def _unit(number_format: str) -> str:
    """Return what a format writes behind the number, or the currency before it; of a format with conditions what each of its parts has."""
    sections = number_format.split(";") if _CONDITION.search(number_format) else [number_format.partition(";")[0]]
    return " | ".join(dict.fromkeys(filter(None, map(_unit_of_section, sections))))


def _unit_of_section(section: str) -> str:
    found = _MEASURED.fullmatch(_CURRENCY.sub(r'"\1"', _QUIET.sub("", section)))
    if not found:
        return ""
    before, after = ("".join("".join(each) for each in _SIGN.findall(found[name])).strip(" -+()") for name in ("before", "after"))
    unit = after or (before if _MONEY.fullmatch(before) else "")
    is_unit = len(unit) <= _LONGEST_UNIT and any(sign.isalpha() or sign in "₫€£¥$°%‰" for sign in unit)
    return unit if is_unit else ""


def _lacking(section: str) -> str:
    """Return what a date's format leaves out, the day or the year; nothing for a format of something else."""
    parts = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", section).lower()
    if not _DATE.fullmatch(parts) or not any(sign in parts for sign in "ymdb"):
        return ""
    if "d" not in _WEEKDAY.sub("", parts):
        return "day"
    return "" if any(sign in parts for sign in "ybe") else "year"
