"""Units side by side: which ones are meant, and the rows of their table. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["MOST", "Choice", "Row", "chosen", "instead", "rows"]

MOST = 3
"""Units in one table: what a phone's screen shows, and what one page may ask the database."""


@dataclass(frozen=True)
class Choice:
    """What one field of the form says: the words, the unit they mean, and other units of that name. ``unit`` is None for no such place."""

    words: str
    unit: dict[str, Any] | None
    others: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Row:
    """One fact by unit: ``theme`` and ``layer`` of a count (None for a fact of the unit itself), a value each, None for unknown."""

    name: str
    values: tuple[Any, ...]
    theme: str | None = None
    layer: dict[str, Any] | None = None


def chosen(
    asked: Sequence[str], show: Callable[[str], dict[str, Any] | None], search: Callable[[str], list[dict[str, Any]]]
) -> list[Choice]:
    """Return what each field means.

    Args:
        asked: ids of units (``718@2024``) or their names; empty ones are left out, and those beyond ``MOST``.
        show: gives a unit by its id, or None.
        search: gives units by words, best first.
    """
    return [_choice(words, show, search) for words in [text.strip() for text in asked if text.strip()][:MOST]]


def _choice(words: str, show: Callable[[str], dict[str, Any] | None], search: Callable[[str], list[dict[str, Any]]]) -> Choice:
    if "@" in words and (unit := show(words)):
        return Choice(words, unit)
    found = search(words)
    return Choice(words, found[0], tuple(found[1:])) if found else Choice(words, None)


def instead(choices: Sequence[Choice], one: Choice, unit_id: str) -> list[str]:
    """Return the parameters of the same comparison with another unit in the place of one choice."""
    return [unit_id if choice is one else choice.unit["id"] if choice.unit else choice.words for choice in choices]


def rows(
    units: Sequence[Mapping[str, Any]], layers: Sequence[dict[str, Any]], counts: Sequence[Mapping[str, int | None] | None]
) -> list[Row]:
    """Return the table: kind, list and area, then a row for each layer that one of the units has features of.

    Args:
        units: as ``place_show`` gives them.
        layers: as ``layer_list`` gives them.
        counts: by unit, features by layer; None when the database is busy or the unit has no boundary.
    """
    facts = [Row(name, tuple(unit.get(name) for unit in units)) for name in ("type", "list", "area_km2")]
    counted = [
        Row("count", tuple(None if each is None else each.get(layer["id"], 0) for each in counts), layer["theme"], layer)
        for layer in layers
    ]
    return [*facts, *(row for row in counted if any(value != 0 for value in row.values))]
