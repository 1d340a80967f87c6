"""The points in the metadata that machines read."""

from __future__ import annotations

from typing import Any

import pytest
from ckanext.dcat.processors import RDFParser
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ckanext.binhduong.metadata.bulk import jobs
from ckanext.binhduong.metadata.quality import measuring
from ckanext.binhduong.metadata.quality.dqv import DQV, METRIC
from tests.metadata.test_bulk import HYDRA
from tests.metadata.validation import violations
from tests.releases.conftest import REQUIRED, act, add, agency, clean

__all__ = ["agency", "clean"]

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def dataset(agency: dict[str, Any]) -> dict[str, Any]:
    """A public dataset of real data with a table, measured."""
    found = act("package_create", name="nha-thuoc", owner_org=agency["id"], **{**REQUIRED, "data_kind": "real"})
    add(found)
    jobs.write(found["id"])
    return found


def _values(graph: Graph) -> dict[str, Any]:
    nodes = graph.subjects(RDF.type, DQV.QualityMeasurement)
    return {str(graph.value(node, DQV.isMeasurementOf)).removeprefix(METRIC): graph.value(node, DQV.value).toPython() for node in nodes}  # type: ignore[union-attr]


def test_each_metric_and_the_sum_are_measurements_of_the_dataset(dataset: dict[str, Any], app: Any) -> None:
    """As data.europa.eu names them; DCAT-AP's shapes find nothing, and a change takes them away until it is measured."""
    body = app.get("/dataset/nha-thuoc.ttl", status=200).data
    graph = Graph().parse(data=body, format="turtle")
    values = _values(graph)
    assert len(values) == 24
    assert values["scoring"] == act("dataset_quality_show", id="nha-thuoc")["points"]
    assert (values["categoryAvailability"], values["keywordAvailability"], values["byteSizeAvailability"]) == (True, False, False)
    assert set(graph.objects(None, DQV.computedOn)) == {URIRef(f"http://test.ckan.net/dataset/{dataset['id']}")}
    assert violations(body) == []
    act("package_patch", id="nha-thuoc", tag_string="thuốc")
    assert _values(Graph().parse(data=app.get("/dataset/nha-thuoc.ttl").data, format="turtle")) == {}
    measuring.measure_dataset(dataset["id"])
    again = _values(Graph().parse(data=app.get("/dataset/nha-thuoc.ttl").data, format="turtle"))
    assert (again["keywordAvailability"], again["scoring"]) == (True, values["scoring"] + 30)


@pytest.mark.parametrize(("form", "syntax"), [("nt", "nt"), ("ttl", "turtle"), ("xml", "xml"), ("jsonld", "json-ld")])
def test_the_whole_catalogue_says_them_too(dataset: dict[str, Any], app: Any, form: str, syntax: str) -> None:
    """The same statements as the paged one, before and after the points change without any change of the dataset."""
    for _ in range(2):
        paged = Graph().parse(data=app.get("/catalog.ttl").data, format="turtle")
        for subject, predicate, value in list(paged):
            if str(predicate).startswith(HYDRA) or str(value).startswith(HYDRA):
                paged.remove((subject, predicate, value))
        found = Graph().parse(data=app.get(f"/catalog/all.{form}").data, format=syntax)
        assert isomorphic(found, paged)
        assert (None, DQV.isMeasurementOf, METRIC.scoring) in found
        act("package_patch", id="nha-thuoc", tag_string="thuốc")
        measuring.measure_dataset(dataset["id"])
    assert (None, DQV.value, Literal(False)) in found


def test_parsers_read_a_dataset_with_them(dataset: dict[str, Any], app: Any) -> None:
    """ckanext-dcat's own and ours; no field is made of them."""
    body = app.get("/dataset/nha-thuoc.ttl", status=200).data
    for profile in ("euro_dcat_ap_3", "binhduong_dcat_ap"):
        parser = RDFParser(profiles=[profile])
        parser.parse(body, "turtle")
        (found,) = parser.datasets()
        assert found["title"] == REQUIRED["title"]
        assert "quality" not in str(found)
