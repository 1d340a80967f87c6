"""DCAT-AP's own shapes on bytes as the portal serves them: no triple added, no shape removed, no network.

The shape of data services names two property shapes that the file does not have; pyshacl stops at such a name as soon as there is a data
service, so the two names are left out.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.term import Node

SHACL = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = files("ckanext.binhduong.metadata") / "quality" / "shapes"
SHAPE_SETS = {
    "DCAT-AP 3.0.1": "dcat-ap-3.0.1-SHACL.ttl",
    "DCAT-AP 3.0.1, recommended": "dcat-ap-3.0.1-html-shapes_recommended.ttl",
    "DCAT-AP 3.0.1, ranges": "dcat-ap-3.0.1-html-range.ttl",
}
"""Name → file in the folder of shapes."""
HIGH_VALUE = "DCAT-AP for high-value datasets 3.0.0"
"""The set of shapes for documents of datasets that have a high-value category, and for no others."""
_FILES = {**SHAPE_SETS, HIGH_VALUE: "dcat-ap-hvd-3.0.0-SHACL.ttl"}


@cache
def _shapes(name: str) -> Graph:
    shapes = Graph().parse(str(SHAPES / _FILES[name]), format="turtle")
    missing = [(shape, part) for shape, part in shapes.subject_objects(SHACL.property) if (part, None, None) not in shapes]
    assert len(missing) == (2 if name == "DCAT-AP 3.0.1" else 0)
    for shape, part in missing:
        shapes.remove((shape, SHACL.property, part))
    return shapes


def _results(graph: Graph, name: str) -> list[tuple[Node | None, str]]:
    """Every result of a set of shapes: its severity, and "path of shape: message (node)"."""
    _, report, _ = validate(graph, shacl_graph=_shapes(name), inference="none", do_owl_imports=False)
    assert isinstance(report, Graph)
    found = []
    for result in report.subjects(SHACL.resultSeverity):
        path, message, node = (report.value(result, each) for each in (SHACL.resultPath, SHACL.resultMessage, SHACL.focusNode))
        found.append((report.value(result, SHACL.resultSeverity), f"{path}: {message} ({node})"))
    return sorted(found, key=lambda each: each[1])


def violations(body: bytes, form: str = "turtle") -> list[str]:
    """Every violation of DCAT-AP 3.0.1 in a document, as "path of shape: message (node)"."""
    results = _results(Graph().parse(data=body, format=form), "DCAT-AP 3.0.1")
    return [text for severity, text in results if severity == SHACL.Violation]


def findings(graph: Graph, name: str) -> list[str]:
    """Everything that a set of shapes finds in a graph, warnings too."""
    return [text for _, text in _results(graph, name)]
