"""How often each value of a filterable column stands among the features that answer: the choices a page offers, with their counts."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.features.query.arguments import Question
from ckanext.binhduong.features.query.conditions import Layer
from ckanext.binhduong.features.query.filters import filter_columns
from ckanext.binhduong.features.query.statements import MAX_COUNT, facets_statement

__all__ = ["facets_of"]


def facets_of(database: Database, layers: list[tuple[dict[str, Any], Layer]], question: Question) -> dict[str, list[dict[str, Any]]]:
    """Return the filterable columns of layers (rows of ``geo.layers``) by layer: ``column``, ``title``, ``title_en``, ``type``, ``values``.

    Each value has ``value`` and ``count``, most frequent first; ``count`` is None in a column where more than ``MAX_COUNT`` rows answer. A
    value that is asked for is there also when nothing answers. One statement for all columns of all layers.
    """
    fields = {layer.id: filter_columns(row) for row, layer in layers}
    counted: dict[str, list[dict[str, int]]] = {name: [{} for _ in columns] for name, columns in fields.items()}
    asked = [(layer, [field["id"] for field in fields[layer.id]]) for _, layer in layers if fields[layer.id]]
    for found in database.rows(*facets_statement(asked, question)) if asked else []:
        counted[found["layer"]][found["place"]][found["value"]] = found["count"]
    chosen = dict(question.filters)
    return {
        name: [
            _facet(field, {**counts, **{value: 0 for value in chosen.get(field["id"], ()) if value not in counts}})
            for field, counts in zip(columns, counted[name], strict=True)
        ]
        for name, columns in fields.items()
    }


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
