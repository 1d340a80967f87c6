"""Measure a dataset by its own DCAT graph: what a harvester sees is what is counted. Imports no CKAN.

The rules are those of data.europa.eu's Metadata Quality Assessment. A metric of distributions gives as many points as the share of
distributions that have it, rounded down; those of interoperability look at the best distribution alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.dcat.profiles import DCAT, DCT
from rdflib import Graph, URIRef
from rdflib.term import Node

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.metadata.dcat.served_forms import is_served_form
from ckanext.binhduong.metadata.dcat.to_dcat import IANA
from ckanext.binhduong.metadata.links.found import resource_of
from ckanext.binhduong.metadata.quality.metrics import Metric, metrics

__all__ = ["Measured", "measure"]

_EU = "http://publications.europa.eu/resource/authority/"

Test = Callable[[Graph, Node], bool]


@dataclass(frozen=True)
class Measured:
    """One metric of one dataset.

    Attributes:
        code: of the metric.
        good, all: nodes that have it, and nodes that were looked at.
        resource: the id of the first resource that lacks it; empty when none does, or only forms that the portal makes.
    """

    code: str
    good: int
    all: int
    resource: str = ""

    @property
    def points(self) -> int:
        """The points, rounded down."""
        return metrics()[self.code].points * self.good // self.all if self.all else 0


def measure(graph: Graph, dataset: URIRef, own_origin: str, conforms: bool, answering: Mapping[str, bool | None]) -> list[Measured]:
    """Measure every metric, in the order of the table.

    Args:
        graph: the dataset's, as it is served; of a graph with several datasets only this one is looked at.
        dataset: its node.
        own_origin: the portal's scheme and host; what it serves itself answers.
        conforms: whether DCAT-AP's shapes found no violation.
        answering: addresses elsewhere that were looked at → whether they answer; without a word about it an address has no points.
    """
    own = own_origin.rstrip("/") + "/"
    tests = {**_TESTS, "accessUrlStatusCode": _answers(DCAT.accessURL, own, answering)}
    tests["downloadUrlStatusCode"] = _answers(DCAT.downloadURL, own, answering)
    tests["dcatApCompliance"] = lambda *_: conforms
    distributions = sorted(graph.objects(dataset, DCAT.distribution), key=lambda node: (is_served_form(str(node)), str(node)))
    best = _best(graph, distributions, tests)
    nodes = {"dataset": [dataset], "each": distributions, "best": best, "both": [dataset, *distributions]}
    return [_measured(graph, metric, nodes[metric.of], tests[metric.code], distributions) for metric in metrics().values()]


def _measured(graph: Graph, metric: Metric, nodes: list[Node], test: Test, distributions: list[Node]) -> Measured:
    lacking = [node for node in nodes if not test(graph, node)]
    named = distributions if lacking and metric.of == "best" else lacking
    return Measured(metric.code, len(nodes) - len(lacking), len(nodes), next(_resources(named), ""))


def _resources(nodes: Iterable[Node]) -> Iterator[str]:
    """The ids of the resources that distributions are; what the portal made of them is no resource."""
    return filter(None, map(resource_of, nodes))


def _best(graph: Graph, distributions: list[Node], tests: dict[str, Test]) -> list[Node]:
    """The distribution with the most points of interoperability, alone."""
    own = [metric for metric in metrics().values() if metric.of == "best"]
    worth = {node: sum(metric.points for metric in own if tests[metric.code](graph, node)) for node in distributions}
    return [max(distributions, key=lambda node: worth[node])] if distributions else []


def _has(predicate: URIRef) -> Test:
    return lambda graph, node: any(str(value).strip() for value in graph.objects(node, predicate))


def _within(predicate: URIRef, prefix: str) -> Test:
    """Whether a value is a concept of an authority table, known by the beginning of its address."""
    return lambda graph, node: any(str(value).startswith(prefix) for value in graph.objects(node, predicate))


def _answers(predicate: URIRef, own: str, answering: Mapping[str, bool | None]) -> Test:
    def test(graph: Graph, node: Node) -> bool:
        addresses = [str(value) for value in graph.objects(node, predicate)]
        return bool(addresses) and all(address.startswith(own) or answering.get(address) for address in addresses)

    return test


def _format_is(property_name: str) -> Test:
    """Whether the format has a property of the table of formats; the media type tells apart what shares an EU file type."""

    def test(graph: Graph, node: Node) -> bool:
        media_type = str(graph.value(node, DCAT.mediaType) or "").removeprefix(IANA)
        row = vocabularies.find_format(media_type) if media_type else None
        row = row or _by_address().get(str(graph.value(node, DCT["format"])))
        return bool(row and row[property_name])

    return test


def _by_address() -> dict[str, dict[str, Any]]:
    return {row["uri"]: row for row in reversed(vocabularies.entries("formats")) if row["uri"]}


def _both(*tests: Test) -> Test:
    return lambda graph, node: all(test(graph, node) for test in tests)


_TESTS: dict[str, Test] = {
    "keywordAvailability": _has(DCAT.keyword),
    "categoryAvailability": _has(DCAT.theme),
    "spatialAvailability": _has(DCT.spatial),
    "temporalAvailability": _has(DCT.temporal),
    "downloadUrlAvailability": _has(DCAT.downloadURL),
    "formatAvailability": _has(DCT["format"]),
    "mediaTypeAvailability": _has(DCAT.mediaType),
    "formatMediaTypeVocabularyAlignment": _both(_within(DCT["format"], f"{_EU}file-type/"), _within(DCAT.mediaType, IANA)),
    "formatMediaTypeNonProprietary": _format_is("open"),
    "formatMediaTypeMachineInterpretable": _format_is("machine_readable"),
    "accessRightsAvailability": _has(DCT.accessRights),
    "accessRightsVocabularyAlignment": _within(DCT.accessRights, f"{_EU}access-right/"),
    "licenceAvailability": _has(DCT.license),
    "knownLicence": _within(DCT.license, f"{_EU}licence/"),
    "contactPointAvailability": _has(DCAT.contactPoint),
    "publisherAvailability": _has(DCT.publisher),
    "rightsAvailability": _has(DCT.rights),
    "byteSizeAvailability": _has(DCAT.byteSize),
    "dateIssuedAvailability": _has(DCT.issued),
    "dateModifiedAvailability": _has(DCT.modified),
}
