"""What the types of columns are called in Vietnamese and in English."""

from __future__ import annotations

__all__ = ["type_word"]

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
    """Give a type's name in Vietnamese (0) or English (1); what is no type's name stays as it is."""
    return _TYPES.get(name, (name, name))[language]
