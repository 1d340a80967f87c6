"""The interfaces that answer about datasets, as ``dcat:DataService``s: those of the whole portal, and that of each table. Imports no CKAN.

A service says all that DCAT-AP 3.0.1 recommends: where it is described for programs, which standard it follows, who answers for it, what it
is about. That of a table has its dataset's publisher, contact, theme and keywords; those of the portal have the catalogue's publisher.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ckanext.dcat.profiles import DCAT, DCT, SKOS, VCARD
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.statements import add_agent, add_texts, add_typed
from ckanext.binhduong.metadata.dcat.to_dcat import texts

__all__ = [
    "ACTIONS",
    "FEATURES",
    "FEEDS",
    "Service",
    "add_descriptions",
    "add_row_service",
    "add_services",
    "add_serving",
    "descriptions",
    "serving",
]

_OPENAPI = "https://spec.openapis.org/oas/v3.1.0"
_GOVERNMENT = URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")
_OF_DATASET = (DCT.publisher, DCAT.contactPoint, DCAT.theme, DCAT.keyword)


@dataclass(frozen=True)
class Service:
    """An interface of the whole portal.

    Attributes:
        mark: the fragment of its identifier below the portal's address.
        path: where it answers.
        description: where it is described for programs.
        standards: the addresses of what it conforms to.
        names: its title by language.
        keyword: what it is, by language.
    """

    mark: str
    path: str
    description: str
    standards: tuple[str, ...]
    names: dict[str, str]
    keyword: dict[str, str]


ACTIONS = Service(
    "#api",
    "/api/3/action/",
    "/docs/api/openapi.json",
    ("https://docs.ckan.org/en/2.12/api/", _OPENAPI),
    {"vi": "API hành động của cổng", "en": "The portal's Action API"},
    {"vi": "giao diện lập trình", "en": "programming interface"},
)
FEEDS = Service(
    "#feeds",
    "/feeds/dataset.atom",
    "/docs/api/openapi.json",
    ("https://www.rfc-editor.org/rfc/rfc4287", "https://www.rfc-editor.org/rfc/rfc5005"),
    {"vi": "Nguồn tin Atom về thay đổi của danh mục", "en": "Atom feed of the catalogue's changes"},
    {"vi": "nguồn tin", "en": "feed"},
)
FEATURES = Service(
    "#features",
    "/geo",
    "/geo/api",
    ("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"),
    {"vi": "API đối tượng địa lý (OGC API – Features)", "en": "Features of the maps (OGC API – Features)"},
    {"vi": "đối tượng địa lý", "en": "geographic features"},
)
_EVERY = (ACTIONS, FEEDS, FEATURES)


def add_services(graph: Graph, site: str, publisher: dict[str, str], catalogue: URIRef) -> None:
    """Add all interfaces of the portal, as services of the catalogue.

    Args:
        site: the portal's public address without a final slash.
        publisher: the name of the catalogue's publisher by language.
    """
    for service in _EVERY:
        graph.add((catalogue, DCAT.service, _described(graph, site, service, publisher)))


def add_serving(graph: Graph, site: str, dataset: URIRef, services: Iterable[Service]) -> None:
    """Add which interfaces of the portal answer about a dataset."""
    for service in services:
        graph.add((URIRef(f"{site}/{service.mark}"), DCAT.servesDataset, dataset))


def add_descriptions(graph: Graph, site: str, publisher: dict[str, str], services: Iterable[Service]) -> None:
    """Add what is said of interfaces of the portal, whichever dataset they serve."""
    for service in services:
        _described(graph, site, service, publisher)


def serving(site: str, text: str) -> tuple[str, ...]:
    """Return the marks of the portal's interfaces that a graph names, by the text of its fragment in any syntax."""
    return tuple(service.mark for service in _EVERY if f"{site}/{service.mark}" in text)


def descriptions(site: str, publisher: dict[str, str], marks: Iterable[str]) -> Graph:
    """Return the graph of what is said of the interfaces with these marks."""
    graph = Graph()
    add_descriptions(graph, site, publisher, [each for each in _EVERY if each.mark in marks])
    return graph


def add_row_service(graph: Graph, dataset: URIRef, distribution: URIRef, resource: dict[str, Any]) -> None:
    """Add the service that answers with rows of one table; the distribution that was uploaded is accessed through it.

    Args:
        graph: has the dataset's publisher, contact, theme and keywords already.
        resource: the resource, with ``page``: its address as people know it.
    """
    names = texts(resource, "name")
    vietnamese = names.get("vi") or ""
    words = {"vi": f"{vietnamese} – API từng dòng", "en": f"{names.get('en') or vietnamese} – row API"}
    address = f"{resource['page']}/rows"
    node = _service(graph, URIRef(f"{distribution}#rows"), address, f"{address}/openapi.json", (_OPENAPI,))
    add_texts(graph, node, DCT.title, words)
    for predicate in _OF_DATASET:
        for value in list(graph.objects(dataset, predicate)):
            graph.add((node, predicate, _own(graph, value)))
    graph.add((node, DCAT.servesDataset, dataset))
    graph.add((distribution, DCAT.accessService, node))


def _own(graph: Graph, value: Node) -> Node:
    """Return a copy of a node without a name: rdflib's RDF/XML loses what is said of one that stands in two places."""
    if not isinstance(value, BNode):
        return value
    copy = BNode()
    for predicate, said in list(graph.predicate_objects(value)):
        graph.add((copy, predicate, said))
    return copy


def _described(graph: Graph, site: str, service: Service, publisher: dict[str, str]) -> URIRef:
    node = _service(graph, URIRef(f"{site}/{service.mark}"), f"{site}{service.path}", f"{site}{service.description}", service.standards)
    add_texts(graph, node, DCT.title, service.names)
    add_texts(graph, node, DCAT.keyword, service.keyword)
    graph.add((node, DCT.publisher, URIRef(f"{site}/#publisher")))
    add_agent(graph, URIRef(f"{site}/#publisher"), publisher)
    contact = URIRef(f"{site}/#contact")
    add_typed(graph, node, DCAT.contactPoint, contact, VCARD.Kind)
    for name in publisher.values():
        graph.add((contact, VCARD.fn, Literal(name)))
    add_typed(graph, contact, VCARD.hasURL, URIRef(f"{site}/about"), RDFS.Resource)
    theme = next(row for row in vocabularies.entries("eu_themes") if row["uri"] == str(_GOVERNMENT))
    add_typed(graph, node, DCAT.theme, _GOVERNMENT, SKOS.Concept)
    add_texts(graph, _GOVERNMENT, SKOS.prefLabel, {"vi": theme["vi"], "en": theme["en"]})
    return node


def _service(graph: Graph, node: URIRef, address: str, description: str, standards: tuple[str, ...]) -> URIRef:
    graph.add((node, RDF.type, DCAT.DataService))
    add_typed(graph, node, DCAT.endpointURL, URIRef(address), RDFS.Resource)
    add_typed(graph, node, DCAT.endpointDescription, URIRef(description), RDFS.Resource)
    for standard in standards:
        add_typed(graph, node, DCT.conformsTo, URIRef(standard), DCT.Standard)
    return node
