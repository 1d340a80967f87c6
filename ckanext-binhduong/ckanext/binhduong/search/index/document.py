"""What the index holds about a dataset beside CKAN's own fields: the words of its labels, its units with their ancestors, its extent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from ckanext.binhduong.search.index import dates
from ckanext.binhduong.search.index.dataset_units import unit_ids, unit_labels, with_ancestors
from ckanext.binhduong.search.index.extents import extent_fields, extent_of

__all__ = ["LONGEST_TERM", "indexed", "own_fields", "without_long_terms"]

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
    # ckanext-spatial indexes what it finds as `spatial`: only a shape checked here, else an unreadable one would stop the indexing.
    document = {key: value for key, value in dates.in_utc(document).items() if key not in ("spatial", "extras_spatial")}
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


def without_long_terms(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what no unanalysed field can hold; CKAN repeats such texts in analysed ``extras_…`` fields, so they stay searchable."""
    return {key: value for key, value in document.items() if not _too_long(key, value)}


def _too_long(key: str, value: Any) -> bool:
    analysed = key in _ANY_LENGTH or key.startswith(("extras_", "res_extras_"))
    return isinstance(value, str) and not analysed and len(value.encode()) > LONGEST_TERM
