"""Each form in which the portal serves a table, as a distribution.

An agency uploads one file, and machines shall see all that it can be had in: size, checksum, media type and system of coordinates, and
where it is downloaded. The interfaces that serve the same rows: :mod:`services`.
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any

from ckanext.dcat.profiles import ADMS, DCAT, DCATAP, DCT, SPDX
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.statements import add_typed
from ckanext.binhduong.metadata.dcat.to_dcat import IANA, texts

__all__ = ["add_forms", "is_served_form"]

_CRS = "http://www.opengis.net/def/crs/EPSG/0/"
_TABLE_SCHEMA = URIRef("https://specs.frictionlessdata.io/table-schema/")
_SHA256 = SPDX.checksumAlgorithm_sha256
_FORM = re.compile(r"/resource/[^/]+/export\.[\w.]+(?:\?crs=EPSG:\d+)?$")


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
    rights = list(graph.objects(URIRef(f"{dataset}/resource/{resource['id']}"), DCT.rights))
    for form in forms:
        query = f"?crs=EPSG:{form['crs']}" if form["crs"] not in (None, 4326) else ""
        node = URIRef(f"{dataset}/resource/{resource['id']}/export.{form['ext']}{query}")
        graph.add((dataset, DCAT.distribution, node))
        graph.add((node, RDF.type, DCAT.Distribution))
        if licence is not None:
            graph.add((node, DCT.license, licence))
        for statement in rights:
            graph.add((node, DCT.rights, statement))
        _add_words(graph, node, resource, form)
        add_typed(graph, node, DCAT.accessURL, URIRef(resource["page"]), RDFS.Resource)
        add_typed(graph, node, DCAT.downloadURL, URIRef(f"{resource['page']}/export.{form['ext']}{query}"), RDFS.Resource)
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
        add_typed(graph, node, DCT["format"], URIRef(row["uri"]), DCT.MediaTypeOrExtent)
    add_typed(graph, node, DCAT.mediaType, URIRef(IANA + form["media_type"]), DCT.MediaType)
    if form["crs"]:
        add_typed(graph, node, DCT.conformsTo, URIRef(f"{_CRS}{form['crs']}"), DCT.Standard)
    elif form["media_type"] == "text/csv":
        add_typed(graph, node, DCT.conformsTo, _TABLE_SCHEMA, DCT.Standard)


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
        add_typed(graph, node, SPDX.checksum, checksum, SPDX.Checksum)
        add_typed(graph, checksum, SPDX.algorithm, _SHA256, SPDX.ChecksumAlgorithm)
        graph.add((checksum, SPDX.checksumValue, Literal(form["sha256"], datatype=XSD.hexBinary)))
