"""Which addresses elsewhere a dataset's graph leads to. Imports no CKAN."""

from __future__ import annotations

import re

from ckanext.dcat.profiles import DCAT
from rdflib import Graph
from rdflib.term import Node

__all__ = ["LONGEST", "outside", "resource_of"]

LONGEST = 2000
"""Bytes of an address that can be kept and looked at; of a longer one nothing is known."""
_RESOURCE = re.compile(r"/resource/([^/]+)$")


def resource_of(node: Node) -> str:
    """Return the id of the resource that a distribution is; empty for what the portal made of one."""
    found = _RESOURCE.search(str(node))
    return found[1] if found else ""


def outside(graph: Graph, dataset: Node, own_origin: str) -> dict[str, str]:
    """Return the addresses at which files are accessed or downloaded elsewhere, each with the id of a resource that has it.

    Args:
        own_origin: the portal's scheme and host; what it serves itself answers.
    """
    own = own_origin.rstrip("/") + "/"
    found: dict[str, str] = {}
    for node in sorted(graph.objects(dataset, DCAT.distribution), key=str):
        for predicate in (DCAT.accessURL, DCAT.downloadURL):
            for address in map(str, graph.objects(node, predicate)):
                if not address.startswith(own) and len(address.encode()) <= LONGEST:
                    found.setdefault(address, resource_of(node))
    return found
