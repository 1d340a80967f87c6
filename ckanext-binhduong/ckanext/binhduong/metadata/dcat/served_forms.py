"""Each form in which the portal serves a table, as a distribution, and the services that answer about it, as data services.

An agency uploads one file, and machines shall see all that it can be had in: size, checksum, media type and system of coordinates, where it
is downloaded, and the interfaces that serve the same rows.
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any

from ckanext.dcat.profiles import ADMS, DCAT, DCATAP, DCT, SPDX
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.to_dcat import IANA, texts

__all__ = ["add_forms", "add_row_service", "add_services", "is_served_form"]

_CRS = "http://www.opengis.net/def/crs/EPSG/0/"
_TABLE_SCHEMA = URIRef("https://specs.frictionlessdata.io/table-schema/")
_SHA256 = SPDX.checksumAlgorithm_sha256
_FORM = re.compile(r"/resource/[^/]+/export\.[\w.]+(?:\?crs=EPSG:\d+)?$")
_ACTIONS = ("#api", "/api/3/action/", {"vi": "API hành động của cổng", "en": "The portal's Action API"})
_FEEDS = ("#feeds", "/feeds/dataset.atom", {"vi": "Nguồn tin Atom về thay đổi của danh mục", "en": "Atom feed of the catalogue's changes"})


def is_served_form(address: str) -> bool:
    """Whether a distribution is a form that a portal of this kind made of an uploaded file."""
    return _FORM.search(address) is not None


def add_forms(graph: Graph, dataset: URIRef, resource: dict[str, Any], forms: list[dict[str, Any]], licence: IdentifiedNode | None) -> None:
    """Add the distributions of one resource.

    Args:
        dataset: the dataset's node, whose address is that of the dataset by its id.
        resource: the resource, with ``page``: its address as people know it.
        forms: as the helper ``binhduong_served_forms`` gives them.
        licence: the dataset's.
    """
    for form in forms:
        query = f"?crs=EPSG:{form['crs']}" if form["crs"] not in (None, 4326) else ""
        node = URIRef(f"{dataset}/resource/{resource['id']}/export.{form['ext']}{query}")
        graph.add((dataset, DCAT.distribution, node))
        graph.add((node, RDF.type, DCAT.Distribution))
        if licence is not None:
            graph.add((node, DCT.license, licence))
        _add_words(graph, node, resource, form)
        _add_typed(graph, node, DCAT.accessURL, URIRef(resource["page"]), RDFS.Resource)
        _add_typed(graph, node, DCAT.downloadURL, URIRef(f"{resource['page']}/export.{form['ext']}{query}"), RDFS.Resource)
        _add_kind(graph, node, form)
        _add_file(graph, node, form)


def _add_words(graph: Graph, node: URIRef, resource: dict[str, Any], form: dict[str, Any]) -> None:
    names = texts(resource, "name")
    for language in ("vi", "en"):
        name = names.get(language) or names.get("vi") or ""
        zone = ", VN-2000" if form["crs"] not in (None, 4326) else ""
        graph.add((node, DCT.title, Literal(f"{name} – {form[language]}{zone}", lang=language)))
        graph.add((node, DCT.description, Literal(f"{form[language]}{zone}", lang=language)))


def _add_kind(graph: Graph, node: URIRef, form: dict[str, Any]) -> None:
    row = vocabularies.find_format(form["ext"]) or {}
    if row.get("uri"):
        _add_typed(graph, node, DCT["format"], URIRef(row["uri"]), DCT.MediaTypeOrExtent)
    _add_typed(graph, node, DCAT.mediaType, URIRef(IANA + form["media_type"]), DCT.MediaType)
    if form["crs"]:
        _add_typed(graph, node, DCT.conformsTo, URIRef(f"{_CRS}{form['crs']}"), DCT.Standard)
    elif form["media_type"] == "text/csv":
        _add_typed(graph, node, DCT.conformsTo, _TABLE_SCHEMA, DCT.Standard)


def _add_file(graph: Graph, node: URIRef, form: dict[str, Any]) -> None:
    for predicate, vocabulary, code in ((DCATAP.availability, "availability", "AVAILABLE"), (ADMS.status, "status", "COMPLETED")):
        if address := vocabularies.uri(vocabulary, code):
            graph.add((node, predicate, URIRef(address)))
    if form["published"]:
        moment = Literal(form["published"].replace(tzinfo=UTC).isoformat(), datatype=XSD.dateTime)
        graph.add((node, DCT.issued, moment))
        graph.add((node, DCT.modified, moment))
    if form["size"] is not None:
        graph.add((node, DCAT.byteSize, Literal(str(form["size"]), datatype=XSD.nonNegativeInteger)))
    if form["sha256"]:
        checksum = BNode()
        _add_typed(graph, node, SPDX.checksum, checksum, SPDX.Checksum)
        _add_typed(graph, checksum, SPDX.algorithm, _SHA256, SPDX.ChecksumAlgorithm)
        graph.add((checksum, SPDX.checksumValue, Literal(form["sha256"], datatype=XSD.hexBinary)))


def add_services(graph: Graph, site: str, *, catalogue: URIRef | None = None, dataset: URIRef | None = None) -> None:
    """Add the services that answer about every dataset: the Action API and the feed of changes."""
    for mark, path, names in (_ACTIONS, _FEEDS):
        service = _service(graph, URIRef(f"{site}/{mark}"), f"{site}{path}", names)
        if catalogue is not None:
            graph.add((catalogue, DCAT.service, service))
        if dataset is not None:
            graph.add((service, DCAT.servesDataset, dataset))
    _add_typed(graph, URIRef(f"{site}/{_ACTIONS[0]}"), DCAT.endpointDescription, URIRef(f"{site}/docs/api/openapi.json"), RDFS.Resource)


def add_row_service(graph: Graph, dataset: URIRef, distribution: URIRef, resource: dict[str, Any]) -> None:
    """Add the service that answers with rows of one table; the distribution that was uploaded is accessed through it.

    Args:
        resource: the resource, with ``page``: its address as people know it.
    """
    names = {language: f"{name} – {words}" for language, name, words in _row_names(resource)}
    address = f"{resource['page']}/rows"
    service = _service(graph, URIRef(f"{distribution}#rows"), address, names)
    _add_typed(graph, service, DCAT.endpointDescription, URIRef(f"{address}/openapi.json"), RDFS.Resource)
    graph.add((service, DCAT.servesDataset, dataset))
    graph.add((distribution, DCAT.accessService, service))


def _row_names(resource: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = texts(resource, "name")
    vietnamese = names.get("vi") or ""
    return [("vi", vietnamese, "API từng dòng"), ("en", names.get("en") or vietnamese, "row API")]


def _service(graph: Graph, node: URIRef, address: str, names: dict[str, str]) -> URIRef:
    graph.add((node, RDF.type, DCAT.DataService))
    _add_typed(graph, node, DCAT.endpointURL, URIRef(address), RDFS.Resource)
    for language, name in names.items():
        graph.add((node, DCT.title, Literal(name, lang=language)))
    return node


def _add_typed(graph: Graph, subject: IdentifiedNode, predicate: URIRef, node: IdentifiedNode, kind: URIRef) -> None:
    graph.add((subject, predicate, node))
    graph.add((node, RDF.type, kind))
