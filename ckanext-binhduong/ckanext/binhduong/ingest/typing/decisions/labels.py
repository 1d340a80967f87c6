"""Which texts of digits are labels and no numbers: reading "3.10" of a room, "1.2020" of a month, "192.168.100.101" or "5E-10" of a flat as
a number drops a zero, dots or a power that somebody reads.

What is dropped must be proven worthless by a title of a measure, a unit, or other cells; else the column stays text, or is told of.
"""

import re
from collections.abc import Callable

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing.evidence import TEXT, Evidence, Seen
from ckanext.binhduong.ingest.typing.titles import labels, promises
from ckanext.binhduong.vn import NumberStyle, parse_number

_SPLIT = re.compile(r"[.,]")
_ADDRESS = re.compile(r"[01]{1,3}(\.[01]{1,3}){3}")
"""Four groups of digits: an address of the Internet, or a milliard."""
_EXPONENT = re.compile(r"[01]+[eE][+-][01]{1,2}")
_GROUPED = re.compile(r"[01]{1,3}(?:([.,])[01]{3}(?:\1[01]{3})+|(?:[\u0020\u00a0\u2007\u2009\u202f][01]{3})+)")
"""Thousands parted by spaces, or by two or more signs."""
_HOT_LINE = re.compile(r"1111\.[01]{4,6}")
_NOT_PLAIN = re.compile(r"[01]+[.,eE][01+-].*")
MONTHS, DAYS, HOURS, MINUTES = 12, 31, 24, 59
LEAST_YEAR, GREATEST_YEAR = 1900, 2100


def keeps_text(evidence: Evidence, plan: Plan, findings: Findings) -> bool:
    """Leave a column of labels text, with a finding; False for numbers."""
    for code, kind, is_label in _KINDS:
        if (seen := is_label(evidence.counts(kind), plan)) is not None:
            findings.add(code, place={"column": plan.title, evidence.place_name: seen.row}, value=seen.example)
            return True
    return False


def tell_rewritten(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Tell of grouped digits of one length that are published as a number, unless the title says what is counted."""
    shapes = evidence.counts(TEXT)
    if plan.unit or len(shapes) != 1 or promises.promises_measure(plan.title) or promises.promises_money(plan.title):
        return
    ((shape, seen),) = shapes.items()
    if _GROUPED.fullmatch(shape):
        add_rewritten(plan, {"column": plan.title, evidence.place_name: seen.row}, seen.example, seen.count, findings)


def add_rewritten(plan: Plan, place: dict, text: str, count: int, findings: Findings) -> None:
    """Add the finding that a text is published as a number that is written otherwise."""
    number = parse_number(text, plan.style or NumberStyle.DECIMAL_POINT)
    shown = f"{number.normalize():f}" if number is not None and not isinstance(number, int) else number
    findings.add("number-rewritten", place=place, value=text, understood=shown, count=count)


def _outline(shapes: dict[str, Seen], plan: Plan) -> Seen | None:
    return _first(shapes, _NOT_PLAIN) if labels.promises_outline(plan.title) else None


def _period(shapes: dict[str, Seen], plan: Plan) -> Seen | None:
    """Return a month with its year (3.2024), two years, a day of a month (30.4) or an hour with its minutes (7.30) under such a title."""
    parts = [(seen, *(_SPLIT.split(seen.example))) for seen in shapes.values() if _SPLIT.search(seen.example)]
    if plan.unit or not parts or any(len(each) != 3 or not (each[1] + each[2]).isdigit() for each in parts):
        return None
    pairs = [(first, second) for _, first, second in parts]
    promised = next((fits for promise, fits in _PERIODS if promise(plan.title) and all(fits(*pair) for pair in pairs)), None)
    return parts[0][0] if promised else None


def _is_year(text: str) -> bool:
    return len(text) == 4 and LEAST_YEAR <= int(text) <= GREATEST_YEAR


_PERIODS: tuple[tuple[Callable[[str], bool], Callable[[str, str], bool]], ...] = (
    (labels.promises_period, lambda first, second: _is_year(second) and (_is_year(first) or int(first) <= MONTHS)),
    (labels.promises_period, lambda first, second: _is_year(first) and len(second) <= 2 and 1 <= int(second) <= MONTHS),
    (labels.promises_day, lambda first, second: 1 <= int(first) <= DAYS and len(second) <= 2 and 1 <= int(second) <= MONTHS),
    (promises.promises_time, lambda first, second: int(first) <= HOURS and len(second) == 2 and int(second) <= MINUTES),
)
"""What a title promises, and which two numbers parted by a point are that."""


def _address(shapes: dict[str, Seen], plan: Plan) -> Seen | None:
    found = [seen for shape, seen in shapes.items() if _ADDRESS.fullmatch(shape)]
    known = plan.unit or promises.promises_money(plan.title) or promises.promises_measure(plan.title)
    return found[0] if found and not known and all(_is_address(seen.example) for seen in found) else None


def _is_address(text: str) -> bool:
    return all(int(group) <= 255 for group in text.split("."))


def _power(shapes: dict[str, Seen], plan: Plan) -> Seen | None:
    """Return a cell like 5E-10 where all are so and no title of a measure says that they are powers of ten."""
    whole = all(_EXPONENT.fullmatch(shape) for shape in shapes)
    return None if not whole or plan.unit or promises.promises_measure(plan.title) else _first(shapes, _EXPONENT)


def _number_of_a_thing(shapes: dict[str, Seen], plan: Plan) -> Seen | None:
    """Return a cell of a telephone's, a card's or a contract's number that is written in groups."""
    pattern = next((pattern for promise, pattern in _NUMBERED if promise(plan.title)), None)
    return _first(shapes, pattern) if pattern else None


_NUMBERED = (
    (labels.promises_contact, re.compile(f"{_GROUPED.pattern}|{_HOT_LINE.pattern}")),
    (labels.promises_document, re.compile(f"{_GROUPED.pattern}|{_NOT_PLAIN.pattern}")),
)


def _first(shapes: dict[str, Seen], pattern: re.Pattern[str]) -> Seen | None:
    found = [seen for shape, seen in shapes.items() if pattern.fullmatch(shape)]
    return min(found, key=lambda seen: seen.row, default=None)


_KINDS: tuple[tuple[str, int | None, Callable[[dict[str, Seen], Plan], Seen | None]], ...] = (
    ("outline-as-text", None, _outline),
    ("period-as-text", TEXT, _period),
    ("code-as-text", TEXT, _address),
    ("code-as-text", TEXT, _number_of_a_thing),
    ("code-as-text", TEXT, _power),
)
"""Finding, the kind of cells looked at (None: any), and what returns the first one that is a label; in the order of trial."""
