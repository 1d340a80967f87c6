"""Each form that a table is served in is a distribution that says the truth; the services that answer about it are named."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckanext.dcat.profiles import ADMS, DCAT, DCT, SPDX
from rdflib import RDF, Graph, URIRef

from ckanext.binhduong.exports import jobs
from ckanext.binhduong.exports.formats.registry import FORMATS
from ckanext.binhduong.metadata.dcat.served_forms import is_served_form
from tests.metadata.validation import OTHER_VOCABULARIES, SHAPE_SETS, findings, violations, vocabulary_findings
from tests.releases.conftest import POINTS, REQUIRED, act, add, public_dataset

SITE = "http://test.ckan.net"


@pytest.fixture(scope="module")
def dataset(empty_portal: None) -> dict[str, Any]:
    """A public dataset of an agency."""
    return public_dataset()


@pytest.fixture(scope="module")
def resource(dataset: dict[str, Any]) -> dict[str, Any]:
    """A published layer of points, its files made."""
    found = add(dataset, POINTS, availability="EXPERIMENTAL", status="DEVELOP")
    jobs.run()
    return found


def _served(graph: Graph) -> list[URIRef]:
    return sorted(node for node in graph.subjects(RDF.type, DCAT.Distribution) if isinstance(node, URIRef) and is_served_form(node))


def test_every_form_is_a_distribution(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """Eleven formats, two of them in VN-2000 too, beside the file that the agency gave; DCAT-AP's shapes find nothing."""
    body = app.get(f"/dataset/{dataset['name']}.ttl").data
    graph = Graph().parse(data=body, format="turtle")
    names = [str(node).partition("/export.")[2] for node in _served(graph)]
    assert names == sorted([*FORMATS, "gpkg?crs=EPSG:9210", "shp.zip?crs=EPSG:9210"])
    assert len(list(graph.objects(None, DCAT.distribution))) == len(names) + 1
    assert violations(body) == []


def test_what_is_said_of_a_file_is_true(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """Downloaded, each made file has the size, the checksum and the media type that its distribution names."""
    graph = Graph().parse(data=app.get(f"/dataset/{dataset['name']}.ttl").data, format="turtle")
    checked = []
    for node in _served(graph):
        size = graph.value(node, DCAT.byteSize)
        if size is None:
            continue
        answer = app.get(str(graph.value(node, DCAT.downloadURL)).removeprefix(SITE), status=200)
        checksum = graph.value(node, SPDX.checksum)
        assert checksum is not None
        assert (len(answer.data), hashlib.sha256(answer.data).hexdigest()) == (int(size), str(graph.value(checksum, SPDX.checksumValue)))
        assert str(graph.value(node, DCAT.mediaType)).endswith(f"/media-types/{answer.content_type.split(';')[0]}")
        assert None not in [graph.value(node, name) for name in (DCT["format"], DCT.license, DCT.issued, ADMS.status, DCAT.accessURL)]
        checked.append(str(node).rpartition(".")[2])
    assert {"xlsx", "csv", "geojson", "gpkg", "parquet"} <= set(checked)


def test_places_say_their_system_of_coordinates(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """WGS 84 without asking, VN-2000 where the address asks for it; a table of text conforms to the Table Schema."""
    graph = Graph().parse(data=app.get(f"/dataset/{dataset['name']}.ttl").data, format="turtle")
    standards = {str(node).partition("/export.")[2]: str(graph.value(node, DCT.conformsTo)).rpartition("/")[2] for node in _served(graph)}
    assert (standards["gpkg"], standards["gpkg?crs=EPSG:9210"], standards["geojson"]) == ("4326", "9210", "4326")
    assert str(graph.value(_served(graph)[0], DCT.conformsTo)) == "https://specs.frictionlessdata.io/table-schema/"


def test_services_serve_the_dataset(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """The Action API, the feed, the features and the rows of the table, each at an address that answers."""
    graph = Graph().parse(data=app.get(f"/dataset/{dataset['name']}.ttl").data, format="turtle")
    node = URIRef(f"{SITE}/dataset/{dataset['id']}")
    services = {str(graph.value(each, DCAT.endpointURL)).removeprefix(SITE) for each in graph.subjects(DCAT.servesDataset, node)}
    rows = f"/dataset/{dataset['name']}/resource/{resource['id']}/rows"
    assert services == {"/api/3/action/", "/feeds/dataset.atom", "/geo", rows}
    assert [
        app.get(address).status_code for address in (rows, f"{rows}/openapi.json", "/feeds/dataset.atom", "/docs/api/openapi.json")
    ] == [200] * 4
    assert str(graph.value(URIRef(f"{node}/resource/{resource['id']}"), DCAT.accessService)).endswith("#rows")


@pytest.mark.parametrize("shapes", SHAPE_SETS)
@pytest.mark.parametrize("address", ["/dataset/{name}.ttl", "/catalog.ttl", "/catalog/all.ttl"])
def test_no_shape_finds_anything(resource: dict[str, Any], dataset: dict[str, Any], app: Any, address: str, shapes: str) -> None:
    """What DCAT-AP recommends is there too: who answers for a service, which standard it follows, the kind of a licence, a place's box."""
    act("package_patch", id=dataset["id"], temporal_start="2025-01-01", temporal_end="2025-12-31")
    address = address.format(name=dataset["name"])
    assert findings(Graph().parse(data=app.get(address).data, format="turtle"), shapes) == []


def test_the_forms_use_the_vocabularies(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """Format, media type, status, availability, language and checksum of each made file are of the vocabularies that DCAT-AP obliges to."""
    graph = Graph().parse(data=app.get(f"/dataset/{dataset['name']}.ttl").data, format="turtle")
    violated, warned = vocabulary_findings(graph)
    assert violated == []
    assert {path for path, _ in warned} <= OTHER_VOCABULARIES


def test_a_table_without_places_is_no_feature_service(dataset: dict[str, Any], app: Any) -> None:
    """`/geo` serves layers only; the other services of the portal serve every dataset."""
    other = act("package_create", name="khong-ban-do", owner_org=dataset["owner_org"], **REQUIRED)
    graph = Graph().parse(data=app.get(f"/dataset/{other['name']}.ttl").data, format="turtle")
    assert {str(node).removeprefix(SITE) for node in graph.subjects(RDF.type, DCAT.DataService)} == {"/#api", "/#feeds"}


def test_the_services_of_the_portal_are_described_once(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """The whole catalogue's head describes them; a dataset's fragment only says that they serve it."""
    body = app.get("/catalog/all.nt").text
    node = f"<{SITE}/#features>"
    assert (body.count(f"{node} <{DCAT.endpointURL}>"), body.count(f"{node} <{DCAT.servesDataset}>")) == (1, 1)


def test_the_catalogue_asks_once_for_all(
    resource: dict[str, Any], dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of the catalogue asks for the forms of all of its datasets together, and names its services."""
    asked: list[list[str]] = []
    helper = tk.h["binhduong_served_forms"]
    monkeypatch.setitem(tk.h, "binhduong_served_forms", lambda ids: asked.append(ids) or helper(ids))
    graph = Graph().parse(data=app.get("/catalog.ttl").data, format="turtle")
    assert asked == [[resource["id"]]]
    assert len(_served(graph)) == len(FORMATS) + 2
    assert len(list(graph.objects(None, DCAT.service))) == 3


def test_a_private_datasets_forms_are_nowhere(resource: dict[str, Any], dataset: dict[str, Any], app: Any) -> None:
    """When the dataset leaves the public its distributions do."""
    act("package_patch", id=dataset["id"], private=True)
    try:
        assert app.get(f"/dataset/{dataset['name']}.ttl", expect_errors=True).status_code in (403, 404)
        assert resource["id"] not in app.get("/catalog.ttl").text
    finally:
        act("package_patch", id=dataset["id"], private=False)
