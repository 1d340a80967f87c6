"""Join columns of administrative units with the lists of the package ``vn``: which list they follow, what is in neither, what contradicts.

Codes are used again: 24 of the 36 units of 2025 carry the digits of another unit of 2024. So a column that fits both lists alike is
decided by its neighbours (a district column is of 2024, names tell what their codes mean), or the officer is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.georeferencing.unit_lookup import LISTS, find, levels_named
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import ROW, Spool
from ckanext.binhduong.places import Unit, get_unit

MAX_VALUES = 2_000
"""Different values looked up; a column with more names no units of one province."""
MAX_PAIRS = 20_000
"""Different pairs of values compared between two columns."""
ENOUGH = 0.5
"""Share of the different values that must be units here for the column to be about this province's units."""


@dataclass
class _Column:
    """One unit column: its different values with (first row, count), and which of them each list knows."""

    plan: Plan
    values: dict[str, tuple[int, int]]
    known: dict[str, set[str]] = field(default_factory=dict)
    lists: tuple[str, ...] = ()

    @property
    def code(self) -> bool:
        return self.plan.role == "unit_code"

    def units(self, value: str, units_list: str) -> tuple[Unit, ...]:
        """Return the units a value may mean in a list."""
        return find(value, units_list, code=self.code, levels=levels_named(self.plan.title))

    def level(self, units_list: str) -> str:
        """Say what most of the values are: province, district or commune."""
        levels = [unit.level for value in self.known[units_list] for unit in self.units(value, units_list)]
        return max(sorted(set(levels)), key=levels.count, default="")


def match(plans: list[Plan], spool: Spool, findings: Findings) -> None:
    """Tell of every unit column which list it follows and what contradicts; a column of other things loses the role."""
    wanted = [plan for plan in plans if plan.role in ("unit_name", "unit_code") and spool.evidence[plan.index].native is None]
    columns = [column for plan in wanted if _is_of_units(column := _Column(plan, _values(plan, spool)))]
    for plan in wanted:
        if plan.role is None and plan.said_role:
            findings.add("units-not-found", place={"column": plan.title})
    for column in columns:
        _settle_list(column, columns)
    for column in columns:
        _tell_list(column, spool, findings)
        friends = [other for other in columns if other is not column and other.lists == column.lists and _speaks_for(other, column)]
        if not friends:
            _tell_ambiguous(column, spool, findings)
        for other in friends:
            if column.code or not other.code or column.level(column.lists[0]) != other.level(other.lists[0]):  # a pair is told of once
                _tell_contradictions(column, other, spool, findings)


def _values(plan: Plan, spool: Spool) -> dict[str, tuple[int, int]]:
    """Return the column's different values, each with its first row and count; one more than ``MAX_VALUES`` at most."""
    seen: dict[str, tuple[int, int]] = {}
    for batch in spool.batches([plan.index]):
        encoded = batch.column(f"c{plan.index}").dictionary_encode()
        counts = {pair["values"]: pair["counts"] for pair in batch.column(f"c{plan.index}").value_counts().to_pylist()}
        for at, value in enumerate(encoded.dictionary.to_pylist()[: MAX_VALUES + 1]):
            first = encoded.indices.index(at).as_py()
            row, count = seen.get(value, (batch.column(ROW)[first].as_py(), 0))
            seen[value] = (row, count + counts[value])
        if len(seen) > MAX_VALUES:
            break
    return seen


def _is_of_units(column: _Column) -> bool:
    values = column.values
    column.known = {each: {value for value in values if column.units(value, each)} for each in LISTS}
    anywhere = set().union(*column.known.values())
    if not values or len(values) > MAX_VALUES or len(anywhere) < ENOUGH * len(values):
        column.plan.role = None
        return False
    best = max(len(found) for found in column.known.values())
    column.lists = tuple(each for each in LISTS if len(column.known[each]) == best)
    return True


def _settle_list(column: _Column, columns: list[_Column]) -> None:
    """Let the neighbours whose list is plain decide for a column that fits both."""
    plain = [other for other in columns if other is not column and len(other.lists) == 1 and _speaks_for(other, column)]
    said = {other.lists for other in plain}
    if len(column.lists) > 1 and len(said) == 1:
        column.lists = said.pop()


def _speaks_for(other: _Column, column: _Column) -> bool:
    """Return whether two columns are about the same unit: code and name of one, or a commune and its district."""
    levels = other.level(other.lists[0]), column.level(other.lists[0])
    return levels == ("district", "commune") or (levels[0] == levels[1] and other.code != column.code)


def _tell_list(column: _Column, spool: Spool, findings: Findings) -> None:
    understood, place = column.lists[0], {"column": column.plan.title}
    both = [value for value in column.values if all(value in known for known in column.known.values())]
    if len(column.lists) > 1 and both:
        units = [_named(unit) for each in LISTS for unit in column.units(both[0], each)]
        place |= {spool.place_name: column.values[both[0]][0]}
        findings.add("unit-list-unsure", place=place, value=both[0], understood=" / ".join(units), count=len(both))
    else:
        findings.add("unit-list", place=place, value=f"{len(column.known[understood])}/{len(column.values)}", understood=f"@{understood}")
    for value, (row, count) in column.values.items():
        if value not in column.known[understood]:
            elsewhere = next((each for each in LISTS if value in column.known[each]), None)
            code = "unit-other-list" if elsewhere else "unit-unknown"
            where = {"column": column.plan.title, spool.place_name: row}
            findings.add(code, place=where, value=value, understood=elsewhere and f"@{elsewhere}", count=count)


def _named(unit: Unit) -> str:
    above = f"{get_unit(unit.parent).name}, " if unit.parent else ""
    return f"{unit.name_with_type} ({above}{unit.list})"


def _tell_ambiguous(column: _Column, spool: Spool, findings: Findings) -> None:
    """Ask which unit a bare name means that two units of its level have."""
    units_list = column.lists[0]
    level = column.level(units_list)
    for value, (row, count) in column.values.items():
        units = [unit for unit in column.units(value, units_list) if unit.level == level]
        if len(column.lists) == 1 and len(units) > 1:
            place = {"column": column.plan.title, spool.place_name: row}
            findings.add("unit-ambiguous", place=place, value=value, understood="; ".join(map(_named, units)), count=count)


def _tell_contradictions(column: _Column, other: _Column, spool: Spool, findings: Findings) -> None:
    """Tell of rows whose commune is not in the district beside it, or whose code is not that of the name beside it."""
    units_list = column.lists[0]
    for mine, theirs, row in _pairs(column, other, spool):
        units, beside = column.units(mine, units_list), other.units(theirs, units_list)
        if units and beside and not any(each.id in (unit.id, unit.parent) for unit in units for each in beside):
            place = {"column": column.plan.title, spool.place_name: row}
            findings.add("unit-contradiction", place=place, value=f"{mine} | {theirs}", understood="; ".join(map(_named, units)))


def _pairs(column: _Column, other: _Column, spool: Spool) -> Iterator[tuple[str, str, int]]:
    """Yield the different pairs of values of two columns with their first row."""
    seen: set[tuple[str, str]] = set()
    mine, theirs = column.plan.index, other.plan.index
    for batch in spool.batches([mine, theirs]):
        table = pa.table([batch.column(f"c{mine}"), batch.column(f"c{theirs}"), batch.column(ROW)], names=["mine", "theirs", "row"])
        firsts = table.group_by(["mine", "theirs"], use_threads=False).aggregate([("row", "min")])
        for first, second, row in zip(*(firsts[name].to_pylist() for name in ("mine", "theirs", "row_min")), strict=True):
            if first and second and (first, second) not in seen and len(seen) < MAX_PAIRS:
                seen.add((first, second))
                yield first, second, row
