"""High-value data: ticked by the officer, with its legal act, as DCAT-AP for high-value datasets wants it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import DCAT, DCATAP, DCT
from rdflib import RDF, Graph, Literal, URIRef

from ckanext.binhduong.metadata.dcat.from_dcat import dataset_of
from tests.metadata.validation import HIGH_VALUE, findings, violations
from tests.releases.conftest import POINTS, REQUIRED, act, add, agency, clean, dataset, editor, geo

__all__ = ["agency", "clean", "dataset", "editor", "geo"]

MOBILITY = URIRef("http://data.europa.eu/bna/c_b79e35eb")
ACT = "Nghị định số 194/2025/NĐ-CP"

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def ticked(dataset: dict[str, Any]) -> dict[str, Any]:
    """A dataset with a published layer that is ticked as mobility and as health."""
    add(dataset, POINTS)
    return act("package_patch", id=dataset["id"], hvd_category=["MOBILITY", "HEALTH"], legal_basis=ACT)


def _graph(app: Any, name: str) -> Graph:
    return Graph().parse(data=app.get(f"/dataset/{name}.ttl").data, format="turtle")


def test_a_ticked_dataset_passes_the_shapes_of_high_value_data(ticked: dict[str, Any], app: Any) -> None:
    """The dataset, its files and each service that answers about it; the shapes of DCAT-AP still find nothing."""
    graph = _graph(app, ticked["name"])
    assert findings(graph, HIGH_VALUE) == []
    assert violations(app.get(f"/dataset/{ticked['name']}.ttl").data) == []
    assert len(set(graph.subjects(DCATAP.hvdCategory, MOBILITY))) == 5
    graph.remove((None, DCATAP.applicableLegislation, None))
    assert {line.split(":")[1] for line in findings(graph, HIGH_VALUE)} == {"//data.europa.eu/r5r/applicableLegislation"}


def test_an_unticked_dataset_says_nothing_of_it(dataset: dict[str, Any], app: Any) -> None:
    """Neither a category nor an act that nobody named the address of."""
    graph = _graph(app, dataset["name"])
    assert (list(graph.objects(None, DCATAP.hvdCategory)), list(graph.objects(None, DCATAP.applicableLegislation))) == ([], [])


@pytest.mark.parametrize("address", ["https://example.org/194-2025", None])
def test_the_act_is_named(dataset: dict[str, Any], app: Any, address: str | None) -> None:
    """By the address where it can be read, else by an identifier below the dataset's; with its title."""
    act("package_patch", id=dataset["id"], hvd_category=["HEALTH"], legal_basis=ACT, legal_basis_url=address)
    graph = _graph(app, dataset["name"])
    (node,) = graph.subjects(RDF.type, DCAT.Dataset)
    (found,) = graph.objects(node, DCATAP.applicableLegislation)
    assert (str(found), graph.value(found, DCT.title)) == (address or f"{node}#legal-basis", Literal(ACT, lang="vi"))


def test_a_harvester_reads_it_back(ticked: dict[str, Any], app: Any) -> None:
    """Codes of the EU's list and our own, in the order of the list."""
    graph = _graph(app, ticked["name"])
    (node,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert isinstance(node, URIRef)
    read = dataset_of(graph, node)
    assert (read["hvd_category"], read["legal_basis"], "legal_basis_url" in read) == (["MOBILITY", "HEALTH"], ACT, False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hvd_category": ["MOBILITY"], "legal_basis": ""}, "căn cứ pháp lý"),
        ({"hvd_category": ["MOBILITY"], "legal_basis": "  "}, "căn cứ pháp lý"),
        ({"hvd_category": ["mobility"], "legal_basis": ACT}, "MOBILITY"),
        ({"hvd_category": "[]", "legal_basis": ""}, None),
        ({"hvd_category": [], "legal_basis": ""}, None),
    ],
)
def test_a_tick_needs_its_legal_basis(agency: dict[str, Any], fields: dict[str, Any], words: str | None) -> None:
    """The message names the remedy; without a tick nothing is asked."""
    make = {**REQUIRED, **fields, "name": "gia-tri-cao", "owner_org": "so-y-te"}
    if words is None:
        assert act("package_create", **make)["hvd_category"] == []
        return
    with pytest.raises(tk.ValidationError) as refused:
        act("package_create", **make)
    assert words in refused.value.error_dict["hvd_category"][0]


def test_high_value_data_are_found_by_category(ticked: dict[str, Any], app: Any) -> None:
    """As a facet of the search page; the identifier of our own category leads there."""
    facets = act("package_search", **{"facet.field": ["hvd_category"], "rows": 0})["search_facets"]["hvd_category"]["items"]
    assert {(item["name"], item["count"]) for item in facets} == {("MOBILITY", 1), ("HEALTH", 1)}
    answer = app.get("/id/hvd-category/HEALTH", headers={"Accept": "text/html"}, follow_redirects=False)
    assert answer.headers["Location"].endswith("/dataset/?hvd_category=HEALTH")
