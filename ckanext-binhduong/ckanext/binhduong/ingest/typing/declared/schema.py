"""A declared schema (Frictionless Table Schema): its word stands before what a column looks like, and every difference is a finding.

Understood of it: ``fields`` with name or title, type, decimalChar, groupChar, format, constraints, missingValues, and of our own ``role``
and ``unit``; ``primaryKey``; ``missingValues``.
"""

from typing import Any

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan, Refused
from ckanext.binhduong.ingest.typing import column_titles
from ckanext.binhduong.ingest.typing.declared import roles
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
        self.missing = declared.get("missingValues", [])

    def field_of(self, plan: Plan) -> dict[str, Any] | None:
        """Return the declaration of a column, found by its name, its title, or its title folded."""
        names = (plan.name, plan.title)
        return next(
            (each for name, each in self.fields.items() if name in names or each.get("title") == plan.title or _same(name, plan.title)),
            None,
        )

    def missing_of(self, plan: Plan) -> list[str]:
        """Return the words that stand for an empty cell of a column: the field's own (Table Schema v2), else the table's."""
        words = (self.field_of(plan) or {}).get("missingValues", self.missing)
        if not isinstance(words, list):
            raise Refused("schema-invalid", value="missingValues")
        return [str(each.get("value", "")) if isinstance(each, dict) else str(each) for each in words if each != ""]

    def is_key(self, plan: Plan) -> bool:
        """Return whether the schema's primary key is this one column."""
        return len(self.keys) == 1 and (self.keys[0] in (plan.name, plan.title) or _same(self.keys[0], plan.title))


def _is_field(each: Any) -> bool:
    known = isinstance(each, dict) and isinstance(each.get("name"), str) and each.get("type", "string") in TYPES
    return known and roles.is_valid(each)


def _same(name: str, title: str) -> bool:
    return column_titles.safe_name(name, 0, set()) == column_titles.safe_name(title, 0, set())


def apply(schema: Schema, plan: Plan, findings: Findings) -> bool:
    """Set a plan as the schema declares it; False when the schema does not know the column (or leaves its type open)."""
    field = schema.field_of(plan)
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
