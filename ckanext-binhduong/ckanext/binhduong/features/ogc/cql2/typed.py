"""The types of expressions, and what each is called in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from psycopg2 import sql

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["COMPARABLE", "LITERAL_TYPES", "SQL_TYPES", "Expression", "wrong_types"]


@dataclass(frozen=True)
class Expression:
    """SQL with its type: text, number, boolean, date, timestamp or geometry."""

    sql: sql.Composable
    type: str


LITERAL_TYPES = {bool: "boolean", int: "number", float: "number", str: "text", date: "date", datetime: "timestamp"}
SQL_TYPES = {"boolean": "boolean", "number": "numeric", "text": "text", "date": "date", "timestamp": "timestamp"}
COMPARABLE = {
    "text": "text", "time": "text", "integer": "number", "decimal": "number",
    "boolean": "boolean", "date": "date", "timestamp": "timestamp",
}  # fmt: skip
"""Type of a column → type of its values in a condition; a time of day is compared as its text."""


def wrong_types(place: str, operator: str) -> ArgumentError:
    """Return the error for an operator whose values do not fit it."""
    return ArgumentError(place, "filter-types", value=operator)
