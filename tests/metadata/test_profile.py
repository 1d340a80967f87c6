"""A dataset with every field filled, as DCAT-AP 3.0.1."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from ckan.tests.helpers import CKANTestApp, call_action
from ckanext.dcat.profiles import ADMS, DCATAP
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, Literal, URIRef

from ckanext.binhduong.metadata.dcat.to_dcat import prepare
from tests.metadata.validation import OTHER_VOCABULARIES, violations, vocabulary_findings

SITE = "http://test.ckan.net"
EU = "http://publications.europa.eu/resource/authority"
DATASET = {
    "title": "Nhà thuốc thử nghiệm",
    "title_en": "Test pharmacies",
    "notes": "Các nhà thuốc, dùng để thử.",
    "notes_en": "Pharmacies, for testing.",
    "theme": "nha-thuoc",
    "license_id": "vn-open",
    "data_kind": "sample",
    "frequency": "MONTHLY",
    "units": ["718@2024", "25747@2025"],
    "legal_basis": "Luật Giao dịch điện tử số 20/2023/QH15, Điều 43",
    "contact_name": "Phòng Nghiệp vụ Dược",
    "contact_email": "duoc@so-y-te.example",
    "temporal_start": "2026-01-01",
    "temporal_end": "2026-06-30",
    "issued": "2026-07-01",
    "language": ["vi"],
    "access_rights": "PUBLIC",
    "tag_string": "dược,y tế",
    "spatial": '{"type": "Polygon", "coordinates": [[[106.6, 10.9], [106.7, 10.9], [106.7, 11.0], [106.6, 11.0], [106.6, 10.9]]]}',
}
LINK = {"name": "Trang của sở", "name_en": "The department's page", "url": "https://so-y-te.example/nha-thuoc", "format": "HTML"}

pytestmark = pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins")


@pytest.fixture
def dataset() -> dict[str, Any]:
    """A public dataset with a link, of an agency."""
    site = {"user": call_action("get_site_user")["name"]}
    agency = call_action("organization_create", context={**site}, name="so-y-te", title="Sở Y tế", title_en="Department of Health")
    return call_action("package_create", context={**site}, **DATASET, owner_org=agency["id"], resources=[LINK])


@pytest.fixture
def body(app: CKANTestApp, dataset: dict[str, Any]) -> bytes:
    """The dataset's Turtle, as served."""
    return app.get(f"/dataset/{dataset['name']}.ttl", status=200).data


@pytest.fixture
def graph(body: bytes) -> Graph:
    """The served Turtle, read."""
    return Graph().parse(data=body, format="turtle")


def _dataset_node(graph: Graph) -> URIRef:
    (node,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert isinstance(node, URIRef)
    return node


def test_a_dataset_has_no_violation(body: bytes):
    """What is served passes DCAT-AP 3.0.1's own shapes."""
    assert violations(body) == []


def test_a_dataset_without_title_fails(graph: Graph):
    """The check is alive: take the title away and the shapes say so."""
    graph.remove((_dataset_node(graph), DCTERMS.title, None))
    assert [line.split(":")[0:2] for line in violations(graph.serialize(format="turtle", encoding="utf-8"))] == [
        ["http", "//purl.org/dc/terms/title"]
    ]


def test_values_are_of_the_vocabularies(graph: Graph):
    """With every field filled nothing is outside the vocabularies that DCAT-AP 3.0.1 obliges to; a warned value is one of our own."""
    violated, warned = vocabulary_findings(graph)
    assert violated == []
    assert {path for path, _ in warned} == OTHER_VOCABULARIES
    assert [value for _, value in warned if isinstance(value, URIRef) and not value.startswith(SITE)] == []


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (DCTERMS.accrualPeriodicity, f"{EU}/frequency/SOMETIMES"),
        (DCTERMS.language, f"{EU}/language/VN"),
        (DCTERMS["format"], f"{EU}/file-type/HTM"),
        (DCAT.mediaType, "https://example.org/media-types/text/html"),
        (DCATAP.availability, f"{EU}/planned-availability/ALWAYS"),
        (ADMS.status, "http://purl.org/adms/status/Completed"),
    ],
)
def test_a_value_outside_a_vocabulary_is_found(graph: Graph, predicate: URIRef, value: str):
    """The check is alive: a code that the EU's table does not have is a violation."""
    node = next(graph.subjects(predicate, None), None) or next(graph.subjects(RDF.type, DCAT.Distribution))
    graph.set((node, predicate, URIRef(value)))
    violated, _ = vocabulary_findings(graph)
    assert violated == [f"{predicate}: {value} ({node})"]


@pytest.mark.parametrize(("suffix", "form"), [("xml", "xml"), ("jsonld", "json-ld")])
def test_every_form_says_the_same(app: CKANTestApp, dataset: dict[str, Any], graph: Graph, suffix: str, form: str):
    """RDF/XML and JSON-LD hold as many statements as Turtle, and pass too."""
    other = app.get(f"/dataset/{dataset['name']}.{suffix}", status=200).data
    assert len(Graph().parse(data=other, format=form)) == len(graph)
    assert violations(other, form) == []


def test_an_unknown_form_is_404(app: CKANTestApp, dataset: dict[str, Any]):
    """A suffix that is no RDF form is not found, not an error."""
    app.get(f"/dataset/{dataset['name']}.docx", status=404)


def test_texts_carry_their_language(graph: Graph):
    """Vietnamese and English titles stand side by side, each tagged, and none is untagged."""
    assert set(graph.objects(_dataset_node(graph), DCTERMS.title)) == {
        Literal("Nhà thuốc thử nghiệm", lang="vi"),
        Literal("Test pharmacies", lang="en"),
    }


def test_a_place_has_the_box_of_its_unit(graph: Graph):
    """Thủ Dầu Một of 2024 lies between 106.6 and 106.8 degrees east; a metre is exact enough."""
    (box,) = graph.objects(URIRef(f"{SITE}/id/place/718@2024"), DCAT.bbox)
    west, south, east, north = shapely.from_geojson(str(box)).bounds
    assert (106.59 < west < east < 106.77, 10.92 < south < north < 11.09) == (True, True)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"temporal_start": "2025-07-01", "modified": "2026-02-03"}, "2026-02-03"),
        ({"temporal_start": "2025-07-01", "temporal_end": "2025-12-31", "modified": "2026-02-03"}, "2025-12-31"),
        ({"temporal_start": "2026-07-01", "modified": "2026-02-03"}, None),
        ({"temporal_start": None, "modified": "2026-02-03"}, None),
    ],
)
def test_an_open_period_ends_on_the_day_of_the_data(dates: dict[str, str], expected: str | None):
    """A period that nobody closed is described up to the day of the data, never before it begins; a stated end stays."""
    known = {"data_as_of": dates["modified"], "data_as_of_from": "publisher", "published": None}
    assert (
        prepare({**DATASET, "id": "a", "name": "a", "temporal_end": None, **dates, "freshness": known}, SITE, None).get("temporal_end")
        == expected
    )


def test_a_sample_says_so_in_both_languages(graph: Graph):
    """A machine that reads keywords or types cannot take a sample for real data."""
    node = _dataset_node(graph)
    assert {Literal("dữ liệu mẫu", lang="vi"), Literal("sample data", lang="en")} <= set(graph.objects(node, DCAT.keyword))
    assert URIRef(f"{SITE}/id/data-kind/sample") in set(graph.objects(node, DCTERMS.type))


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (DCTERMS.accrualPeriodicity, f"{EU}/frequency/MONTHLY"),
        (DCTERMS.accessRights, f"{EU}/access-right/PUBLIC"),
        (DCTERMS.language, f"{EU}/language/VIE"),
        (DCAT.theme, f"{EU}/data-theme/HEAL"),
        (DCAT.theme, f"{SITE}/group/nha-thuoc"),
        (DCTERMS.spatial, f"{SITE}/id/place/718@2024"),
        (DCTERMS.spatial, f"{SITE}/id/place/25747@2025"),
    ],
)
def test_codes_become_addresses(graph: Graph, predicate: URIRef, expected: str):
    """DCAT-AP wants concepts of the authority tables, not the portal's codes."""
    assert URIRef(expected) in set(graph.objects(_dataset_node(graph), predicate))


def test_the_portal_is_the_publisher_of_samples(graph: Graph):
    """The portal made the sample: the agency that it is a sample for does not stand for its rows."""
    (publisher,) = graph.objects(_dataset_node(graph), DCTERMS.publisher)
    assert set(graph.objects(publisher, FOAF.name)) == {
        Literal("Cổng dữ liệu mở Bình Dương", lang="vi"),
        Literal("Bình Dương open data portal", lang="en"),
    }
    assert Literal("Sở Y tế", lang="vi") not in set(graph.objects(None, FOAF.name))


def test_the_agency_is_the_publisher_in_both_languages(app: CKANTestApp, dataset: dict[str, Any]):
    """The publisher of real data is the dataset's agency, named as its page names it."""
    call_action("package_patch", context={"user": call_action("get_site_user")["name"]}, id=dataset["id"], data_kind="real")
    graph = Graph().parse(data=app.get(f"/dataset/{dataset['name']}.ttl", status=200).data, format="turtle")
    (publisher,) = graph.objects(_dataset_node(graph), DCTERMS.publisher)
    assert set(graph.objects(publisher, FOAF.name)) == {Literal("Sở Y tế", lang="vi"), Literal("Department of Health", lang="en")}


def test_a_licence_without_an_address_is_named(graph: Graph):
    """The law's own terms have no address in any authority table: the node says what it is."""
    (distribution,) = graph.subjects(RDF.type, DCAT.Distribution)
    (licence,) = graph.objects(distribution, DCTERMS.license)
    assert Literal("Open data of state agencies (Article 43, Law on E-Transactions 2023)", lang="en") in set(
        graph.objects(licence, DCTERMS.title)
    )


def test_places_are_named(graph: Graph):
    """A reader who is offline still learns which unit an identifier means."""
    assert list(graph.objects(URIRef(f"{SITE}/id/place/718@2024"), SKOS.prefLabel)) == [Literal("Thành phố Thủ Dầu Một", lang="vi")]


class TestCatalog:
    """`/catalog.ttl`."""

    def test_it_has_no_violation(self, app: CKANTestApp, dataset: dict[str, Any]):
        """The catalogue and the datasets in it pass DCAT-AP 3.0.1's own shapes."""
        assert violations(app.get("/catalog.ttl", status=200).data) == []

    def test_it_has_a_description_and_a_publisher(self, app: CKANTestApp, dataset: dict[str, Any]):
        """Both are mandatory; stock ckanext-dcat leaves the publisher out."""
        graph = Graph().parse(data=app.get("/catalog.ttl", status=200).data, format="turtle")
        (catalog,) = graph.subjects(RDF.type, DCAT.Catalog)
        (publisher,) = graph.objects(catalog, DCTERMS.publisher)
        assert Literal("Ban vận hành Cổng dữ liệu mở Bình Dương", lang="vi") in set(graph.objects(publisher, FOAF.name))
        assert {text.language for text in graph.objects(catalog, DCTERMS.description) if isinstance(text, Literal)} == {"vi", "en"}
        assert len(list(graph.objects(catalog, DCAT.dataset))) == 1
        assert list(graph.objects(catalog, DCTERMS.license)) == [URIRef(f"{EU}/licence/CC0")]
