"""The administrative units a dataset lists."""

from __future__ import annotations

import json
from typing import Any

from ckanext.binhduong import places

__all__ = ["known_units", "unit_ids", "unit_labels", "with_ancestors"]


def unit_ids(value: Any) -> list[str]:
    """Return the ids from a dataset's ``units``: a list, its JSON text, or nothing."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return [str(unit) for unit in value] if isinstance(value, list) else []


def known_units(ids: list[str]) -> list[places.Unit]:
    """Return the units with these ids; an id of no list (possible in old data, saving checks it) is left out."""
    return [unit for unit in map(_find, ids) if unit is not None]


def _find(unit_id: str) -> places.Unit | None:
    try:
        return places.get_unit(unit_id)
    except LookupError:
        return None


def with_ancestors(ids: list[str]) -> list[str]:
    """Return the known units and all they belong to, each once: a dataset of Phú Cường is found under Thủ Dầu Một and under Bình Dương."""
    lines = [(unit, *places.ancestors(unit.id)) for unit in known_units(ids)]
    return list(dict.fromkeys(unit.id for line in lines for unit in line))


def unit_labels(ids: list[str]) -> list[str]:
    """Return the names of the units a dataset lists, in both languages; not of their ancestors, which say little about the dataset."""
    return [name for unit in known_units(ids) for name in (unit.name_with_type, unit.name_en) if name]
