"""The releases of a file as its versions (DCAT 3, section 11): which one is served, what it changed, and those before it.

A release is one of a file, not of the dataset: so are the versions. They are distributions, which a reader meets only from the file's own:
DCAT-AP's shapes want a ``dcat:Dataset`` at a dataset's ``dcat:hasVersion``, and each such node is a dataset of its own to harvesters.
"""

from __future__ import annotations

from datetime import UTC
from itertools import pairwise
from typing import Any

from ckanext.dcat.profiles import ADMS, DCAT, DCATAP, DCT, SPDX
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.statements import add_texts, add_typed
from ckanext.binhduong.metadata.dcat.to_dcat import IANA, texts

__all__ = ["add_versions"]

#: What a version shares with its file.
_SHARED = (DCT.license, DCT.rights, DCT.language, DCATAP.availability)


def add_versions(graph: Graph, distribution: URIRef, resource: dict[str, Any], versions: list[dict[str, Any]]) -> None:
    """Add the releases of one resource.

    Args:
        distribution: its node, which is the newest release unless a link took the file's place.
        resource: the resource, with ``page``: its address as people know it.
        versions: as the helper ``binhduong_release_versions`` gives them.
    """
    for version in versions:
        node = URIRef(f"{distribution}/release/{version['number']}")
        graph.add((distribution, DCAT.hasVersion, node))
        graph.add((node, DCAT.isVersionOf, distribution))
        graph.add((node, RDF.type, DCAT.Distribution))
        _add_number(graph, node, version)
        _add_file(graph, node, resource, version)
        for predicate in _SHARED:
            for value in list(graph.objects(distribution, predicate)):
                graph.add((node, predicate, value))
    if versions and resource.get("url_type") == "upload":
        newest = URIRef(f"{distribution}/release/{versions[0]['number']}")
        graph.add((distribution, DCAT.hasCurrentVersion, newest))
        _add_number(graph, distribution, versions[0])
    for newer, older in pairwise(URIRef(f"{distribution}/release/{each['number']}") for each in versions):
        graph.add((newer, DCAT.previousVersion, older))


def _add_number(graph: Graph, node: IdentifiedNode, version: dict[str, Any]) -> None:
    graph.add((node, DCAT.version, Literal(str(version["number"]))))
    add_texts(graph, node, ADMS.versionNotes, {language: version[language] for language in ("vi", "en")})


def _add_file(graph: Graph, node: URIRef, resource: dict[str, Any], version: dict[str, Any]) -> None:
    titles = {"vi": "bản {number}", "en": "release {number}"}
    for language, name in texts(resource, "name").items():
        graph.add((node, DCT.title, Literal(f"{name} – {titles[language].format(number=version['number'])}", lang=language)))
        graph.add((node, DCT.description, Literal(version[language], lang=language)))
    add_typed(graph, node, DCAT.accessURL, URIRef(f"{resource['page']}/releases"), RDFS.Resource)
    address = f"{resource['page']}/release/{version['number']}/{version['name']}"
    add_typed(graph, node, DCAT.downloadURL, URIRef(address), RDFS.Resource)
    row = vocabularies.find_format(version["mimetype"] or "") or {}
    if row.get("uri"):
        add_typed(graph, node, DCT["format"], URIRef(row["uri"]), DCT.MediaTypeOrExtent)
    if row.get("media_type"):
        add_typed(graph, node, DCAT.mediaType, URIRef(IANA + row["media_type"]), DCT.MediaType)
    graph.add((node, DCAT.byteSize, Literal(str(version["size"]), datatype=XSD.nonNegativeInteger)))
    graph.add((node, DCT.issued, Literal(version["published"].replace(tzinfo=UTC).isoformat(), datatype=XSD.dateTime)))
    checksum = BNode()
    add_typed(graph, node, SPDX.checksum, checksum, SPDX.Checksum)
    add_typed(graph, checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm)
    graph.add((checksum, SPDX.checksumValue, Literal(version["sha256"], datatype=XSD.hexBinary)))
