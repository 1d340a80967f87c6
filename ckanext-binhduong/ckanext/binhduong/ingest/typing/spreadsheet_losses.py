"""What a spreadsheet program lost before the file came here: it cannot be mended, only told of."""

import re

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles
from ckanext.binhduong.ingest.typing.evidence import DATE, DATETIME, NUMBER, TIME, Evidence

CODES = frozenset({"digits-lost", "zero-missing", "turned-by-excel", "date-turned-by-excel"})
"""Findings that hold whatever type is declared for the column."""
_TOO_LONG = re.compile(r"-?1{16,}")
"""Excel keeps 15 digits of a number; those after them are zeros."""
_EXPONENT = re.compile(r"1(?:[.,]1+)?[eE]\+1{1,2}")
_LENGTHS = (
    (re.compile(r"(so |the |ma )?(cccd|can cuoc|dinh danh)\b.*"), ("1" * 11, "1" * 10)),
    (re.compile(r"(mst|ma so thue)\b.*"), ("1" * 9,)),
)
"""Titles of numbers of a fixed length (12 digits of an identity card, which may begin with 00; 10 of a tax number) and what is left of one
without its zeros."""


def tell(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Tell of long numbers whose last digits Excel made zeros, of codes that a CSV holds as 7,409E+10, of codes that lack their first 0."""
    code = column_titles.is_code(plan.title) or column_titles.title_role(plan.title) == "phone"
    short = next((shapes for title, shapes in _LENGTHS if title.fullmatch(column_titles.bare(plan.title))), ())
    for (kind, shape), seen in evidence.shapes.items():
        long = kind == NUMBER and not evidence.numbers and plan.unit is None and _TOO_LONG.fullmatch(shape)
        if long or (code and _EXPONENT.fullmatch(shape)):
            findings.add("digits-lost", place={"column": plan.title, evidence.place_name: seen.row}, value=seen.example, count=seen.count)
        elif shape in short:
            findings.add("zero-missing", place={"column": plan.title, evidence.place_name: seen.row}, value=seen.example, count=seen.count)


def tell_turned(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Tell of dates and times in a column of text: "3/12" of a house or a plot and "1:50" of a map are such to Excel."""
    for (kind, _), seen in evidence.shapes.items():
        if kind in (DATE, DATETIME, TIME):
            findings.add(
                "turned-by-excel", place={"column": plan.title, evidence.place_name: seen.row}, value=seen.example, count=seen.count
            )
