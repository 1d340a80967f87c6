"""A declared schema (Frictionless Table Schema): its word stands before what a column looks like, and every difference is a finding.

Understood of it: ``fields`` with name or title, type, decimalChar, groupChar, format, constraints; ``primaryKey``; ``missingValues``.
Patterns are run by RE2, which no pattern can make slow.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan, Refused
from ckanext.binhduong.ingest.typing import column_titles
from ckanext.binhduong.ingest.typing.column_statistics import hashes
from ckanext.binhduong.vn import DateStyle, NumberStyle

TYPES = {
    "string": "text",
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp",
    "time": "time",
    "year": "integer",
    "yearmonth": "text",
    "duration": "text",
    "object": "text",
    "array": "text",
    "any": None,
    "geopoint": None,
    "geojson": None,
}
"""Table Schema's types → ours; None: as the column looks."""


class Schema:
    """A Table Schema by column: ``field_of(plan)`` gives what it declares of a column."""

    def __init__(self, declared: dict[str, Any]) -> None:
        fields = declared.get("fields", []) if isinstance(declared, dict) else None
        if not isinstance(fields, list) or not all(_is_field(each) for each in fields):
            raise Refused("schema-invalid", value="fields")
        self.fields: dict[str, dict[str, Any]] = {each["name"]: each for each in fields}
        keys = declared.get("primaryKey") or []
        self.keys = [keys] if isinstance(keys, str) else [str(key) for key in keys]
        self.missing = [str(value) for value in declared.get("missingValues", []) if value != ""]

    def field_of(self, plan: Plan) -> dict[str, Any] | None:
        """Give the declaration of a column, found by its name, its title, or its title folded."""
        names = (plan.name, plan.title)
        return next(
            (each for name, each in self.fields.items() if name in names or each.get("title") == plan.title or _same(name, plan.title)),
            None,
        )

    def is_key(self, plan: Plan) -> bool:
        """Say whether the schema's primary key is this one column."""
        return len(self.keys) == 1 and (self.keys[0] in (plan.name, plan.title) or _same(self.keys[0], plan.title))


def _is_field(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("name"), str) and each.get("type", "string") in TYPES


def _same(name: str, title: str) -> bool:
    return column_titles.safe_name(name, 0, set()) == column_titles.safe_name(title, 0, set())


def apply(schema: Schema, plan: Plan, findings: Findings) -> bool:
    """Set a plan as the schema declares it; False when the schema does not know the column (or leaves its type open)."""
    field = schema.field_of(plan)
    plan.constraints |= {"missing": schema.missing}
    if field is None:
        if schema.fields:
            findings.add("schema-column-extra", place={"column": plan.title}, value=plan.title)
        return False
    plan.constraints |= field.get("constraints") or {}
    kind = TYPES[field.get("type", "string")]
    if kind is None:
        return False
    looked, plan.declared = plan.type, True
    if looked not in (kind, "text") and not (kind == "decimal" and looked == "integer"):
        findings.add("schema-type-differs", place={"column": plan.title}, value=kind, understood=looked)
    _set(plan, kind, field)
    return True


def _set(plan: Plan, kind: str, field: dict[str, Any]) -> None:
    plan.type = kind
    kept = {"dms": ("decimal",), "serial": ("date", "timestamp"), "phone": ("text",)}
    plan.form = plan.form if kind in kept.get(plan.form or "", ()) else None
    if field.get("decimalChar") == "," or field.get("groupChar") == "." or (kind == "integer" and plan.style is None):
        plan.style = NumberStyle.DECIMAL_COMMA
    elif field.get("decimalChar") == "." or field.get("groupChar") == ",":
        plan.style = NumberStyle.DECIMAL_POINT
    plan.style = plan.style or NumberStyle.DECIMAL_POINT
    if kind in ("date", "timestamp"):
        month_first = str(field.get("format", "")).startswith("%m")
        plan.date_style = DateStyle.MONTH_FIRST if month_first else plan.date_style or DateStyle.DAY_FIRST


def missing_columns(schema: Schema, plans: list[Plan], findings: Findings) -> None:
    """Tell of every declared column that the file lacks."""
    found = [schema.field_of(plan) for plan in plans]
    for name, field in schema.fields.items():
        if field not in found:
            findings.add("schema-column-missing", value=name)


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
