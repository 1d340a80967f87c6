"""One graph as a fragment of a document in each syntax: fragments are put behind each other, between a head and a tail. Imports no CKAN.

The fragments of one graph are always the same text: statements are sorted, and a node without a name is called after what is said of it. So
two datasets share no such node by accident, and what did not change is not written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.binhduong.metadata.bulk.sorted_statements import Statements, address_text, statements, term_text

__all__ = ["SYNTAXES", "WRITERS", "Syntax", "document", "joined", "jsonld", "nt", "statements", "ttl", "xml"]

# None of them is a scheme of addresses: JSON-LD would read `geo:10.9,106.6` as a name in it.
_PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "pv": "https://piveau.eu/ns/voc#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_SPLIT = re.compile(r"^(.*?)([A-Za-z_][\w.-]*)$", re.DOTALL)
_LOCAL = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True)
class Syntax:
    """How a document is put together of fragments: its media type, what stands before, between and after them."""

    media_type: str
    head: str = ""
    between: str = ""
    tail: str = ""


SYNTAXES = {
    "nt": Syntax("application/n-triples"),
    "ttl": Syntax("text/turtle", "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in _PREFIXES.items())),
    "xml": Syntax(
        "application/rdf+xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
        + "".join(f'\n xmlns:{name}="{space}"' for name, space in _PREFIXES.items())
        + ">\n",
        tail="</rdf:RDF>\n",
    ),
    "jsonld": Syntax("application/ld+json", f'{{"@context":{json.dumps(_PREFIXES)},"@graph":[\n', ",\n", "\n]}\n"),
}
"""Suffix → syntax."""


def nt(found: Statements) -> str:
    """Return N-Triples, a statement a line."""
    return "".join(
        f"{term_text(subject)} {term_text(name)} {term_text(value)} .\n" for subject, pairs in found.items() for name, value in pairs
    )


def ttl(found: Statements) -> str:
    """Return Turtle, a block a subject."""
    return "".join(f"{term_text(subject)} {_grouped(pairs)} .\n" for subject, pairs in found.items())


def _grouped(pairs: Iterable[tuple[URIRef, Node]]) -> str:
    by_name: dict[URIRef, list[str]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(_short(value) if isinstance(value, URIRef) else term_text(value))
    return " ;\n    ".join(f"{'a' if name == RDF.type else _short(name)} {', '.join(values)}" for name, values in by_name.items())


def _short(address: URIRef) -> str:
    return _prefixed(address) or address_text(address)


@lru_cache(8192)
def _prefixed(address: str) -> str:
    for prefix, space in _PREFIXES.items():
        if address.startswith(space) and _LOCAL.fullmatch(address[len(space) :]):
            return f"{prefix}:{address[len(space) :]}"
    return ""


def xml(found: Statements) -> str:
    """Return RDF/XML, a description a subject."""
    return "".join(
        f"<rdf:Description {_reference('about', subject)}>\n{''.join(map(_element, pairs))}</rdf:Description>\n"
        for subject, pairs in found.items()
    )


def _reference(attribute: str, node: Node) -> str:
    return f'rdf:nodeID="{node}"' if isinstance(node, BNode) else f"rdf:{attribute}={quoteattr(str(node))}"


def _element(pair: tuple[URIRef, Node]) -> str:
    name, value = pair
    tag = opening = _prefixed(name)
    if not tag:
        space, local = _SPLIT.fullmatch(name).groups()  # type: ignore[union-attr]
        tag, opening = f"p:{local}", f"p:{local} xmlns:p={quoteattr(space)}"
    if not isinstance(value, Literal):
        return f"  <{opening} {_reference('resource', value)}/>\n"
    kind = f' xml:lang="{value.language}"' if value.language else ""
    kind = f" rdf:datatype={quoteattr(str(value.datatype))}" if value.datatype else kind
    # A parser reads a bare carriage return as a line feed.
    return f"  <{opening}{kind}>{escape(str(value), {chr(13): '&#13;'})}</{tag}>\n"


def jsonld(found: Statements) -> str:
    """Return JSON-LD nodes with commas between."""
    return ",\n".join(json.dumps(_node(subject, pairs), ensure_ascii=False, separators=(",", ":")) for subject, pairs in found.items())


def _node(subject: Node, pairs: Iterable[tuple[URIRef, Node]]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _id(subject)}
    for name, value in pairs:
        if name == RDF.type:
            node.setdefault("@type", []).append(_prefixed(str(value)) or str(value))
        else:
            node.setdefault(_prefixed(name) or str(name), []).append(_object(value))
    return node


def _id(node: Node) -> str:
    return node.n3() if isinstance(node, BNode) else str(node)


def _object(value: Node) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": _id(value)}
    said = {"@value": str(value)}
    if value.language:
        return {**said, "@language": value.language}
    return said if value.datatype in (None, XSD.string) else {**said, "@type": _prefixed(value.datatype) or str(value.datatype)}


WRITERS = {"nt": nt, "ttl": ttl, "xml": xml, "jsonld": jsonld}
"""Suffix → what writes a fragment."""


def document(form: str, graph: Graph) -> str:
    """Return a graph as one document, the same text for the same statements.

    Args:
        form: of ``WRITERS``.
    """
    return joined(form, [WRITERS[form](statements(graph))])


def joined(form: str, fragments: Iterable[str]) -> str:
    """Return fragments as one document."""
    syntax = SYNTAXES[form]
    return syntax.head + syntax.between.join(fragments) + syntax.tail
