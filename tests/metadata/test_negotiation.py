"""Who asks for RDF at the address of a page gets it, who has it already gets 304, and a browser reads the page as before."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp, call_action
from rdflib import DCAT, RDF, SKOS, Graph, URIRef

from tests.metadata.test_profile import DATASET, LINK, SITE

FORMS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def dataset(clean_db: None, clean_index: None, with_plugins: None) -> dict[str, Any]:
    """A public dataset of an agency."""
    site = {"user": call_action("get_site_user")["name"]}
    agency = call_action("organization_create", context={**site}, name="so-y-te", title="Sở Y tế")
    return call_action("package_create", context={**site}, **DATASET, owner_org=agency["id"], resources=[LINK])


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize("path", ["/dataset/{name}", "/dataset/", "/", "/catalog.ttl"])
def test_a_page_is_rdf_for_who_asks(app: CKANTestApp, dataset: dict[str, Any], path: str, accept: str):
    """The dataset's page and the catalogue's, in each form; an address that names its form keeps it."""
    answer = app.get(path.format(name=dataset["name"]), headers={"Accept": accept}, status=200)
    expected = "text/turtle" if path.endswith(".ttl") else accept
    assert (answer.content_type.split(";")[0], "Accept" in answer.headers["Vary"]) == (expected, True)
    found = Graph().parse(data=answer.data, format=FORMS[expected])
    assert list(found.subjects(RDF.type, DCAT.Dataset)) == [URIRef(f"{SITE}/dataset/{dataset['id']}")]


@pytest.mark.parametrize("accept", [BROWSER, "*/*", "text/html", "text/turtle;q=0.5,text/html"])
@pytest.mark.parametrize("path", ["/dataset/{name}", "/dataset/", "/"])
def test_a_browser_reads_the_page(app: CKANTestApp, dataset: dict[str, Any], path: str, accept: str):
    """Who prefers HTML or says nothing gets the page; caches are told that it depends on what is asked."""
    answer = app.get(path.format(name=dataset["name"]), headers={"Accept": accept}, status=200)
    assert (answer.content_type.split(";")[0], "Accept" in answer.headers["Vary"]) == ("text/html", True)


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize(("path", "label"), [("data-kind/sample", "Dữ liệu mẫu"), ("licence/vn-open", "Dữ liệu mở của cơ quan nhà nước")])
def test_an_identifier_of_ours_is_a_concept(app: CKANTestApp, dataset: dict[str, Any], accept: str, path: str, label: str):
    """What the metadata name as `/id/…` is there, with its names."""
    found = Graph().parse(data=app.get(f"/id/{path}", headers={"Accept": accept}, status=200).data, format=FORMS[accept])
    assert any(str(name).startswith(label) for name in found.objects(URIRef(f"{SITE}/id/{path}"), SKOS.prefLabel))


def test_an_identifier_leads_people_to_the_datasets(app: CKANTestApp, dataset: dict[str, Any]):
    """303 to the list of what has the licence; one that there is not is 404; without a wish it is JSON-LD."""
    answer = app.get("/id/licence/vn-open", headers={"Accept": BROWSER}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"].endswith("/dataset/?license_id=vn-open")) == (303, True)
    assert app.get("/id/licence/khong-co", expect_errors=True).status_code == 404
    assert app.get("/id/data-kind/sample", status=200).content_type == "application/ld+json"


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml"])
def test_a_place_is_rdf_too(app: CKANTestApp, with_plugins: None, accept: str):
    """`/id/place/<unit id>` in the two other forms says as much as its JSON-LD."""
    json_ld = Graph().parse(data=app.get("/id/place/718@2024", headers={"Accept": "application/ld+json"}).data, format="json-ld")
    answer = app.get("/id/place/718@2024", headers={"Accept": accept}, status=200)
    assert len(Graph().parse(data=answer.data, format=FORMS[accept])) == len(json_ld) > 5


@pytest.mark.parametrize(
    "path", ["/dataset/{name}.ttl", "/dataset/{name}.xml", "/dataset/{name}.jsonld", "/catalog.ttl", "/catalog.jsonld"]
)
def test_metadata_that_a_reader_has_are_not_sent_again(app: CKANTestApp, dataset: dict[str, Any], path: str):
    """By their mark, whatever the blank nodes are called this time; a change has another mark."""
    path = path.format(name=dataset["name"])
    mark = {"If-None-Match": app.get(path).headers["ETag"]}
    assert app.get(path, headers=mark).status_code == 304
    call_action("package_patch", context={"user": call_action("get_site_user")["name"]}, id=dataset["id"], title="Tên khác")
    assert app.get(path, headers=mark).status_code == 200


def test_a_time_later_than_ours_is_304(app: CKANTestApp, dataset: dict[str, Any]):
    """`If-Modified-Since` need not be our own time: any later one will do, an earlier one will not."""
    address = f"/dataset/{dataset['name']}.ttl"
    assert app.get(address, headers={"If-Modified-Since": "Tue, 01 Jan 2047 00:00:00 GMT"}).status_code == 304
    assert app.get(address, headers={"If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"}).status_code == 200


def test_a_licence_that_two_files_share_is_in_every_form(app: CKANTestApp, dataset: dict[str, Any]):
    """rdflib's RDF/XML writer loses a blank node that several subjects name, so the licence has an address."""
    site = {"user": call_action("get_site_user")["name"]}
    call_action("resource_create", context=site, package_id=dataset["id"], name="Hai", url="https://so-y-te.example/2", format="HTML")
    sizes = [len(Graph().parse(data=app.get(f"/dataset/{dataset['name']}.{suffix}").data, format=form)) for suffix, form in
             (("ttl", "turtle"), ("xml", "xml"), ("jsonld", "json-ld"))]  # fmt: skip
    assert len(set(sizes)) == 1, sizes
