"""DCAT-AP's own shapes on bytes as the portal serves them: no triple added, no shape removed, no network.

The shape of data services names two property shapes that the file does not have; pyshacl stops at such a name as soon as there is a data
service, so the two names are left out. The shapes of vocabularies look for SPDX under https, where none of its names is
(``quality/shapes/SOURCE.md``); that pattern is put right. They are run with the portal's vocabularies beside the document.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ckanext.binhduong.catalogue import vocabularies

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
VOCABULARIES = "DCAT-AP 3.0.1, vocabularies"
"""The set of shapes that says which vocabulary a value is from."""
_FILES = {**SHAPE_SETS, HIGH_VALUE: "dcat-ap-hvd-3.0.0-SHACL.ttl", VOCABULARIES: "dcat-ap-3.0.1-html-mdr-vocabularies.shape.ttl"}
_ADMS = {
    "licencetype": ("Attribution", "PublicDomain", "ViralEffect-ShareAlike", "NonCommercialUseOnly", "NoDerivativeWork"),
    "publishertype": ("LocalAuthority", "RegionalAuthority", "NationalAuthority"),
}
"""Scheme of ADMS 1.0 → those of its concepts that a portal of a province can need."""
OTHER_VOCABULARIES = frozenset({DCTERMS.publisher, DCTERMS.spatial, DCTERMS.type, DCAT.theme})
"""What DCAT-AP 3.0.1 ("Controlled vocabularies to be used") lets have values of regional vocabularies; an EU theme is needed once."""


@cache
def _shapes(name: str) -> Graph:
    shapes = Graph().parse(str(SHAPES / _FILES[name]), format="turtle")
    missing = [(shape, part) for shape, part in shapes.subject_objects(SHACL.property) if (part, None, None) not in shapes]
    assert len(missing) == (2 if name == "DCAT-AP 3.0.1" else 0)
    for shape, part in missing:
        shapes.remove((shape, SHACL.property, part))
    for shape in list(shapes.subjects(SHACL.pattern, Literal("^https://spdx.org/rdf/terms"))):
        shapes.set((shape, SHACL.pattern, Literal("^http://spdx.org/rdf/terms#")))
    return shapes


@cache
def _concepts() -> Graph:
    """The vocabularies of the portal that have an address in the EU's tables, and ADMS's, as SKOS: each concept is in its scheme."""
    found = [row["uri"] for name in vocabularies.VOCABULARIES for row in vocabularies.entries(name) if row["uri"]]
    schemes = {address: address.rpartition("/")[0] for address in found}
    for name, codes in _ADMS.items():
        schemes |= {f"http://purl.org/adms/{name}/{code}": f"http://purl.org/adms/{name}/1.0" for code in codes}
    graph = Graph()
    for address, scheme in schemes.items():
        graph.add((URIRef(address), SKOS.inScheme, URIRef(scheme)))
        graph.add((URIRef(scheme), RDF.type, SKOS.ConceptScheme))
    return graph


def vocabulary_findings(graph: Graph) -> tuple[list[str], set[tuple[Node | None, Node | None]]]:
    """What the shapes of vocabularies find with the vocabularies loaded: the violations as text; path and value of each warning."""
    _, report, _ = validate(graph + _concepts(), shacl_graph=_shapes(VOCABULARIES), inference="none", do_owl_imports=False)
    assert isinstance(report, Graph)
    violated, warned = [], set()
    for result in report.objects(None, SHACL.result):
        path, value = report.value(result, SHACL.resultPath), report.value(result, SHACL.value)
        if report.value(result, SHACL.resultSeverity) == SHACL.Warning:
            warned.add((path, value))
        else:
            violated.append(f"{path}: {value} ({report.value(result, SHACL.focusNode)})")
    return sorted(violated), warned


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
