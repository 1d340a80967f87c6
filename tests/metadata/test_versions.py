"""The releases of a file are its versions, and harvesters meet one dataset as before."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckanext.dcat.processors import RDFParser
from ckanext.dcat.profiles import ADMS, DCAT, DCT
from rdflib import RDF, Graph, Literal, URIRef

from ckanext.binhduong.releases.ledger.model import Release, utcnow
from tests.metadata.validation import SHAPE_SETS, findings
from tests.releases.conftest import POINTS, REQUIRED, act, add, agency, clean, replace

__all__ = ["agency", "clean"]

SITE = "http://test.ckan.net"

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def resource(agency: dict[str, Any]) -> dict[str, Any]:
    """A layer of two releases in a dataset with everything that DCAT-AP recommends."""
    fields = {**REQUIRED, "tag_string": "y tế", "units": ["74@2024"], "temporal_start": "2025-01-01", "temporal_end": "2025-12-31"}
    dataset = act("package_create", name="co-so", owner_org=agency["id"], **fields)
    made = add(dataset, POINTS, "a.csv")
    replace(made, f"{POINTS}NT-004,Nhà thuốc Thuận An,0274000004,10.9100,106.7100\n", "b.csv")
    return act("resource_show", id=made["id"])


def read(app: Any, address: str = "/dataset/co-so.ttl") -> Graph:
    """A document as it is served."""
    return Graph().parse(data=app.get(address, status=200).data, format="nt" if address.endswith("nt") else "turtle")


def test_a_file_says_its_versions(resource: dict[str, Any], app: Any) -> None:
    """Which one is served, each with its number, file, day and what it changed in both languages; each before the next."""
    graph = read(app)
    file = URIRef(f"{SITE}/dataset/{resource['package_id']}/resource/{resource['id']}")
    first, second = (URIRef(f"{file}/release/{number}") for number in (1, 2))
    assert set(graph.objects(file, DCAT.hasVersion)) == {first, second}
    assert {graph.value(node, DCAT.isVersionOf) for node in (first, second)} == {file}
    assert [graph.value(node, DCAT.version) for node in (file, first, second)] == [Literal("2"), Literal("1"), Literal("2")]
    assert (graph.value(file, DCAT.hasCurrentVersion), graph.value(second, DCAT.previousVersion)) == (second, first)
    assert str(graph.value(first, DCAT.downloadURL)) == f"{SITE}/dataset/co-so/resource/{resource['id']}/release/1/a.csv"
    assert graph.value(first, DCAT.byteSize).toPython() == len(POINTS.encode())  # type: ignore[union-attr]
    notes = set(graph.objects(first, ADMS.versionNotes))
    assert notes == {Literal("Bản phát hành đầu tiên.", lang="vi"), Literal("The first release.", lang="en")}
    assert {note.language for note in graph.objects(file, ADMS.versionNotes)} == {"vi", "en"}  # type: ignore[attr-defined]
    assert app.get(str(graph.value(first, DCAT.downloadURL)).removeprefix(SITE)).data == POINTS.encode()


def test_every_reader_meets_one_dataset_with_its_file(resource: dict[str, Any], app: Any) -> None:
    """A version is no dataset, and no distribution of one; the shapes find nothing, in a dataset's document and in the catalogue's."""
    for address in ("/dataset/co-so.ttl", "/catalog.ttl"):
        served = read(app, address)
        assert len(list(served.objects(None, DCAT.hasVersion))) == 2
        assert [findings(served, shapes) for shapes in SHAPE_SETS] == [[], [], []]
    graph = read(app)
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 1
    assert not [each for each in graph.objects(None, DCAT.distribution) if "/release/" in str(each)]
    for profile in ("euro_dcat_ap_3", "binhduong_dcat_ap"):
        parser = RDFParser(profiles=[profile])
        parser.parse(app.get("/dataset/co-so.ttl").data, "turtle")
        (found,) = parser.datasets()
        assert not [each for each in found["resources"] if "/release/" in str(each)]
        assert not found.get("version")


def test_a_link_is_no_version(agency: dict[str, Any], app: Any) -> None:
    """Where it took a document's place, the release before it stays, and is not what is served now."""
    made = add(act("package_create", name="co-so", owner_org=agency["id"], **REQUIRED), "Ghi chú", "ghi-chu.txt")
    file = URIRef(f"{SITE}/dataset/{made['package_id']}/resource/{made['id']}")
    first = URIRef(f"{file}/release/1")
    served = (DCAT.hasVersion, DCAT.hasCurrentVersion, DCAT.version)
    assert [read(app).value(file, each) for each in served] == [first, first, Literal("1")]
    act("resource_patch", id=made["id"], url="https://so-y-te.example/ghi-chu", url_type="", clear_upload=True)
    graph = read(app)
    assert [graph.value(file, each) for each in (*served, ADMS.versionNotes)] == [first, None, None, None]


def test_a_new_release_and_its_words_are_in_the_kept_graph(resource: dict[str, Any], app: Any) -> None:
    """The comparison comes after the release, and changes nothing of the dataset itself; files that are no longer kept are no version, and
    those of a private dataset are nowhere."""

    def said() -> set[str]:
        graph = read(app, "/catalog/all.nt")
        return {str(note) for node in graph.objects(None, DCAT.hasVersion) for note in graph.objects(node, ADMS.versionNotes)}

    def change(number: int, **values: Any) -> None:
        # A request ends the session, so each change is of a new one.
        model.Session.query(Release).filter_by(resource_id=resource["id"], number=number).update(values)
        model.Session.commit()

    assert len(said()) == 4
    change(2, summary={"added": 1, "removed": 0, "changed": 0, "moved": 0, "columns": []})
    assert "Thêm 1 dòng." in said()
    change(1, retired=utcnow())
    assert said() == {"Thêm 1 dòng.", "1 row added."}
    act("package_patch", id="co-so", private=True)
    assert said() == set()
    assert (None, DCT.identifier, Literal(resource["package_id"])) not in read(app, "/catalog.ttl")
