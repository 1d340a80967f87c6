"""High-value datasets as DCAT-AP for HVD 3.0.0 wants them: category and legal act at the dataset, its files and its services. No CKAN.

Vietnamese law has no ELI addresses: the act has the address where it can be read, or else an identifier below the dataset's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.dcat.profiles import DCAT, DCATAP, DCT, FOAF, SKOS
from ckanext.dcat.profiles.euro_dcat_ap_2 import ELI
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.statements import add_texts, add_typed

__all__ = ["add_high_value", "add_legal_act"]


def add_legal_act(graph: Graph, ref: URIRef, dataset: dict[str, Any]) -> URIRef | None:
    """Add the act that a dataset is published by, as a legal resource with its title; None when the dataset names no address of it.

    Args:
        dataset: with ``legal_basis`` (text), ``legal_basis_url`` and the categories, as ``package_show`` returns it.
    """
    if not dataset.get("legal_basis_url") and not dataset.get("hvd_category"):
        return None
    act = URIRef(dataset.get("legal_basis_url") or f"{ref}#legal-basis")
    add_typed(graph, ref, DCATAP.applicableLegislation, act, ELI.LegalResource)
    if dataset.get("legal_basis"):
        graph.add((act, DCT.title, Literal(dataset["legal_basis"], lang="vi")))
    return act


def add_high_value(graph: Graph, ref: URIRef, codes: Iterable[str], act: URIRef, site: str) -> None:
    """Add the categories of a high-value dataset to it and to the services that answer about it, and its act to these and to its files
    and their versions.

    Args:
        graph: has the dataset's files, their versions and services already.
        codes: of the vocabulary ``hvd_categories``.
        act: the legal act, which the graph has.
        site: the portal's public address without a final slash.
    """
    rows = [row for row in vocabularies.entries("hvd_categories") if row["code"] in set(codes)]
    services = set(graph.subjects(DCAT.servesDataset, ref))
    files = list(graph.objects(ref, DCAT.distribution))
    for file in [*files, *(version for each in files for version in graph.objects(each, DCAT.hasVersion))]:
        graph.add((file, DCATAP.applicableLegislation, act))
    for service in services:
        graph.add((service, DCATAP.applicableLegislation, act))
        add_typed(graph, _named(service), FOAF.page, URIRef(f"{site}/docs/api"), FOAF.Document)
    for row in rows:
        category = URIRef(row["uri"] or f"{site}/id/hvd-category/{row['code']}")
        graph.add((category, RDF.type, SKOS.Concept))
        add_texts(graph, category, SKOS.prefLabel, {"vi": row["vi"], "en": row["en"]})
        for node in (ref, *services):
            graph.add((node, DCATAP.hvdCategory, category))


def _named(node: Node) -> URIRef:
    return URIRef(str(node))
