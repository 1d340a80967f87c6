"""What a column of numbers is: its decimal sign, its digits, percents, day numbers; text and a question where it cannot be told."""

import re

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles
from ckanext.binhduong.ingest.typing.decisions import labels
from ckanext.binhduong.ingest.typing.evidence import NUMBER, TEXT, Evidence, Seen
from ckanext.binhduong.ingest.typing.titles import promises
from ckanext.binhduong.ingest.typing.titles.axes import axis_of, part_of
from ckanext.binhduong.vn import NumberStyle, fold, parse_number

FLOAT_DIGITS = 15
"""Significant digits a float64 always keeps."""
INT_DIGITS = 18
"""Digits an int64 always keeps; a longer run is an identifier."""
DECIMAL_DIGITS = 38
"""Digits of a decimal128."""
_MONEY = frozenset({"dong", "vnd", "usd", "trieu", "ty", "trieu dong", "ty dong", "nghin dong", "1000 dong", "tr.dong", "trd"})


def settle_number(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set integer or decimal with style and digits, a date of Excel's day numbers, or leave text and ask."""
    if plan.unit is None and column_titles.names_date(plan.title) and _all_serials(evidence):
        plan.type, plan.form = "timestamp" if any(len(shape) > 5 for shape in evidence.counts()) else "date", "serial"
        findings.add("date-serial", place={"column": plan.title}, count=forms["number"])
        return
    shapes = evidence.counts(TEXT)
    if labels.keeps_text(evidence, plan, findings) or _has_footnotes(evidence, plan, findings):
        return
    if not _decide_style(plan, evidence, findings):
        return
    percents = sum(seen.count for shape, seen in shapes.items() if shape.endswith("%"))
    if percents and percents != forms["number"]:
        odd = next(seen for shape, seen in evidence.counts().items() if not shape.endswith("%"))
        findings.add("percent-mixed", place={"column": plan.title, evidence.place_name: odd.row}, value=odd.example)
        return
    if percents:
        plan.unit = None if plan.unit == "%" else plan.unit
        findings.add(
            "percent-read",
            place={"column": plan.title},
            value=next(s for n, s in shapes.items() if n.endswith("%")).example,
            count=percents,
        )
    _measure(evidence, plan)
    labels.tell_rewritten(evidence, plan, findings)
    if plan.type == "text":
        findings.add("code-as-text", place={"column": plan.title}, value=next(iter(evidence.counts().values())).example)


def _has_footnotes(evidence: Evidence, plan: Plan, findings: Findings) -> bool:
    """Leave numbers in brackets text unless something else says that they are amounts below zero."""
    shapes = evidence.counts(TEXT)
    bracketed = [seen for shape, seen in shapes.items() if shape.startswith("(")]
    if not bracketed or _are_amounts(list(shapes), plan):
        return False
    place = {"column": plan.title, evidence.place_name: bracketed[0].row}
    findings.add("brackets-kept", place=place, value=bracketed[0].example, count=sum(seen.count for seen in bracketed))
    return True


def _are_amounts(shapes: list[str], plan: Plan) -> bool:
    """Return whether bracketed cells are an accountant's: the title is about money or change, or they have the parts of an amount."""
    if promises.promises_footnote(plan.title):
        return False
    detailed = any(shape.startswith("(") and re.search(r"[.,][01]", shape) for shape in shapes)
    mixed = any(not shape.startswith("(") for shape in shapes)
    titled = promises.promises_money(plan.title) or fold(plan.unit or "") in _MONEY
    return (titled and (mixed or detailed)) or (mixed and detailed)


def _decide_style(plan: Plan, evidence: Evidence, findings: Findings) -> bool:
    """Set the number style; False when the column cannot tell and stays text."""
    shapes = evidence.counts(TEXT)
    comma, point, unsure = (_prove(shapes, each) for each in ("comma", "point", "unsure"))
    if comma and point:
        odd = min(comma, point, key=lambda seen: seen.count)
        findings.add("number-style-mixed", place={"column": plan.title, evidence.place_name: odd.row}, value=odd.example, count=odd.count)
        return False
    plan.style = NumberStyle.DECIMAL_COMMA if comma or not point else NumberStyle.DECIMAL_POINT
    if unsure and not comma and not point and _is_angle(plan.title):
        plan.style = NumberStyle.DECIMAL_POINT if "." in unsure.example else NumberStyle.DECIMAL_COMMA
        return True
    if unsure and not comma and not point:
        if plan.unit and fold(plan.unit) in column_titles.COUNTED:
            plan.style = NumberStyle.DECIMAL_COMMA if "." in unsure.example else NumberStyle.DECIMAL_POINT
            findings.add(
                "number-style-by-unit",
                place={"column": plan.title, evidence.place_name: unsure.row},
                value=unsure.example,
                unit=plan.unit,
                count=unsure.count,
            )
            return True
        findings.add(
            "number-ambiguous", place={"column": plan.title, evidence.place_name: unsure.row}, value=unsure.example, count=unsure.count
        )
        return False
    return True


def _is_angle(title: str) -> bool:
    """Return whether a title names degrees, minutes or seconds of a place, which are never thousands."""
    axis = axis_of(title)
    return part_of(title) is not None or (axis is not None and axis.role in ("longitude", "latitude") and axis.sure)


def _prove(shapes: dict[str, Seen], what: str) -> Seen | None:
    """Sum the cells that prove the comma style, the point style, or nothing although they differ ("1.234")."""
    total: Seen | None = None
    for shape, seen in shapes.items():
        as_comma, as_point = (parse_number(shape, style) for style in (NumberStyle.DECIMAL_COMMA, NumberStyle.DECIMAL_POINT))
        if as_comma == as_point:
            continue
        proof = "unsure" if as_comma is not None and as_point is not None else "point" if as_comma is None else "comma"
        if proof == what:
            total = Seen(seen.count + (total.count if total else 0), *((total.row, total.example) if total else (seen.row, seen.example)))
    return total


def _measure(evidence: Evidence, plan: Plan) -> None:
    """Choose integer or decimal, and the digits a decimal128 would need, from the shapes."""
    whole = fraction = 0
    significant = evidence.powers[2]
    for (kind, shape), _ in evidence.shapes.items():
        style = NumberStyle.DECIMAL_POINT if kind == NUMBER else plan.style
        number = parse_number(shape, style)
        if number is None:
            continue
        plan.type = "decimal" if not isinstance(number, int) or plan.type == "decimal" else "integer"
        if "e" in shape.lower():  # a shape hides the power; ``powers`` has it
            continue
        _, digits, exponent = (abs(number).as_tuple()) if not isinstance(number, int) else (0, tuple(str(abs(number))), 0)
        fractional = -int(exponent) if isinstance(exponent, int) and exponent < 0 else 0
        whole, fraction = max(whole, len(digits) - fractional), max(fraction, fractional)
        significant = max(significant, len(digits))
    whole, fraction = max(whole, evidence.powers[0]), max(fraction, evidence.powers[1])
    plan.digits = (max(whole, 1), fraction)
    beyond = plan.type == "decimal" and whole + fraction > DECIMAL_DIGITS and significant > FLOAT_DIGITS
    if beyond or (plan.type == "integer" and whole > INT_DIGITS):
        plan.type = "text"


def _all_serials(evidence: Evidence) -> bool:
    return all(
        re.fullmatch(r"1{5}([.,]1+)?", shape) and "15000" <= seen.example[:5] <= "73050" for shape, seen in evidence.counts().items()
    )
