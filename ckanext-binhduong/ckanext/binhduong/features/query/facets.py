"""How often each value of a filterable column stands among the features that answer: the choices a page offers, with their counts."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.core.connection_pool import Database
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.conditions import Layer
from ckanext.binhduong.features.query.filters import filter_columns
from ckanext.binhduong.features.query.statements import MAX_COUNT, facets_statement

__all__ = ["layer_facets"]


def layer_facets(database: Database, row: dict[str, Any], layer: Layer, question: Question) -> list[dict[str, Any]]:
    """Give the filterable columns of a layer (``row`` of ``geo.layers``): ``column``, ``title``, ``title_en``, ``type`` and ``values``.

    Each value has ``value`` and ``count``, most frequent first; ``count`` is None in a column where more than ``MAX_COUNT`` rows answer. A
    value that is asked for is there also when nothing answers. One statement for all columns, each reads the rows that answer once.
    """
    fields = filter_columns(row)
    if not fields:
        return []
    counted: list[dict[str, int]] = [{} for _ in fields]
    for found in database.rows(*facets_statement(layer, question, [field["id"] for field in fields])):
        counted[found["place"]][found["value"]] = found["count"]
    asked = dict(question.filters)
    return [
        _facet(field, {**counts, **{value: 0 for value in asked.get(field["id"], ()) if value not in counts}})
        for field, counts in zip(fields, counted, strict=True)
    ]


def _facet(field: dict[str, Any], counts: dict[str, int]) -> dict[str, Any]:
    is_exact = sum(counts.values()) <= MAX_COUNT
    boolean = field["type"] == "boolean"
    values = [{"value": value == "true" if boolean else value, "count": count if is_exact else None} for value, count in counts.items()]
    return {
        "column": field["id"],
        "title": field["title"],
        "title_en": field.get("title_en") or "",
        "type": field["type"],
        "values": values,
    }
