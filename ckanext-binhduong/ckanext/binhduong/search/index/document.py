"""What the index holds about a dataset beside CKAN's own fields: the words of its labels, its units with their ancestors, its extent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from ckanext.binhduong.search.index import dates
from ckanext.binhduong.search.index.columns import column_words, written
from ckanext.binhduong.search.index.dataset_units import unit_ids, unit_labels, with_ancestors
from ckanext.binhduong.search.index.extents import extent_fields, extent_of
from ckanext.binhduong.search.index.freshness import freshness_fields
from ckanext.binhduong.search.synonyms.table import current

__all__ = ["LONGEST_TERM", "indexed", "own_fields", "without_long_terms"]

LONGEST_TERM = 32_000
"""Bytes. Lucene refuses the whole dataset when one value of an unanalysed field is longer than 32,766."""

# Fields of the schema that take a text of any length: stored only, or analysed into words.
_ANY_LENGTH = {"data_dict", "validated_data_dict", "notes", "notes_en", "title", "title_en", "author", "maintainer", "spatial_geom"}


def indexed(document: dict[str, Any], group_labels: Callable[[list[str]], dict[str, list[str]]]) -> dict[str, Any]:
    """Return CKAN's document for the index with the portal's own fields.

    Args:
        document: as CKAN hands it to ``before_dataset_index``.
        group_labels: returns name → titles of the groups and organizations with these names, in every language there is.
    """
    dataset = json.loads(document["validated_data_dict"])
    themes = [*document.get("groups", []), dataset.get("theme")]
    titles = group_labels([name for name in (*themes, document.get("organization")) if name])
    # ckanext-spatial indexes what it finds as `spatial`: only a shape checked here, else an unreadable one would stop the indexing.
    document = {key: value for key, value in dates.in_utc(document).items() if key not in ("spatial", "extras_spatial")}
    subjects = [*document.get("tags", []), *_titles(titles, themes)]
    return without_long_terms({**document, **own_fields(dataset, subjects, _titles(titles, [document.get("organization")]))})


def own_fields(dataset: dict[str, Any], subjects: Iterable[str], agency: Iterable[str]) -> dict[str, Any]:
    """Return the portal's own fields for one dataset.

    Args:
        dataset: as ``package_show`` returns it.
        subjects: its tags and the titles of its themes, in every language there is.
        agency: the titles of its agency, in every language there is.
    """
    units = unit_ids(dataset.get("units"))
    resources = dataset.get("resources") or []
    labels = _with_synonyms([*agency, *unit_labels(units)])
    return {
        "units": with_ancestors(units),
        "own_units": units,
        "hvd_category": dataset.get("hvd_category") or [],
        "subjects": _each_once(subjects),
        "alternatives": current().alternatives([dataset.get("title") or "", *subjects]),
        "labels": _each_once([*labels, *(resource.get("format") or "" for resource in resources)]),
        "column_words": _with_synonyms(word for resource in resources for word in column_words(resource.get("columns"))),
        "columns": _each_once(column for resource in resources for column in written(resource.get("columns"))),
        "resource_words": _prose(dataset, resources),
        **freshness_fields(dataset),
        **extent_fields(extent_of(dataset.get("spatial"), units)),
    }


def _titles(titles: dict[str, list[str]], names: Iterable[str | None]) -> list[str]:
    return [title for name in names for title in titles.get(name or "", [])]


def _with_synonyms(texts: Iterable[str]) -> list[str]:
    texts = _each_once(texts)
    return _each_once([*texts, *current().alternatives(texts)])


def _prose(dataset: dict[str, Any], resources: list[dict[str, Any]]) -> list[str]:
    """The English texts of the resources, which CKAN does not index, and the synonyms of what the descriptions say."""
    english = [resource.get(key) or "" for resource in resources for key in ("name_en", "description_en")]
    described = [dataset.get("notes") or "", *(resource.get(key) or "" for resource in resources for key in ("name", "description"))]
    return _each_once([*english, *current().alternatives(described)])


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def without_long_terms(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what no unanalysed field can hold; CKAN repeats such texts in analysed ``extras_…`` fields, so they stay searchable."""
    return {key: value for key, value in document.items() if not _too_long(key, value)}


def _too_long(key: str, value: Any) -> bool:
    analysed = key in _ANY_LENGTH or key.startswith(("extras_", "res_extras_"))
    return isinstance(value, str) and not analysed and len(value.encode()) > LONGEST_TERM
