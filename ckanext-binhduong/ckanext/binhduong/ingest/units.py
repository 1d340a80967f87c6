"""Match columns of administrative units with the lists of the room ``vn``: which list they follow, and which names are in neither."""

import re

from ckanext.binhduong.ingest.findings import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import ROW, Spool
from ckanext.binhduong.vn import all_units, fold

MAX_VALUES = 2_000
"""Different values looked up; a column with more names no units of one province."""
ENOUGH = 0.5
"""Share of the different values that must be units here for the column to be about this province's units."""
_TYPE_WORD = re.compile(r"^(?:thanh pho|thi tran|thi xa|phuong|quan|huyen|tinh|xa|tp|tt|tx|p|h|x|t)(?:[. ]+)(?=\S)")
_LISTS = ("2024", "2025")


def match(plans: list[Plan], spool: Spool, findings: Findings) -> None:
    """Tell of every unit column which list it follows; a column of other things loses the role."""
    for plan in plans:
        if plan.role in ("unit_name", "unit_code") and spool.evidence[plan.index].native is None:
            _match_column(plan, spool, findings)


def _match_column(plan: Plan, spool: Spool, findings: Findings) -> None:
    values = _values(plan, spool)
    known = {each: _known(plan.role == "unit_code", each) for each in _LISTS}
    found = {each: {value for value in values if _bare(value) in known[each] or fold(value) in known[each]} for each in _LISTS}
    unknown = [value for value in values if value not in found["2024"] | found["2025"]]
    if not values or len(values) > MAX_VALUES or len(unknown) > (1 - ENOUGH) * len(values):
        plan.role = None
        return
    best = max(_LISTS, key=lambda each: len(found[each]))
    findings.add("unit-list", place={"column": plan.title}, value=f"{len(found[best])}/{len(values)}", understood=f"@{best}")
    for value in unknown:
        row, count = values[value]
        findings.add("unit-unknown", place={spool.place_name: row, "column": plan.title}, value=value, count=count)


def _values(plan: Plan, spool: Spool) -> dict[str, tuple[int, int]]:
    """Give the column's different values, each with its first row and count; one more than ``MAX_VALUES`` at most."""
    seen: dict[str, tuple[int, int]] = {}
    for batch in spool.batches([plan.index]):
        encoded = batch.column(f"c{plan.index}").dictionary_encode()
        counts = {pair["values"]: pair["counts"] for pair in batch.column(f"c{plan.index}").value_counts().to_pylist()}
        for at, value in enumerate(encoded.dictionary.to_pylist()):
            first = encoded.indices.index(at).as_py()
            row, count = seen.get(value, (batch.column(ROW)[first].as_py(), 0))
            seen[value] = (row, count + counts[value])
        if len(seen) > MAX_VALUES:
            break
    return seen


def _known(codes: bool, units_list: str) -> set[str]:
    units = [unit for unit in all_units() if unit.list == units_list]
    if codes:
        return {unit.code for unit in units}
    return {fold(name) for unit in units for name in (unit.name, unit.name_with_type)}


def _bare(value: str) -> str:
    """Give a unit's name without its type word: "P. Phú Cường" → "phu cuong"."""
    return _TYPE_WORD.sub("", fold(value)).strip()
