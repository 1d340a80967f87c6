"""What metadata say of a dataset that was deleted: that it was one, its title, that it is withdrawn, since when and why. No more of it."""

from __future__ import annotations

from ckan import model
from ckanext.dcat.profiles import ADMS, DCAT, DCT
from ckanext.dcat.utils import catalog_uri
from rdflib import PROV, RDF, SKOS, XSD, Graph, Literal, URIRef

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.metadata.feeds.tombstones import Tombstone

__all__ = ["find_tombstone", "tombstone_graph"]

_WITHDRAWN = URIRef("http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN")


def find_tombstone(name_or_id: str) -> Tombstone | None:
    """Return what is remembered of a public dataset that was deleted and is not there again; a purged one is known by its id only."""
    package = model.Package.get(name_or_id)
    if package is not None and package.state != "deleted":
        return None
    return model.Session.get(Tombstone, package.id if package is not None else name_or_id)


def tombstone_graph(tombstone: Tombstone) -> Graph:
    """Return the graph of a deleted dataset, under the address that it had."""
    graph = Graph()
    node = URIRef(f"{catalog_uri()}/dataset/{tombstone.dataset_id}")
    moment = Literal(utc_text(tombstone.deleted), datatype=XSD.dateTime)
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCT.identifier, Literal(tombstone.dataset_id)))
    graph.add((node, ADMS.status, _WITHDRAWN))
    graph.add((node, PROV.invalidatedAtTime, moment))
    if tombstone.title:
        graph.add((node, DCT.title, Literal(tombstone.title)))
    if tombstone.reason:
        graph.add((node, SKOS.changeNote, Literal(tombstone.reason)))
    return graph
