"""The whole catalogue in one answer: the same statements in every form, each dataset written once, nothing that is not public."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ckan import model
from rdflib import DCAT, DCTERMS, PROV, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ckanext.binhduong.exports import jobs as export_jobs
from ckanext.binhduong.metadata.bulk import graphs
from ckanext.binhduong.metadata.bulk.stored import StoredGraph, forget_gone
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer
from tests.releases.conftest import REQUIRED, act, add, agency, clean, dataset

__all__ = ["agency", "clean", "dataset"]

FORMS = {"nt": "nt", "ttl": "turtle", "xml": "xml", "jsonld": "json-ld"}
NASTY = 'Dấu "ngoặc" \\ <b>&amp; \r\n xuống dòng \t \u0007 \U0001f3e5 {place} ]]> \'\'\' """'
HYDRA = "http://www.w3.org/ns/hydra/core#"

pytestmark = pytest.mark.usefixtures("clean")


def read(app: Any, form: str = "nt", query: str = "") -> bytes:
    """The whole catalogue in a form."""
    return app.get(f"/catalog/all.{form}{query}", status=200).data


def parsed(app: Any, form: str = "nt", query: str = "") -> Graph:
    return Graph().parse(data=read(app, form, query), format=FORMS[form])


def ids(graph: Graph) -> set[str]:
    return {str(graph.value(node, DCTERMS.identifier)) for node in graph.subjects(RDF.type, DCAT.Dataset)}


def another(name: str, **fields: Any) -> dict[str, Any]:
    return act("package_create", name=name, owner_org="so-y-te", **{**REQUIRED, **fields})


@pytest.fixture
def published(dataset: dict[str, Any]) -> dict[str, Any]:
    """A dataset with a table and its files, and one whose texts are hard to write."""
    add(dataset)
    export_jobs.run()
    another("kho-viet", title=NASTY, notes=NASTY, tags=[{"name": "thuốc A.b_c"}], legal_basis=NASTY)
    return dataset


def test_every_form_has_the_statements_of_the_paged_catalogue(published: dict[str, Any], app: Any) -> None:
    """N-Triples, Turtle, RDF/XML and JSON-LD: whatever stands in a text, no more and no less than `/catalog.ttl` without its paging."""
    paged = Graph().parse(data=app.get("/catalog.ttl").data, format="turtle")
    for subject, predicate, value in list(paged):
        if str(predicate).startswith(HYDRA) or str(value).startswith(HYDRA):
            paged.remove((subject, predicate, value))
    for form in FORMS:
        found = parsed(app, form)
        assert len(found) == len(paged), form
        assert isomorphic(found, paged), form
    assert len(ids(paged)) == 2


def test_the_table_has_a_line_a_dataset(published: dict[str, Any], app: Any) -> None:
    """With every text as it is."""
    lines = {row["name"]: row for row in csv.DictReader(io.StringIO(read(app, "csv").decode(), newline=""))}
    assert set(lines) == {"nha-thuoc", "kho-viet"}
    row = lines["nha-thuoc"]
    assert (row["agency"], row["theme"], row["licence"], row["formats"], row["deleted"]) == ("Sở Y tế", "Nhà thuốc", "CC-BY-4.0", "CSV", "")
    assert row["metadata"].endswith("/dataset/nha-thuoc.ttl")
    assert float(row["west"]) == pytest.approx(106.6)
    assert lines["kho-viet"]["title"] == act("package_show", id="kho-viet")["title"]


@pytest.mark.parametrize("form", [*FORMS, "csv"])
def test_only_what_is_public_appears(published: dict[str, Any], app: Any, form: str) -> None:
    """A private dataset, a draft and one that became private or was deleted leave no trace in any form."""
    another("rieng-tu", private=True)
    another("ban-nhap", state="draft")
    another("thanh-rieng", title="Thành riêng")
    another("bi-xoa", title="Bị xóa")
    assert b"thanh-rieng" in read(app, form)
    act("package_patch", id="thanh-rieng", private=True)
    act("package_delete", id="bi-xoa")
    body = read(app, form)
    for name in (b"rieng-tu", b"ban-nhap", b"thanh-rieng", b"bi-xoa"):
        assert name not in body
    assert b"kho-viet" in body


def test_a_graph_is_written_once(published: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reader costs no graph; after a change only that dataset is written."""
    first = read(app)
    written: list[str] = []
    usual = CatalogueSerializer.graph_from_dataset
    monkeypatch.setattr(CatalogueSerializer, "graph_from_dataset", lambda self, data: written.append(data["name"]) or usual(self, data))
    assert (read(app), read(app, "csv") != b"", written) == (first, True, [])
    act("package_patch", id="kho-viet", title="Tên mới")
    assert "Tên mới" in read(app).decode()
    assert written == ["kho-viet"]


def test_the_metadata_of_one_dataset_are_the_kept_ones(published: dict[str, Any], app: Any) -> None:
    """In each form they say what the profile says of it, and that the catalogue has it."""
    for form in ("ttl", "xml", "jsonld"):
        own = Graph().parse(data=app.get(f"/dataset/kho-viet.{form}").data, format=FORMS[form])
        written = Graph().parse(data=app.get(f"/dataset/kho-viet.{form}?profiles=binhduong_dcat_ap").data, format=FORMS[form])
        node = next(written.subjects(DCTERMS.identifier, Literal(act("package_show", id="kho-viet")["id"])))
        written.add((URIRef("http://test.ckan.net"), DCAT.dataset, node))
        assert isomorphic(own, written), form


def test_the_graph_of_one_dataset_is_written_once(published: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whoever reads it first in any syntax; its reader after a change gets the change."""
    first = app.get("/dataset/kho-viet.xml").data
    written: list[str] = []
    usual = CatalogueSerializer.graph_from_dataset
    monkeypatch.setattr(CatalogueSerializer, "graph_from_dataset", lambda self, data: written.append(data["name"]) or usual(self, data))
    assert (app.get("/dataset/kho-viet.xml").data, app.get("/dataset/kho-viet.ttl").status_code, written) == (first, 200, [])
    act("package_patch", id="kho-viet", title="Tên mới")
    assert "Tên mới" in app.get("/dataset/kho-viet.jsonld").get_data(as_text=True)
    assert written == ["kho-viet"]


def test_a_page_of_the_catalogue_is_the_same_text_each_time(published: dict[str, Any], app: Any) -> None:
    """In each form, whatever its blank nodes are called in memory."""
    for form in ("ttl", "xml", "jsonld"):
        assert len({app.get(f"/catalog.{form}").data for _ in range(3)}) == 1, form


def test_a_change_that_is_no_datasets_is_seen(dataset: dict[str, Any], app: Any) -> None:
    """A file that is made after the release, another name of the agency or of the theme."""
    add(dataset)
    before = read(app).count(b"#byteSize>")
    export_jobs.run()
    assert read(app).count(b"#byteSize>") > before
    real = another("that", data_kind="real")
    assert "Sở Y tế tỉnh" not in read(app).decode()
    act("organization_patch", id=real["owner_org"], title="Sở Y tế tỉnh")
    assert "Sở Y tế tỉnh" in read(app).decode()
    act("group_create", name="y-te", title="Sức khỏe")
    act("package_patch", id=real["id"], theme="y-te")
    assert "Sức khỏe" in read(app).decode()
    act("group_patch", id="y-te", title="Sức khỏe người dân")
    assert "Sức khỏe người dân" in read(app).decode()


def test_a_file_that_was_deleted_is_in_no_graph(dataset: dict[str, Any], app: Any) -> None:
    """Although CKAN leaves the dataset's time of change as it was."""
    gone = act("resource_create", package_id=dataset["id"], url="https://so-y-te.example/a.csv", name="Liên kết", format="CSV")
    assert gone["id"].encode() in read(app)
    act("resource_delete", id=gone["id"])
    assert gone["id"].encode() not in read(app)


def test_the_job_writes_what_changed(dataset: dict[str, Any]) -> None:
    """Once a change; a private dataset not at all."""
    another("rieng-tu", private=True)
    assert [graphs.write_dataset(each) for each in (dataset["id"], dataset["id"])] == [True, False]
    assert graphs.write_dataset(act("package_show", id="rieng-tu")["id"]) is False
    act("package_patch", id=dataset["id"], title="Khác")
    assert graphs.write_dataset(dataset["id"]) is True


def test_one_dataset_that_fails_costs_nobody_the_others(published: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left out and reported."""
    usual = CatalogueSerializer.graph_from_dataset

    def fail(self: CatalogueSerializer, data: dict[str, Any]) -> Any:
        if data["name"] == "kho-viet":
            raise ValueError("x")
        return usual(self, data)

    monkeypatch.setattr(CatalogueSerializer, "graph_from_dataset", fail)
    assert ids(parsed(app)) == {published["id"]}


def test_what_changed_since(published: dict[str, Any], app: Any) -> None:
    """Datasets that changed at that time or later, and those that were deleted, as withdrawn; a private one is not named."""
    gone = another("bi-xoa")
    hidden = another("rieng-tu", private=True)
    read(app)
    later = (datetime.fromisoformat(act("package_show", id="bi-xoa")["metadata_modified"]) + timedelta(milliseconds=1)).isoformat()
    model.Session.query(StoredGraph).update({"changed": datetime(2020, 1, 1, tzinfo=UTC)})
    model.Session.commit()
    act("package_delete", id="bi-xoa")
    act("package_delete", id="rieng-tu")
    act("package_patch", id="kho-viet", title="Tên mới")
    changed = act("package_show", id="kho-viet")
    for form in FORMS:
        found = parsed(app, form, f"?modified_since={later}")
        assert ids(found) == {changed["id"], gone["id"]}
        node = next(found.subjects(DCTERMS.identifier, Literal(gone["id"])))
        assert found.value(node, PROV.invalidatedAtTime) is not None
        assert (None, DCAT.dataset, node) not in found
    rows = list(csv.DictReader(io.StringIO(read(app, "csv", f"?modified_since={later}").decode(), newline="")))
    assert [(row["id"], row["name"], bool(row["deleted"])) for row in rows] == [(changed["id"], "kho-viet", False), (gone["id"], "", True)]
    assert hidden["id"].encode() not in read(app, "csv", "?modified_since=2000-01-01")
    assert ids(parsed(app, "nt", "?modified_since=2100-01-01T00:00:00%2B07:00")) == set()


@pytest.mark.parametrize(
    "query", ["modified_since=hôm qua", "modified_since=2026-13-01", "modified_since=2026-01-01&modified_since=2026-01-02", "page=2"]
)
def test_a_wrong_argument_is_named(dataset: dict[str, Any], app: Any, query: str) -> None:
    """400 in both languages."""
    message = app.get(f"/catalog/all.nt?{query}", status=400).json["error"]["message"]
    assert query.partition("=")[0] in message
    assert " / " in message


def test_who_has_it_gets_304(dataset: dict[str, Any], app: Any) -> None:
    """Until something changes; each form has a mark of its own, any origin may read."""
    first = app.get("/catalog/all.nt", headers={"Origin": "https://example.org"})
    mark = first.headers["ETag"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Content-Type"] == "application/n-triples"
    assert app.get("/catalog/all.nt", headers={"If-None-Match": mark}).status_code == 304
    assert app.get("/catalog/all.ttl", headers={"If-None-Match": mark}).status_code == 200
    act("package_patch", id=dataset["id"], title="Khác")
    assert app.get("/catalog/all.nt", headers={"If-None-Match": mark}).status_code == 200
    assert app.get("/catalog/all.csv", headers={"Origin": "https://example.org"}).headers["Access-Control-Allow-Origin"] == "*"
    app.get("/catalog/all.rdf", status=404)


@pytest.mark.parametrize(("form", "syntax"), [("ttl", "turtle"), ("xml", "xml"), ("jsonld", "json-ld")])
def test_a_deleted_dataset_is_gone(dataset: dict[str, Any], app: Any, form: str, syntax: str) -> None:
    """410 with what is remembered, by name and id, by suffix and by Accept; restored, it is there again."""
    act("package_delete", id=dataset["id"], reason="Trùng với tập khác")
    node = URIRef(f"http://test.ckan.net/dataset/{dataset['id']}")
    for name in (dataset["name"], dataset["id"]):
        answer = app.get(f"/dataset/{name}.{form}", status=410)
        graph = Graph().parse(data=answer.data, format=syntax)
        assert str(next(graph.objects(node, PROV.invalidatedAtTime))) > "2026"
        assert len(graph) == 6
        assert (str(graph.value(node, DCTERMS.title)), str(graph.value(node, SKOS.changeNote))) == (dataset["title"], "Trùng với tập khác")
        assert dataset["notes"].encode() not in answer.data
    assert app.get(f"/dataset/{dataset['name']}", headers={"Accept": "text/turtle"}).status_code == 410
    act("package_patch", id=dataset["id"], state="active")
    app.get(f"/dataset/{dataset['name']}.{form}", status=200)


def test_what_was_never_public_was_never_there(dataset: dict[str, Any], app: Any) -> None:
    """A private dataset that is deleted answers as it did; a purged public one is known by its id."""
    another("rieng-tu", private=True)
    act("package_delete", id="rieng-tu")
    app.get("/dataset/rieng-tu.ttl", status=403)
    act("dataset_purge", id=dataset["id"])
    app.get(f"/dataset/{dataset['name']}.ttl", status=404)
    app.get(f"/dataset/{dataset['id']}.ttl", status=410)


def test_graphs_of_what_is_gone_are_forgotten(published: dict[str, Any], app: Any) -> None:
    """Their bytes stay no longer than the night."""
    read(app)
    act("package_delete", id="kho-viet")
    assert (forget_gone(), model.Session.query(StoredGraph).count()) == (1, 1)


def test_memory_is_that_of_a_page(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve datasets, two a page: each is given once, and no page holds more than its own."""
    for number in range(11):
        another(f"bo-{number}", notes="Mô tả " * 2000)
    monkeypatch.setattr(graphs, "_PAGE", 2)
    read(app)
    sizes = [len(page) for page in graphs.pages("nt")]
    assert sizes == [2] * 6
    tracemalloc.start()
    for page in graphs.pages("xml"):
        del page
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
