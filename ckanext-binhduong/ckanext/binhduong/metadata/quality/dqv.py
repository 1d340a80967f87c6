"""What was measured, in the words of the Data Quality Vocabulary, as data.europa.eu publishes its own results. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from ckanext.binhduong.metadata.quality.measure import Measured

__all__ = ["DQV", "METRIC", "add_quality"]

DQV = Namespace("http://www.w3.org/ns/dqv#")
#: data.europa.eu's own names of the metrics; ``scoring`` is the sum of points.
METRIC = Namespace("https://piveau.eu/ns/voc#")


def add_quality(graph: Graph, dataset: URIRef, measured: Sequence[Measured]) -> None:
    """Add the points of a dataset, and of each metric whether it is fulfilled.

    Args:
        dataset: its node.
        measured: every metric.
    """
    values = {each.code: Literal(0 < each.good == each.all) for each in measured}
    values["scoring"] = Literal(str(sum(each.points for each in measured)), datatype=XSD.integer)
    for code, value in values.items():
        node = URIRef(f"{dataset}#quality-{code}")
        graph.add((dataset, DQV.hasQualityMeasurement, node))
        graph.add((node, RDF.type, DQV.QualityMeasurement))
        graph.add((node, DQV.isMeasurementOf, METRIC[code]))
        graph.add((node, DQV.computedOn, dataset))
        graph.add((node, DQV.value, value))
