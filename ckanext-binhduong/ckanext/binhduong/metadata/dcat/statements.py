"""Statements that DCAT-AP asks for everywhere: a node with its class, a text with its languages, a publisher with its kind."""

from __future__ import annotations

from ckanext.dcat.profiles import DCT, FOAF, SKOS
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

__all__ = ["LOCAL_AUTHORITY", "add_agent", "add_texts", "add_typed"]

LOCAL_AUTHORITY = URIRef("http://purl.org/adms/publishertype/LocalAuthority")


def add_typed(graph: Graph, subject: IdentifiedNode, predicate: URIRef, node: IdentifiedNode, kind: URIRef) -> None:
    """Add a node as a value, and its class, which DCAT-AP's shapes look for in the graph itself."""
    graph.add((subject, predicate, node))
    graph.add((node, RDF.type, kind))


def add_texts(graph: Graph, subject: IdentifiedNode, predicate: URIRef, by_language: dict[str, str]) -> None:
    """Add a text in each language in which it is not empty."""
    for language, text in by_language.items():
        if text:
            graph.add((subject, predicate, Literal(text, lang=language)))


def add_agent(graph: Graph, node: URIRef, names: dict[str, str]) -> None:
    """Add a publisher: every one here is a local authority."""
    graph.add((node, RDF.type, FOAF.Agent))
    add_texts(graph, node, FOAF.name, names)
    add_typed(graph, node, DCT.type, LOCAL_AUTHORITY, SKOS.Concept)
    add_texts(graph, LOCAL_AUTHORITY, SKOS.prefLabel, {"en": "Local Authority"})
