"""The statements of a graph in one order, with names for its nodes without one, and its terms as N-Triples has them. Imports no CKAN."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

__all__ = ["Statements", "address_text", "statements", "term_text"]

Statements = dict[Node, list[tuple[URIRef, Node]]]
"""Subject → its predicates and objects."""

_DEPTH = 8
"""How far a node without a name is looked into."""


def statements(graph: Graph) -> Statements:
    """Return the statements of a graph by subject, sorted, with nodes without a name called after what is said of them."""
    said: Statements = {}
    leading: Statements = {}
    for subject, predicate, value in graph:
        said.setdefault(subject, []).append((predicate, value))  # type: ignore[arg-type]
        leading.setdefault(value, []).append((predicate, subject))  # type: ignore[arg-type]
    names = {node: _named(said, leading, node) for node in {*said, *leading} if isinstance(node, BNode)}
    found: dict[Node, set[tuple[URIRef, Node]]] = {}
    for subject, pairs in said.items():
        found.setdefault(names.get(subject, subject), set()).update((name, names.get(value, value)) for name, value in pairs)  # type: ignore[arg-type]
    return {subject: sorted(found[subject], key=_order) for subject in sorted(found, key=term_text)}


def _named(said: Statements, leading: Statements, node: BNode) -> BNode:
    text = _said_of(said, node, _DEPTH) + _leading_to(leading, node, _DEPTH)
    return BNode("n" + hashlib.sha256(text.encode()).hexdigest()[:20])


def _said_of(said: Statements, node: Node, depth: int) -> str:
    if not isinstance(node, BNode):
        return term_text(node)
    if not depth:
        return "…"
    found = (f"{term_text(name)} {_said_of(said, value, depth - 1)}" for name, value in said.get(node, ()))
    return "[" + "; ".join(sorted(found)) + "]"


def _leading_to(leading: Statements, node: Node, depth: int) -> str:
    if not isinstance(node, BNode):
        return term_text(node)
    if not depth:
        return "…"
    found = (f"{_leading_to(leading, start, depth - 1)} {term_text(name)}" for name, start in leading.get(node, ()))
    return "(" + ", ".join(sorted(found)) + ")"


def _order(pair: tuple[URIRef, Node]) -> tuple[bool, str, str]:
    """What a thing is stands first."""
    return pair[0] != RDF.type, term_text(pair[0]), term_text(pair[1])


def term_text(node: Node) -> str:
    """Return a node as N-Triples has it; addresses come again and again."""
    return address_text(node) if isinstance(node, URIRef) else _plain(node)


@lru_cache(8192)
def address_text(address: URIRef) -> str:
    """Return an address as N-Triples has it."""
    return address.n3()


def _plain(node: Node) -> str:
    if not isinstance(node, Literal):
        return node.n3()
    text = json.dumps(str(node), ensure_ascii=False).replace("\x7f", "\\u007F")
    if node.language:
        return f"{text}@{node.language}"
    return f"{text}^^{address_text(node.datatype)}" if node.datatype else text
