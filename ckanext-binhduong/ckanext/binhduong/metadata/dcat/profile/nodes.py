"""Licences, concepts and names in the graph of a profile."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import DCT, SKOS
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat import concepts

__all__ = ["Nodes", "publisher_names"]

LICENCE_KINDS = "http://purl.org/adms/licencetype/"


def publisher_names() -> dict[str, str]:
    """Return the name of the catalogue's publisher by language."""
    return {"vi": tk.config["ckanext.binhduong.catalog_publisher"], "en": tk.config["ckanext.binhduong.catalog_publisher_en"]}


class Nodes:
    """What each part of the profile adds to its graph ``g``."""

    g: Graph

    def _add_licence(self, dataset: dict[str, Any], site: str) -> URIRef | None:
        """The licence by its EU address where there is one, else by an identifier of ours."""
        row = concepts.licence(dataset.get("license_id") or "")
        if row is None:
            return None
        node = URIRef(row.get("uri") or row.get("url") or f"{site}/id/licence/{row['code']}")
        self.g.add((node, RDF.type, DCT.LicenseDocument))
        self._add_say(node, DCT.title, {"vi": row["vi"], "en": row["en"]})
        kind = URIRef(f"{LICENCE_KINDS}{row['kind']}")
        self._add_typed(node, DCT.type, kind, SKOS.Concept)
        self._add_say(kind, SKOS.prefLabel, {"en": row["kind"]})
        return node

    def _add_concept_of_table(self, address: str | None, vocabulary: str) -> None:
        row = next((entry for entry in vocabularies.entries(vocabulary) if address and entry["uri"] == address), None)
        if row:
            self._add_concept(URIRef(row["uri"]), {"vi": row["vi"], "en": row["en"]})

    def _add_concept(self, node: IdentifiedNode, names: dict[str, str], scheme: URIRef | None = None) -> None:
        self.g.add((node, RDF.type, SKOS.Concept))
        self._add_say(node, SKOS.prefLabel, names)
        if scheme is not None:
            self.g.add((node, SKOS.inScheme, scheme))

    def _add_typed(self, subject: IdentifiedNode, predicate: URIRef, node: IdentifiedNode, kind: URIRef) -> None:
        self.g.add((subject, predicate, node))
        self.g.add((node, RDF.type, kind))

    def _add_say(self, subject: IdentifiedNode, predicate: URIRef, by_language: dict[str, str]) -> None:
        for language, text in by_language.items():
            if text:
                self.g.add((subject, predicate, Literal(text, lang=language)))
