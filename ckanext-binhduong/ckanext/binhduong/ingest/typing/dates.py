"""What a column of dates is: day or month first, with or without times; an order that was assumed and short years are told of."""

import re
from datetime import date

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing.evidence import DATE, DATETIME, TEXT, Evidence, Seen
from ckanext.binhduong.vn import DateStyle, decide_date_style

TURNED = 3
"""Dates of a workbook none of which is later than the 12th, beside texts that all are: so many are no chance."""


def settle_date(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set date or timestamp and which number is the day, and tell of what was supposed."""
    plan.type = "timestamp" if forms.get("timestamp") else "date"
    plan.date_style = decide_date_style(f"{pair}" for pair in _whole_dates(evidence))
    if plan.date_style is DateStyle.MONTH_FIRST:
        findings.add("date-month-first", place={"column": plan.title}, value=next(iter(evidence.counts(TEXT).values())).example)
    elif evidence.day_months and all(_first_number(pair) <= 12 for pair in evidence.day_months):
        findings.add("date-order-assumed", place={"column": plan.title}, value=next(iter(evidence.counts(TEXT).values())).example)
    if _turned_by_excel(evidence):
        example = min(_own_dates(evidence), key=lambda seen: seen.row)
        turned = date.fromisoformat(example.example[:10]).strftime("%d/%m/%Y")
        findings.add("date-turned-by-excel", place={"column": plan.title, evidence.place_name: example.row}, value=turned)
    for shape, seen in evidence.counts(TEXT).items():
        if re.fullmatch(r"[01]{1,2}([/.-])[01]{1,2}\1[01]{2}", shape):
            findings.add(
                "date-short-year", place={"column": plan.title, evidence.place_name: seen.row}, value=seen.example, count=seen.count
            )


def _turned_by_excel(evidence: Evidence) -> bool:
    """Say whether an American Excel has read the column: what it could take for month/day are dates, what it could not stayed text."""
    known = sum(seen.count for seen in _own_dates(evidence))
    left = [_first_number(pair) for pair in evidence.day_months]
    return known >= TURNED and len(left) >= 2 and all(day > 12 for day in left) and evidence.latest_day <= 12


def _own_dates(evidence: Evidence) -> list[Seen]:
    """Give what was seen of a workbook's own dates, with a time of day or without."""
    return [*evidence.counts(DATE).values(), *evidence.counts(DATETIME).values()]


def _whole_dates(evidence: Evidence) -> list[str]:
    return [f"{match[0]}2000" for pair in evidence.day_months if (match := re.match(r"[0-9]{1,2} ?([/.-]) ?[0-9]{1,2} ?\1", pair))]


def _first_number(pair: str) -> int:
    match = re.match(r"[0-9]{1,2}", pair)
    return int(match[0]) if match else 0
