"""How a number or a date is shown by the format of its cell: what the workbook's reader sees and the value alone does not say."""

import re
from dataclasses import dataclass

__all__ = ["PLAIN", "Shown", "shown_by"]

_SHOWN = re.compile(r'(?P<before>(?:"[^"]*"|\\.|[-_/ ])*)(?P<zeros>0{1,20})(?P<after>(?:"[^"]*"|\\.|[-_/ ])*)')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([-/ ])')
_MASK = re.compile(r'0+(?:(?:"[^"0]+"|\\[^0]|-)0+)+')
"""Zeros parted by signs, which show a code in groups: 000-000, 00"."00."""
_DIVIDED = re.compile(r"[0#?](,+)(?![0#?,])")
"""Commas behind the last digit of a format, each of which divides what is shown by a thousand: #,##0,,"""
_CLOCK = re.compile(r"(?i)(?:\[\$[^\]]*\])?(?=.*[hs])[hms:.0 ]+(?:am/pm|a/p)?(?:;@)?")
_MONEY = re.compile(r"(?i)\W*(?:đ|₫|vnđ|vnd|usd|eur|đồng|rp)?\W*")
"""What stands before a number with one zero and is no part of a code."""
_SIGNED = re.compile(r"\s*[/-]\s*[A-ZĐ]{2}")
"""What follows a document's number: /QĐ-UBND."""


@dataclass(frozen=True)
class Shown:
    """How a number is shown by its format: with at least ``digits`` digits, text ``before`` and ``after`` it, as ``percent``, or as hours
    or minutes that ``elapsed`` ([h]:mm), or as a ``clock`` without a date; ``mask``: the signs among its digits, which stand as 0;
    ``thousands``: how often it is divided by a thousand."""

    digits: int = 0
    before: str = ""
    after: str = ""
    percent: bool = False
    elapsed: bool = False
    clock: bool = False
    mask: str = ""
    thousands: int = 0


PLAIN = Shown()


def shown_by(number_format: str) -> Shown:
    """Return how a number format shows a number: zeros in front, text around them, per cent; ``PLAIN`` where it only rounds or groups."""
    section = number_format.partition(";")[0]
    if found := _SHOWN.fullmatch(section):
        before, after = (
            "".join(quoted or escaped or bare for quoted, escaped, bare in _LITERAL.findall(found[name])) for name in ("before", "after")
        )
        coded = len(found["zeros"]) > 1 or not _MONEY.fullmatch(before) or _SIGNED.match(after)
        return Shown(len(found["zeros"]), before, after) if coded else PLAIN
    if _MASK.fullmatch(section) and section.count("0") > 2:
        mask = re.sub(r"[\"\\]", "", section)
        return Shown(mask.count("0"), mask=mask)
    if re.search(r"\[(h+|m+|s+)\]", section, re.IGNORECASE):
        return Shown(elapsed=True)
    if _CLOCK.fullmatch(section):
        return Shown(clock=True)
    if divided := _DIVIDED.search(_LITERAL.sub("", section)):
        return Shown(thousands=len(divided[1]))
    return Shown(percent=True) if re.fullmatch(r"[0#.,?]+ ?%", section) else PLAIN
