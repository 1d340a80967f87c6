"""What a declared schema asks of values: required, unique, limits. Patterns are run by RE2, which no pattern can make slow."""

from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan, Refused
from ckanext.binhduong.ingest.typing.column_statistics import hashes
from ckanext.binhduong.ingest.typing.declared.schema import Schema


class Checks:
    """What a schema asks of values: required, unique, limits; ``key`` is the column the schema's primaryKey names."""

    def __init__(self, plans: list[Plan], schema: Schema | None, findings: Findings, place_name: str) -> None:
        self.plans, self.findings, self.place_name = plans, findings, place_name
        self.key = next((plan for plan in plans if schema and schema.is_key(plan)), None)
        if self.key:
            self.key.constraints |= {"unique": True, "required": True}
        if schema and schema.keys and self.key is None and len(schema.keys) == 1:
            findings.add("schema-column-missing", value=schema.keys[0])
        self._seen: dict[str, np.ndarray] = {}

    def take(self, arrays: dict[str, pa.Array], rows: np.ndarray, refused: np.ndarray) -> None:
        """Check one batch; a row that breaks a constraint is refused."""
        for plan in self.plans:
            column = arrays[plan.name]
            for name, wanted in plan.constraints.items():
                broken = self._broken(name, wanted, plan, column)
                if broken is not None and broken.any():
                    self._refuse(name, wanted, plan, column, np.flatnonzero(broken), rows, refused)

    def _broken(self, name: str, wanted: Any, plan: Plan, column: pa.Array) -> np.ndarray | None:
        if name == "required" and wanted is True:
            return column.is_null().to_numpy(zero_copy_only=False)
        if name == "unique" and wanted is True:
            return self._repeated(plan.name, column)
        if name not in _RULES:
            return None
        try:
            return pc.fill_null(_RULES[name](column, wanted), False).to_numpy(zero_copy_only=False)
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise Refused("schema-invalid", value=f"{name}: {wanted}") from error

    def _repeated(self, name: str, column: pa.Array) -> np.ndarray:
        """Say which cells repeat one before them, in this batch or an earlier one."""
        valid = column.is_valid().to_numpy(zero_copy_only=False)
        numbers = hashes(column.drop_null())
        firsts = np.zeros(len(numbers), dtype=bool)
        firsts[np.unique(numbers, return_index=True)[1]] = True
        seen = self._seen.get(name, np.empty(0, dtype=np.uint64))
        repeated = ~firsts | np.isin(numbers, seen)
        self._seen[name] = np.concatenate([seen, numbers[firsts]])
        result = np.zeros(len(column), dtype=bool)
        result[np.flatnonzero(valid)[repeated]] = True
        return result

    def _refuse(
        self, name: str, wanted: Any, plan: Plan, column: pa.Array, broken: np.ndarray, rows: np.ndarray, refused: np.ndarray
    ) -> None:
        code = {"required": "required-missing", "unique": "key-repeated"}.get(name, "constraint-broken")
        for at in broken:
            if not (refused[at] and code == "required-missing"):
                place = {self.place_name: int(rows[at]), "column": plan.title}
                self.findings.add(code, place=place, value=column[int(at)].as_py(), constraint=f"{name} = {wanted}")
        refused[broken] = True


def _scalar(column: pa.Array, wanted: Any) -> pa.Scalar:
    return pa.scalar(wanted).cast(column.type)


_RULES = {
    "minimum": lambda column, wanted: pc.less(column, _scalar(column, wanted)),
    "maximum": lambda column, wanted: pc.greater(column, _scalar(column, wanted)),
    "minLength": lambda column, wanted: pc.less(pc.utf8_length(column), wanted),
    "maxLength": lambda column, wanted: pc.greater(pc.utf8_length(column), wanted),
    "pattern": lambda column, wanted: pc.invert(pc.match_substring_regex(column.cast(pa.string()), f"^(?:{wanted})$")),
    "enum": lambda column, wanted: pc.and_(
        column.is_valid(), pc.invert(pc.is_in(column.cast(pa.string()), pa.array([str(each) for each in wanted])))
    ),
}
"""Table Schema's constraints → which cells break them."""
