"""The words of a resource's columns: their names and what people call them."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["column_words"]

_LABELS = ("vi", "en")


def column_words(columns: Any) -> list[str]:
    """Return the name and the labels of each column.

    Args:
        columns: a resource's data dictionary, {name: {vi, en, notes}}, or its JSON text, as CKAN stores it; anything else has no words.
    """
    if isinstance(columns, str):
        try:
            columns = json.loads(columns)
        except ValueError:
            return []
    if not isinstance(columns, dict):
        return []
    named = [(str(name), label if isinstance(label, dict) else {}) for name, label in columns.items()]
    return [text for name, label in named for text in (name, *(str(label.get(key) or "") for key in _LABELS)) if text]
