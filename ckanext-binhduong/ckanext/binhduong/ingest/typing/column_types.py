"""Decide from a whole column's evidence what type it has and how its cells are written.

Numbers: the style (comma or point) is what the column proves; a column in which "1.234" could be either stays text and the officer is
asked. Dates: day first unless the column proves the contrary. A column is of a type when at least ``SHARE`` of its filled cells have
that type's form; the others are then errors with their row, because turning a number column into text over one typing mistake is
the silent damage this room exists to end. Below that share the column is text, and the officer is told.
"""

import pyarrow as pa

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles, spreadsheet_losses
from ckanext.binhduong.ingest.typing.cell_forms import GEOJSON, TRUE_WORDS, WKT, form_of
from ckanext.binhduong.ingest.typing.dates import settle_date
from ckanext.binhduong.ingest.typing.evidence import NUMBER, TEXT, Evidence, Seen
from ckanext.binhduong.ingest.typing.numbers import settle_number
from ckanext.binhduong.vn import fold

SHARE = 0.9
"""Of the filled cells, how many must have a type's form for the column to have the type."""
MIXED_SHARE = 0.5
"""From here up to ``SHARE`` a column is text with a warning."""

_NATIVE_TYPES = {
    pa.int64(): "integer",
    pa.float64(): "decimal",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
}


def settle(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Set ``plan``'s type: the format's own where it declares one, else what the column's text proves."""
    if evidence.native is None:
        decide(evidence, plan, findings)
    else:
        plan.type = _NATIVE_TYPES[evidence.native]


def decide(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Set ``plan``'s type, form and styles from the whole column, and say what was not obvious."""
    forms, first = _forms(evidence)
    filled = evidence.filled - forms.pop("null", 0)
    if not filled:
        findings.add("column-empty", place={"column": plan.title})
        return
    if form := _shape_text(first.get("text")):
        plan.form, plan.role = form, "geometry"
        return
    spreadsheet_losses.tell(evidence, plan, findings)
    if column_titles.is_code(plan.title) or column_titles.title_role(plan.title) in (
        "phone",
        "unit_code",
        "name",
        "address",
        "opening_hours",
    ):
        _decide_code(evidence, plan, forms, findings)
    else:
        _decide_type(evidence, plan, forms, first, filled, findings)
    if plan.type == "text":
        spreadsheet_losses.tell_turned(evidence, plan, findings)


def _forms(evidence: Evidence) -> tuple[dict[str, int], dict[str, Seen]]:
    """Count the column's cells by form, and give the first cell of each; stars are an empty cell among numbers, a rating elsewhere."""
    forms: dict[str, int] = {"text": evidence.other.count}
    first: dict[str, Seen] = {"text": evidence.other} if evidence.other.count else {}
    named = [(form_of(kind, shape), seen) for (kind, shape), seen in evidence.shapes.items()]
    stars = "null" if any(form == "number" for form, _ in named) else "text"
    for form, seen in named:
        form = stars if form == "stars" else form
        forms[form] = forms.get(form, 0) + seen.count
        if form not in first or seen.row < first[form].row:
            first[form] = seen
    return forms, first


def _shape_text(first: Seen | None) -> str | None:
    """Say whether a column's first free text is a shape: "wkt", "geojson" or None."""
    if first is None:
        return None
    return "wkt" if WKT.match(first.example) else "geojson" if GEOJSON.match(first.example) else None


def _decide_code(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Codes, phones, names stay text; what Excel already turned into numbers has lost its zeros, and is told so."""
    zero_lost = [
        seen for (kind, shape), seen in evidence.shapes.items() if kind == NUMBER and column_titles.title_role(plan.title) == "phone"
    ]
    if zero_lost:
        plan.form = "phone"
    elif forms.get("number") == evidence.filled and forms.get("number") and not forms.get("code"):
        findings.add("code-as-text", place={"column": plan.title}, value=next(iter(evidence.shapes.values())).example)


def _decide_type(evidence: Evidence, plan: Plan, forms: dict[str, int], first: dict[str, Seen], filled: int, findings: Findings) -> None:
    dated = forms.get("date", 0) + forms.get("timestamp", 0)
    if forms.get("code"):
        plan.type = "text"
        if (forms.get("number", 0) + forms["code"]) == filled:
            findings.add(
                "leading-zeros-kept",
                place={"column": plan.title, evidence.place_name: first["code"].row},
                value=first["code"].example,
                count=forms["code"],
            )
        return
    for form, count, settle in (
        ("number", forms.get("number", 0), settle_number),
        ("date", dated, settle_date),
        ("time", forms.get("time", 0), _settle_time),
        ("boolean", forms.get("boolean", 0), _settle_boolean),
        (
            "dms",
            forms.get("dms", 0) + (forms.get("time", 0) if column_titles.title_role(plan.title) in ("longitude", "latitude") else 0),
            _settle_dms,
        ),
        ("pair", forms.get("pair", 0), _settle_pair),
    ):
        if count >= SHARE * filled:
            settle(evidence, plan, forms, findings)
            return
        if count >= MIXED_SHARE * filled and form in ("number", "date"):
            odd = min((seen for each, seen in first.items() if each not in (form, "null")), key=lambda seen: seen.row)
            findings.add(
                "column-mixed",
                place={"column": plan.title, evidence.place_name: odd.row},
                value=odd.example,
                understood=form,
                share=f"{count}/{filled}",
            )
            return


def _settle_time(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    if column_titles.title_role(plan.title) in ("longitude", "latitude"):
        _settle_dms(evidence, plan, forms, findings)
    elif not column_titles.names_ratio(plan.title):
        plan.type = "time"


def _settle_boolean(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    plan.type = "boolean"
    if all(fold(shape) in TRUE_WORDS for shape in evidence.counts(TEXT)) and evidence.filled < evidence.rows:
        findings.add(
            "boolean-blank",
            place={"column": plan.title},
            value=next(iter(evidence.counts().values())).example,
            count=evidence.rows - evidence.filled,
        )


def _settle_dms(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    plan.type, plan.form = "decimal", "dms"
    findings.add("dms-read", place={"column": plan.title}, value=next(iter(evidence.counts().values())).example, count=evidence.filled)


def _settle_pair(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    plan.form = "pair"
