"""A resource's columns: their names and what people call them."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["column_words", "columns_of", "written"]


def columns_of(columns: Any) -> list[tuple[str, str, str]]:
    """Return name, Vietnamese and English label of each column; a label that is not there is empty.

    Args:
        columns: a resource's data dictionary, {name: {vi, en, notes}}, or its JSON text, as CKAN stores it; anything else has no columns.
    """
    if isinstance(columns, str):
        try:
            columns = json.loads(columns)
        except ValueError:
            return []
    if not isinstance(columns, dict):
        return []
    named = [(str(name), label if isinstance(label, dict) else {}) for name, label in columns.items()]
    return [(name, str(label.get("vi") or ""), str(label.get("en") or "")) for name, label in named]


def column_words(columns: Any) -> list[str]:
    """Return the name and the labels of each column; see :func:`columns_of`."""
    return [text for column in columns_of(columns) for text in column if text]


def written(columns: Any) -> list[str]:
    """Return each column as the index keeps it: name and labels with tabs between."""
    return ["\t".join(" ".join(text.split()) for text in column) for column in columns_of(columns)]
