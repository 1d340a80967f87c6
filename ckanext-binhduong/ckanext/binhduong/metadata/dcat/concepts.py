"""What the portal itself gives identifiers to (``/id/<kind>/<code>``): kinds of data, licences and categories of high-value data."""

from __future__ import annotations

from typing import Any

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ckanext.binhduong.catalogue import vocabularies

__all__ = ["FILTERS", "graph_of", "licence"]

_VOCABULARIES = {"data-kind": "data_kind", "licence": "licences", "hvd-category": "hvd_categories"}
FILTERS = {"data-kind": "data_kind", "licence": "license_id", "hvd-category": "hvd_category"}
"""Kind of identifier → the facet by which the search page lists what has it."""


def licence(code: str) -> dict[str, Any] | None:
    """Return a licence of the vocabulary."""
    return next((row for row in vocabularies.entries("licences") if row["code"] == code), None)


def graph_of(kind: str, code: str, site_url: str) -> Graph | None:
    """Return what an identifier stands for: a SKOS concept with its names; None when there is no such identifier.

    Args:
        kind: a key of :data:`FILTERS`.
        code: the entry's code in its vocabulary.
        site_url: the portal's public address without a final slash.
    """
    rows = vocabularies.entries(_VOCABULARIES[kind]) if kind in _VOCABULARIES else []
    row = next((row for row in rows if row["code"] == code), None)
    if row is None:
        return None
    graph = Graph()
    node = URIRef(f"{site_url}/id/{kind}/{code}")
    graph.add((node, RDF.type, SKOS.Concept))
    for language in ("vi", "en"):
        graph.add((node, SKOS.prefLabel, Literal(row[language], lang=language)))
    if address := row.get("uri") or row.get("url"):
        graph.add((node, SKOS.exactMatch, URIRef(address)))
    return graph
