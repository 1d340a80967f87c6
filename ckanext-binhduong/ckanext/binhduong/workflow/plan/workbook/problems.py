"""What is wrong with a row of a list, in words: where, and what to do. Imports no CKAN."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.workflow.plan.workbook.columns import COLUMNS

__all__ = ["MESSAGES", "message_of", "with_messages"]

MESSAGES = {
    "missing": _("{place}: the cell is empty; fill it in."),
    "not-a-day": _("{place}: this is no day; write it as 31/12/2026."),
    "no-whole-day": _(
        "{place}: the workbook holds a whole date here and shows a part of it. Show the whole days of the column (31/12/2026), or type the "
        "periods as text (Quý IV/2026)."
    ),
    "not-allowed": _("{place}: this value is not known; write one of: {allowed}."),
    "too-long": _("{place}: longer than {allowed} characters; shorten it."),
    "ground-needed": _("{place}: data that are not opened need the ground of the refusal (law and clause)."),
    "no-column": _("The sheet has no column “{column}”; add it or rename the column that holds it."),
    "too-many-rows": _("The sheet has more than {allowed} rows; split it."),
    "repeated": _("{place}: this code stands in row {allowed} already; each item needs its own."),
    "no-dataset": _("{place}: the agency has no public dataset of this name; leave the cell empty until there is one."),
    "needs-reason": _(
        "{place}: a later day, a lower level, rarer updates, a format less or a refusal weakens the promise; "
        "state the reason, everybody can read it."
    ),
}
_ROW = _("Row {row}, column “{column}”")
_TITLES = {column.name: (column.title, column.title_en) for column in COLUMNS}


def message_of(problem: dict[str, Any], language: str) -> str:
    """Return a problem in ``vi`` or ``en``; one of ingest's own has its message already."""
    if "message" in problem:
        return str(problem["message"][language])
    titles = _TITLES.get(problem["column"], (problem["column"],) * 2)
    column = titles[language == "en"]
    place = translated(_ROW, language).format(row=problem["row"], column=column) if problem["row"] else f"“{column}”"
    return translated(MESSAGES[problem["code"]], language).format(place=place, column=column, allowed=problem.get("allowed", ""))


def with_messages(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return problems as the API gives them: ``{row, column, code, message: {vi, en}}``."""
    return [
        {
            **{name: problem[name] for name in ("row", "column", "code")},
            "message": {each: message_of(problem, each) for each in ("vi", "en")},
        }
        for problem in problems
    ]
