"""What the types of columns are called in Vietnamese, in English and in PostgreSQL."""

from __future__ import annotations

__all__ = ["SQL_TYPES", "type_word"]

SQL_TYPES = {
    "text": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "time": "time",
}
"""PostgreSQL's type of each type of column."""

_TYPES: dict[str, tuple[str, str]] = {
    "text": ("chữ", "text"),
    "integer": ("số nguyên", "integer"),
    "decimal": ("số thập phân", "decimal"),
    "boolean": ("có/không", "yes/no"),
    "date": ("ngày", "date"),
    "timestamp": ("ngày giờ", "date and time"),
    "time": ("giờ", "time"),
}


def type_word(name: str, language: int) -> str:
    """Return a type's name in Vietnamese (0) or English (1); what is no type's name stays as it is."""
    return _TYPES.get(name, (name, name))[language]
