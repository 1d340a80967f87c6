"""Numbers as Vietnamese files write them, understood by the whole column.

"1.234" is one thousand two hundred thirty-four in a Vietnamese ministry's table and one and a bit in a programmer's; the cell
cannot tell. The column can: one "12,5" or one "2.722.527" in it proves which sign is the decimal one. So: ``decide_style`` over all
values first, ``parse_number`` with that style afterwards.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class NumberStyle(StrEnum):
    """Which sign separates the decimals of a column."""

    DECIMAL_COMMA = "decimal-comma"
    DECIMAL_POINT = "decimal-point"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class NumberEvidence:
    """How many values of a column prove each style; ``ambiguous`` counts those like "1.234" that fit both with different values."""

    comma: int
    point: int
    ambiguous: int

    @property
    def style(self) -> NumberStyle:
        """The style the column proves; undecided when nothing proves one, or when values contradict each other."""
        if bool(self.comma) == bool(self.point):
            return NumberStyle.UNDECIDED
        return NumberStyle.DECIMAL_COMMA if self.comma else NumberStyle.DECIMAL_POINT


_MAX_DIGITS = 38
"""What Arrow's decimal128 holds; a longer run of digits is an identifier or an attack, never a measured number."""

_SPACES = "\u0020\u00a0\u2007\u2009\u202f"
_SIGN = re.compile(rf"^(?P<minus>[-\u2212\u2013]?)[{_SPACES}]*(?P<rest>.*)$", re.DOTALL)
_INTEGER = re.compile(r"(?:0|[1-9][0-9]*)")


def _pattern(group: str, decimal: str) -> re.Pattern[str]:
    """Compile the shape of a number whose thousands are split by ``group`` (or spaces) and whose decimals follow ``decimal``."""
    return re.compile(
        rf"(?P<whole>0|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+|[1-9][0-9]*)"
        rf"(?:{decimal}(?P<fraction>[0-9]+))?(?P<exponent>[eE][+-][0-9]{{1,2}})?"
    )


_SHAPES = {NumberStyle.DECIMAL_COMMA: _pattern(r"\.", ","), NumberStyle.DECIMAL_POINT: _pattern(",", r"\.")}


def weigh_styles(values: Iterable[str]) -> NumberEvidence:
    """Count what each value of a column proves. Values that are no numbers in either style prove nothing."""
    counts = {NumberStyle.DECIMAL_COMMA: 0, NumberStyle.DECIMAL_POINT: 0, NumberStyle.UNDECIDED: 0}
    for value in values:
        as_comma, as_point = (parse_number(value, style) for style in _SHAPES)
        if as_comma == as_point:
            continue
        if as_comma is not None and as_point is not None:
            counts[NumberStyle.UNDECIDED] += 1
        else:
            counts[NumberStyle.DECIMAL_POINT if as_comma is None else NumberStyle.DECIMAL_COMMA] += 1
    return NumberEvidence(*counts.values())


def decide_style(values: Iterable[str]) -> NumberStyle:
    """Decide from all values of a column which sign separates its decimals; see ``NumberEvidence.style``."""
    return weigh_styles(values).style


def is_ambiguous(text: str) -> bool:
    """Return whether ``text`` is a number in both styles, with different values ("1.234", "12,500")."""
    as_comma, as_point = (parse_number(text, style) for style in _SHAPES)
    return as_comma is not None and as_point is not None and as_comma != as_point


def parse_number(text: str, style: NumberStyle) -> int | Decimal | None:
    """Read one number exactly, or give None when ``text`` is none under ``style``.

    Understood: thousands by the style's sign or by spaces (no-break ones too), "-5", "−5", "– 5", "(5)" as minus five, "12,5%" as
    the fraction 0.125 (what Excel makes of it), "1,2E+05". An integer comes back as int, all else as Decimal with the digits written.

    Not numbers: anything with a leading zero ("00123", "0274 3822": codes and phone numbers), a leading plus ("+84…"), more than 38
    digits. Under ``UNDECIDED`` an ambiguous text gives None: it is refused, never guessed.
    """
    text = text.strip()
    if style is NumberStyle.UNDECIDED:
        readings = {number for each in _SHAPES if (number := parse_number(text, each)) is not None}
        return readings.pop() if len(readings) == 1 else None
    bracketed = text.startswith("(") and text.endswith(")")
    signed = _SIGN.match(text[1:-1].strip() if bracketed else text)
    if signed is None or (bracketed and signed["minus"]):
        return None
    body = signed["rest"]
    percent = body.endswith("%")
    number = _parse_unsigned(body.rstrip("%").rstrip(_SPACES) if body.count("%") == 1 else body, style)
    if number is None:
        return None
    if percent:
        number = Decimal(number).scaleb(-2)
    return -number if bracketed or signed["minus"] else number


def _parse_unsigned(body: str, style: NumberStyle) -> int | Decimal | None:
    if len(body) > 2 * _MAX_DIGITS:
        return None
    if _INTEGER.fullmatch(body):
        return int(body) if len(body) <= _MAX_DIGITS else None
    match = _SHAPES[style].fullmatch(body)
    if match is None:
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"])
    if len(whole) + len(match["fraction"] or "") > _MAX_DIGITS:
        return None
    if match["fraction"] is None and match["exponent"] is None:
        return int(whole)
    return Decimal(f"{whole}.{match['fraction'] or '0'}{match['exponent'] or ''}")
