"""The role and the unit that a schema's field declares of a column: properties of our own, which Table Schema allows beside its own."""

import re
from typing import Any

from ckanext.binhduong.ingest.model import Plan, Refused
from ckanext.binhduong.ingest.typing.evidence import TEXT, Evidence
from ckanext.binhduong.vn import NumberStyle

AXES = ("longitude", "latitude", "easting", "northing")
ROLES = (*AXES, "name", "address", "phone", "opening_hours", "unit_code", "unit_name", "none")
"""What a person may say that a column is; "none" is a column like any other, whatever its title says."""

LONGEST_UNIT = 24
"""Characters of a unit."""
_SHAPES = ("wkt", "geojson", "wkb", "pair")


def is_valid(field: dict[str, Any]) -> bool:
    """Return whether a field's role and unit can be used."""
    unit = field.get("unit", "")
    return field.get("role", "none") in ROLES and isinstance(unit, str) and len(unit) <= LONGEST_UNIT and (unit == "" or unit.isprintable())


def apply(field: dict[str, Any], plan: Plan, evidence: Evidence) -> bool:
    """Set a plan's unit and role as its field declares them; an axis is a number: a cell that is none becomes an error with its row.

    Returns:
        Whether this made a column of numbers of another, so that what it looked like no longer matters.
    """
    plan.unit = field.get("unit") or plan.unit
    plan.said_role = role = field.get("role")
    if role is None:
        return False
    plan.role = None if role == "none" else role
    if plan.form in _SHAPES:
        plan.form = None
    if role in AXES and plan.type not in ("integer", "decimal"):
        plan.type, plan.form, plan.declared = "decimal", None, True
        plan.style = plan.style or _style_of(evidence)
        return True
    return False


def _style_of(evidence: Evidence) -> NumberStyle:
    """Return how most cells write their fractions: the last comma or point in them stands before the fraction."""
    signs = {",": 0, ".": 0}
    for shape, seen in evidence.counts(TEXT).items():
        if last := re.search(r"[01]([.,])[01]+$", shape):
            signs[last[1]] += seen.count
    return NumberStyle.DECIMAL_COMMA if signs[","] > signs["."] else NumberStyle.DECIMAL_POINT


def check_single(plans: list[Plan]) -> None:
    """Refuse a schema that declares one axis of two columns.

    Raises:
        Refused: ``schema-invalid`` with the role and the columns.
    """
    for axis in AXES:
        columns = [plan.title for plan in plans if plan.said_role == axis]
        if len(columns) > 1:
            raise Refused("schema-invalid", value=f"role {axis}: {', '.join(columns)}")
