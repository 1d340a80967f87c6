"""What else a column of numbers may be: measures with their unit in each cell, or an outline in which 1.10 is no 1.1."""

import re

import numpy as np

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import ROW, Spool
from ckanext.binhduong.ingest.typing.cell_forms import MEASURE, is_null_word
from ckanext.binhduong.ingest.typing.decisions import labels
from ckanext.binhduong.ingest.typing.decisions.numbers import FLOAT_DIGITS, settle_number
from ckanext.binhduong.ingest.typing.evidence import TEXT, Evidence
from ckanext.binhduong.ingest.typing.titles import promises
from ckanext.binhduong.vn import NumberStyle, fold

MAX_OUTLINE = 50_000
"""Different values of a column looked at for an outline; a longer list is measured."""


def settle_measure(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set a number with its unit where every cell has the same one ("12,5 ha"); text and a question where units differ."""
    cells = [(found, seen) for shape, seen in evidence.counts(TEXT).items() if (found := MEASURE.fullmatch(shape)) is not None]
    if len(cells) < sum(not is_null_word(shape) for shape in evidence.counts(TEXT)):
        return
    units = {fold(MEASURE.fullmatch(seen.example)["unit"]): seen for _, seen in cells}  # pyright: ignore[reportOptionalSubscript]
    if len(units) > 1 or (plan.unit and fold(plan.unit) not in units):
        odd = min(units.values(), key=lambda seen: seen.count)
        findings.add("units-mixed", place={"column": plan.title, evidence.place_name: odd.row}, value=odd.example)
        return
    if ("g" in units and not promises.promises_weight(plan.title)) or ("d" in units and not promises.promises_money(plan.title)):
        return
    numbers = Evidence(evidence.title, place_name=evidence.place_name, filled=evidence.filled, rows=evidence.rows)
    for found, seen in cells:
        numbers.shapes[TEXT, found["number"].strip()] = seen
    said, plan.unit = plan.unit, plan.unit or MEASURE.fullmatch(cells[0][1].example)["unit"]  # pyright: ignore[reportOptionalSubscript]
    settle_number(numbers, plan, {"number": evidence.filled}, findings)
    if plan.type not in ("integer", "decimal") or sum(plan.digits) > FLOAT_DIGITS:
        plan.type, plan.unit = "text", said
        return
    plan.form = "measure"
    findings.add("units-in-cells", place={"column": plan.title}, value=cells[0][1].example, understood=plan.unit, count=evidence.filled)


def look_for_outline(evidence: Evidence, plan: Plan, spool: Spool, findings: Findings) -> None:
    """Make text of decimals whose last zero tells two of them apart (1.1 and 1.10), unless the title has a unit of measure.

    Where it does not, and the title promises no measure, the dropped zero is told.
    """
    if plan.type != "decimal" or plan.form or plan.unit or not evidence.trailing_zeros or evidence.native is not None:
        return
    if (seen := _different(evidence, plan, spool)) is None:
        return
    if pair := _told_apart(evidence, seen):
        plan.type, plan.digits = "text", (0, 0)
        first, second = pair
        place = {"column": plan.title, evidence.place_name: second[1]}
        findings.add("outline-as-text", place=place, value=f"{first}, {second[0]}")
    elif not promises.promises_measure(plan.title) and not promises.promises_money(plan.title):
        sign = "," if plan.style is NumberStyle.DECIMAL_COMMA else "."
        cut = [(text, row) for text, row in seen.items() if re.fullmatch(rf"-?[0-9]+{re.escape(sign)}[0-9]*[1-9][0-9]*0", text)]
        if cut:
            labels.add_rewritten(plan, {"column": plan.title, evidence.place_name: cut[0][1]}, cut[0][0], len(cut), findings)


def _different(evidence: Evidence, plan: Plan, spool: Spool) -> dict[str, int] | None:
    """Return the column's different texts with the row of the first of each; None when there are too many to look at."""
    seen: dict[str, int] = {}
    for batch in spool.batches([plan.index]):
        cells = batch.column(f"c{plan.index}")
        encoded = cells.dictionary_encode()
        firsts = np.unique(
            encoded.indices.to_numpy(zero_copy_only=False)[cells.is_valid().to_numpy(zero_copy_only=False)], return_index=True
        )
        rows = batch.column(ROW).to_numpy()
        for code, at in zip(*firsts, strict=True):
            seen.setdefault(encoded.dictionary[int(code)].as_py(), int(rows[at]))
        if len(seen) > MAX_OUTLINE:
            return None
    return seen


def _told_apart(evidence: Evidence, seen: dict[str, int]) -> tuple[str, tuple[str, int]] | None:
    """Return two texts that are one number, or the 9th and the 10th of a list, the second with its row; None when there are none."""
    for text, row in seen.items():
        whole, sign, fraction = text.partition("." if "." in text else ",")
        if fraction.endswith("0") and fraction != "0":
            shorter = f"{whole}{sign}{fraction.rstrip('0') or '0'}"
            ninth = f"{whole}{sign}9" if fraction == "10" else None
            if shorter in seen or (ninth in seen and len(seen) == evidence.filled):
                return (shorter if shorter in seen else str(ninth)), (text, row)
    return None
