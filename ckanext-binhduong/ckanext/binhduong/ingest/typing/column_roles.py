"""Which column is what: the roles of the report, borne out by what the columns hold."""

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles

CATEGORY_VALUES = 50
"""A text column with at most so many different values, each met ``CATEGORY_REPEATS`` times on average, is a category."""
CATEGORY_REPEATS = 4

_NUMERIC = ("integer", "decimal")
_ONE_ONLY = ("longitude", "latitude", "easting", "northing", "name", "geometry")


def assign(plans: list[Plan], findings: Findings) -> None:
    """Set every plan's role from its title where its type agrees; a role that may stand once goes to the first column.

    A declared role stands; a declared axis without its partner is told of.
    """
    taken: set[str] = {plan.role for plan in plans if plan.role}
    for plan in plans:
        role = column_titles.title_role(plan.title)
        if plan.role or plan.said_role or role is None or role in taken or not _agrees(role, plan):
            continue
        plan.role = role
        taken |= {role} & set(_ONE_ONLY)
    for first, second in (("longitude", "latitude"), ("easting", "northing")):
        _both_or_neither(plans, first, second, findings)


def _agrees(role: str, plan: Plan) -> bool:
    if role in ("longitude", "latitude", "easting", "northing"):
        return plan.type in _NUMERIC
    if role == "geometry":
        return False  # cells that are shapes have the role already; other texts are none, whatever the title
    return plan.type == "text" and plan.form not in ("pair",)


def _both_or_neither(plans: list[Plan], first: str, second: str, findings: Findings) -> None:
    have = {plan.role for plan in plans}
    if (first in have) != (second in have):
        for plan in plans:
            if plan.said_role in (first, second):
                findings.add("axis-alone", place={"column": plan.title})
            plan.role = None if plan.role in (first, second) else plan.role


def category(plan: Plan, filled: int, distinct: int | None) -> bool:
    """Return whether a text column is a list of few values used again and again."""
    return (
        plan.type == "text"
        and plan.role is None
        and distinct is not None
        and 0 < distinct <= CATEGORY_VALUES
        and filled >= CATEGORY_REPEATS * distinct
    )


def key(plans: list[Plan], stats: dict[str, tuple[int, int | None]], rows: int) -> Plan | None:
    """Return the first column that is called a code, is filled in every row and never repeats; a row's number in the list is no key."""
    for plan in plans:
        filled, distinct = stats[plan.name]
        if (
            plan.role in (None, "unit_code")
            and plan.type in ("text", "integer")
            and rows
            and filled == rows == distinct
            and names_key(plan.title)
        ):
            return plan
    return None


def names_key(title: str) -> bool:
    """Return whether a title names what tells records apart: a code, not a row's number in its list."""
    return column_titles.is_code(title) and not column_titles.is_serial_number(title)
