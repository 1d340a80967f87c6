"""Decide from a whole column's evidence what type it has and how its cells are written.

Numbers: the style (comma or point) is what the column proves; a column in which "1.234" could be either stays text and the officer is
asked. Dates: day first unless the column proves the contrary. A column is of a type when at least ``SHARE`` of its filled cells have
that type's form; the others are then errors with their row, because turning a number column into text over one typing mistake is
the silent damage this package exists to end. Below that share the column is text, and the officer is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles, spreadsheet_losses
from ckanext.binhduong.ingest.typing.cell_forms import (
    GEOJSON,
    WKB,
    WKT,
    form_of,
)
from ckanext.binhduong.ingest.typing.decisions.dates import settle_compact, settle_date, settle_years
from ckanext.binhduong.ingest.typing.decisions.measures import settle_measure
from ckanext.binhduong.ingest.typing.decisions.numbers import settle_number
from ckanext.binhduong.ingest.typing.decisions.words import (
    boolean_speaks,
    settle_boolean,
    settle_dms,
    settle_pair,
    settle_time,
    takes_hours,
    tell_durations,
    time_speaks,
)
from ckanext.binhduong.ingest.typing.evidence import NUMBER, Evidence, Seen
from ckanext.binhduong.ingest.typing.titles import promises

SHARE = 0.9
"""Of the filled cells, how many must have a type's form for the column to have the type."""
_TYPE_OF_FORM = {"dms": "degrees", "measure": "number", "pair": "position"}
"""Form → the name of its type in a message, where they differ."""
NEVER = 2.0
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
    forms, first = _forms(evidence, plan.constraints.get("missing", ()))
    filled = evidence.filled - forms.pop("null", 0)
    if not filled:
        if not evidence.filled:
            findings.add("column-empty", place={"column": plan.title})
        return
    if form := _shape_text(evidence, first.get("text")):
        plan.form, plan.role = form, "geometry"
        return
    if settle_years(evidence, plan, findings) or settle_compact(evidence, plan, findings):
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
    if forms.get("duration") or (forms.get("time") and (promises.promises_duration(plan.title) or takes_hours(evidence, plan))):
        tell_durations(evidence, plan, forms, first, findings)
    elif plan.type == "text" or promises.promises_ratio(plan.title):
        spreadsheet_losses.tell_turned(evidence, plan, findings)


def _forms(evidence: Evidence, missing: Sequence[str]) -> tuple[dict[str, int], dict[str, Seen]]:
    """Count the column's cells by form, and give the first cell of each; stars are an empty cell among numbers, a rating elsewhere.

    ``missing``: words that the schema declares as empty cells.
    """
    forms: dict[str, int] = {"text": evidence.other.count}
    first: dict[str, Seen] = {"text": evidence.other} if evidence.other.count else {}
    named = [("null" if shape in missing else form_of(kind, shape), seen) for (kind, shape), seen in evidence.shapes.items()]
    stars = "null" if any(form == "number" for form, _ in named) else "text"
    for form, seen in named:
        form = stars if form == "stars" else form
        forms[form] = forms.get(form, 0) + seen.count
        if form not in first or seen.row < first[form].row:
            first[form] = seen
    return forms, first


def _has_degrees(evidence: Evidence) -> bool:
    return any(form_of(kind, shape) in ("dms", "dms-bare") for kind, shape in evidence.shapes)


def _shape_text(evidence: Evidence, first: Seen | None) -> str | None:
    """Return whether a column's first free text is a shape: "wkt", "geojson", "wkb" or None."""
    if first is None:
        return None
    # Long cells are counted together (`evidence.other`), so there may be no other text to agree with.
    texts = [first.example, *(seen.example for (kind, shape), seen in evidence.shapes.items() if form_of(kind, shape) == "text")]
    if all(WKB.fullmatch(text) for text in texts):
        return "wkb"
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
    for rule in _RULES:
        count = sum(forms.get(form, 0) for form in rule.forms(plan))
        if count < rule.share(plan) * filled:
            if count >= rule.asks(plan) * filled:
                _ask(evidence, plan, first, rule.forms(plan), f"{count}/{filled}", findings)
                return
        elif rule.speaks(evidence, plan):
            rule.settle(evidence, plan, forms, findings)
            return


def _ask(evidence: Evidence, plan: Plan, first: dict[str, Seen], forms: Sequence[str], share: str, findings: Findings) -> None:
    """Leave a column text that is mostly, not wholly, of one form, and name the first cell that differs."""
    odd = min((seen for each, seen in first.items() if each not in (*forms, "null")), key=lambda seen: seen.row)
    place = {"column": plan.title, evidence.place_name: odd.row}
    findings.add("column-mixed", place=place, value=odd.example, understood=_TYPE_OF_FORM.get(forms[0], forms[0]), share=share)


def _always(evidence: Evidence, plan: Plan) -> bool:
    return True


def _of_degrees(plan: Plan) -> bool:
    return column_titles.title_role(plan.title) in ("longitude", "latitude")


@dataclass(frozen=True)
class _Rule:
    """What a column needs to be of a type: the forms that count (by the plan), the share of its cells, what must speak for it besides.

    ``asks``: the share from which a column that has too little is told of.
    """

    settle: Callable[[Evidence, Plan, dict[str, int], Findings], None]
    forms: Callable[[Plan], Sequence[str]]
    speaks: Callable[[Evidence, Plan], bool] = _always
    share: Callable[[Plan], float] = lambda plan: SHARE
    asks: Callable[[Plan], float] = lambda plan: MIXED_SHARE


_RULES = (
    _Rule(settle_number, lambda plan: ("number",), lambda evidence, plan: not (_of_degrees(plan) and _has_degrees(evidence))),
    _Rule(
        settle_dms,
        lambda plan: ("dms", "dms-bare", "time", "date", "number"),  # 10-54-27 has the form of a date
        lambda evidence, plan: _of_degrees(plan),
        asks=lambda plan: MIXED_SHARE if _of_degrees(plan) else NEVER,
    ),
    _Rule(
        settle_measure,
        lambda plan: ("measure", "time") if promises.promises_weight(plan.title) else ("measure",),  # "5g" has the form of five o'clock
        share=lambda plan: 1,
    ),
    _Rule(settle_date, lambda plan: ("date", "timestamp")),
    _Rule(
        settle_time,
        lambda plan: ("time",),
        time_speaks,
        share=lambda plan: SHARE if promises.promises_time(plan.title) else 1,
        asks=lambda plan: MIXED_SHARE if promises.promises_time(plan.title) else NEVER,
    ),
    _Rule(
        settle_boolean,
        lambda plan: ("boolean",),
        boolean_speaks,
        share=lambda plan: 1,
        asks=lambda plan: SHARE if promises.promises_boolean(plan.title) else NEVER,
    ),
    _Rule(
        settle_pair,
        lambda plan: ("pair",),
        share=lambda plan: SHARE if promises.promises_degrees(plan.title) else 1,
        asks=lambda plan: MIXED_SHARE if promises.promises_degrees(plan.title) else NEVER,
    ),
)
"""The types in the order in which they are tried."""
