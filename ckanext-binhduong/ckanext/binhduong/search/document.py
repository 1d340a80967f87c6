"""What the index holds about a dataset beside CKAN's own fields: the words of its labels, its units with their ancestors, its extent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from ckanext.binhduong import vn
from ckanext.binhduong.search.extents import extent_fields, extent_of

__all__ = ["LONGEST_TERM", "indexed", "own_fields", "unit_ids", "with_ancestors", "without_long_terms"]

LONGEST_TERM = 32_000
"""Bytes. Lucene refuses the whole dataset when one value of an unanalysed field is longer than 32,766."""

# Fields of the schema that take a text of any length: stored only, or analysed into words.
_ANY_LENGTH = {"data_dict", "validated_data_dict", "notes", "notes_en", "title", "title_en", "author", "maintainer", "spatial_geom"}


def indexed(document: dict[str, Any], group_labels: Callable[[list[str]], list[str]]) -> dict[str, Any]:
    """Give CKAN's document for the index with the portal's own fields.

    Args:
        document: as CKAN hands it to ``before_dataset_index``.
        group_labels: gives the titles of the groups and organizations with these names, in every language there is.
    """
    dataset = json.loads(document["validated_data_dict"])
    names = [*document.get("groups", []), document.get("organization"), dataset.get("theme")]
    return without_long_terms({**document, **own_fields(dataset, group_labels([name for name in names if name]))})


def own_fields(dataset: dict[str, Any], group_labels: Iterable[str]) -> dict[str, Any]:
    """Give the portal's own fields for one dataset.

    Args:
        dataset: as ``package_show`` gives it.
        group_labels: titles of its agency and themes, in every language there is.
    """
    units = unit_ids(dataset.get("units"))
    resources = dataset.get("resources") or []
    labels = [*group_labels, *unit_labels(units), *(resource.get("format") or "" for resource in resources)]
    labels += [resource.get(key) or "" for resource in resources for key in ("name_en", "description_en")]
    return {
        "units": with_ancestors(units),
        "labels": list(dict.fromkeys(label for label in labels if label)),
        **extent_fields(extent_of(dataset.get("spatial"), units)),
    }


def unit_ids(value: Any) -> list[str]:
    """Give the ids from a dataset's ``units``: a list, its JSON text, or nothing."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return [str(unit) for unit in value] if isinstance(value, list) else []


def with_ancestors(units: list[str]) -> list[str]:
    """Give the known units and all they belong to, each once: a dataset of Phú Cường is found under Thủ Dầu Một and under Bình Dương."""
    found: dict[str, None] = {}
    for unit_id in units:
        unit = vn.get_unit(unit_id)
        while unit is not None and unit.id not in found:
            found[unit.id] = None
            unit = vn.get_unit(unit.parent) if unit.parent else None
    return list(found)


def unit_labels(units: list[str]) -> list[str]:
    """Give the names of the units a dataset lists, in both languages; not of their ancestors, which say little about the dataset."""
    known = [unit for unit in map(vn.get_unit, units) if unit is not None]
    return [name for unit in known for name in (unit.name_with_type, unit.name_en) if name]


def without_long_terms(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what no unanalysed field can hold; CKAN repeats such texts in analysed ``extras_…`` fields, so they stay searchable."""
    return {key: value for key, value in document.items() if not _too_long(key, value)}


def _too_long(key: str, value: Any) -> bool:
    analysed = key in _ANY_LENGTH or key.startswith(("extras_", "res_extras_"))
    return isinstance(value, str) and not analysed and len(value.encode()) > LONGEST_TERM
