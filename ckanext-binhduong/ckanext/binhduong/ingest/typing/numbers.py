"""What a column of numbers is: its decimal sign, its digits, percents, day numbers; text and a question where it cannot be told."""

import re

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles
from ckanext.binhduong.ingest.typing.evidence import NUMBER, TEXT, Evidence, Seen
from ckanext.binhduong.vn import NumberStyle, fold, parse_number

FLOAT_DIGITS = 15
"""Significant digits a float64 always keeps."""
INT_DIGITS = 18
"""Digits an int64 always keeps; a longer run is an identifier."""


def settle_number(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set integer or decimal with style and digits, a date of Excel's day numbers, or leave text and ask."""
    if plan.unit is None and column_titles.names_date(plan.title) and _all_serials(evidence):
        plan.type, plan.form = "timestamp" if any(len(shape) > 5 for shape in evidence.counts()) else "date", "serial"
        findings.add("date-serial", place={"column": plan.title}, count=forms["number"])
        return
    shapes = evidence.counts(TEXT)
    if not _decide_style(plan, evidence, findings):
        return
    percents = sum(seen.count for shape, seen in shapes.items() if shape.endswith("%"))
    if percents and percents != forms["number"]:
        odd = next(seen for shape, seen in evidence.counts().items() if not shape.endswith("%"))
        findings.add("percent-mixed", place={"column": plan.title, evidence.place_name: odd.row}, value=odd.example)
        return
    if percents:
        findings.add(
            "percent-read",
            place={"column": plan.title},
            value=next(s for n, s in shapes.items() if n.endswith("%")).example,
            count=percents,
        )
    _measure(evidence, plan)
    if plan.type == "text":
        findings.add("code-as-text", place={"column": plan.title}, value=next(iter(evidence.counts().values())).example)


def _decide_style(plan: Plan, evidence: Evidence, findings: Findings) -> bool:
    """Set the number style; False when the column cannot tell and stays text."""
    shapes = evidence.counts(TEXT)
    comma, point, unsure = (_prove(shapes, each) for each in ("comma", "point", "unsure"))
    if comma and point:
        odd = min(comma, point, key=lambda seen: seen.count)
        findings.add("number-style-mixed", place={"column": plan.title, evidence.place_name: odd.row}, value=odd.example, count=odd.count)
        return False
    plan.style = NumberStyle.DECIMAL_COMMA if comma or not point else NumberStyle.DECIMAL_POINT
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
    for (kind, shape), _ in evidence.shapes.items():
        style = NumberStyle.DECIMAL_POINT if kind == NUMBER else plan.style
        number = parse_number(shape, style)
        if number is None:
            continue
        _, digits, exponent = (abs(number).as_tuple()) if not isinstance(number, int) else (0, tuple(str(abs(number))), 0)
        fractional = -int(exponent) if isinstance(exponent, int) and exponent < 0 else 0
        whole, fraction = max(whole, len(digits) - fractional), max(fraction, fractional)
        plan.type = "decimal" if not isinstance(number, int) or plan.type == "decimal" else "integer"
    plan.digits = (max(whole, 1), fraction)
    if plan.type == "integer" and whole > INT_DIGITS:
        plan.type = "text"


def _all_serials(evidence: Evidence) -> bool:
    return all(
        re.fullmatch(r"1{5}([.,]1+)?", shape) and "15000" <= seen.example[:5] <= "73050" for shape, seen in evidence.counts().items()
    )
