"""A dataset's page in the words of schema.org, and the catalogue as `/data.json`."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from rdflib import Graph, Literal, Namespace, URIRef

from ckanext.binhduong.exports import jobs
from ckanext.binhduong.metadata import catalogue_json
from ckanext.binhduong.metadata.project_open_data import _PERIODS
from tests.releases.conftest import POINTS, act, add, agency, clean, dataset

__all__ = ["agency", "clean", "dataset"]

SITE = "http://test.ckan.net"
SDO = Namespace("https://schema.org/")
PAGE = URIRef(f"{SITE}/dataset/nha-thuoc")
SPATIAL = '{"type": "Polygon", "coordinates": [[[106.6, 10.9], [106.7, 10.9], [106.7, 11.0], [106.6, 11.0], [106.6, 10.9]]]}'
#: ISO 8601 with both ends; a duration that repeats (https://resources.data.gov/resources/dcat-us/).
DAY, REPEATED = r"\d{4}-\d\d-\d\d", r"R/P(\d+(\.\d+)?[YMWD])?(T\d+[HMS])?"

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def resource(clean: None, dataset: dict[str, Any]) -> dict[str, Any]:
    """A published layer of points, its files made, and a link beside it."""
    act("package_patch", id=dataset["id"], spatial=SPATIAL, units=["718@2024"], temporal_start="2026-01-01", frequency="MONTHLY")
    found = add(dataset, POINTS, key_column="ma", columns=json.dumps({"ten": {"vi": "Tên", "en": "Name", "notes": "Trên biển hiệu"}}))
    act("resource_create", package_id=dataset["id"], name="Trang của sở", url="https://so-y-te.example/bang", format="HTML")
    jobs.run()
    return found


def _on_page(app: Any) -> dict[str, Any]:
    (script,) = BeautifulSoup(app.get("/dataset/nha-thuoc", status=200).text, "html.parser").select('script[type="application/ld+json"]')
    return json.loads(script.string or "")


class TestSchemaOrg:
    """What a search engine reads on a dataset's page."""

    @pytest.fixture
    def graph(self, app: Any, resource: dict[str, Any]) -> Graph:
        """The page's statements; the vocabulary of its context, without the network."""
        described = _on_page(app) | {"@context": {"@vocab": str(SDO)}}
        return Graph().parse(data=json.dumps(described), format="json-ld")

    def test_a_file_is_where_it_says(self, app: Any, resource: dict[str, Any], graph: Graph) -> None:
        """Each made form has its address, size and checksum; a link to elsewhere is no file."""
        downloads = list(graph.objects(PAGE, SDO.distribution))
        made = [node for node in downloads if graph.value(node, SDO.sha256)]
        assert len(made) >= 5
        for node in made:
            body = app.get(str(graph.value(node, SDO.contentUrl)).removeprefix(SITE), status=200).data
            assert str(graph.value(node, SDO.contentSize)) == f"{len(body)} B"
            assert str(graph.value(node, SDO.sha256)) == hashlib.sha256(body).hexdigest()
        links = [node for node in downloads if graph.value(node, SDO.url)]
        assert [(str(graph.value(node, SDO.url)), graph.value(node, SDO.contentUrl)) for node in links] == [
            ("https://so-y-te.example/bang", None)
        ]

    def test_facts_are_said_once(self, graph: Graph) -> None:
        """One day of change; free; an identifier; a period with an open end; the portal as the maker of a sample."""
        assert len(list(graph.objects(PAGE, SDO.dateModified))) == 1
        assert list(graph.objects(PAGE, SDO.isAccessibleForFree)) == [Literal(True)]
        assert str(graph.value(PAGE, SDO.identifier)).startswith(f"{SITE}/dataset/")
        assert list(graph.objects(PAGE, SDO.temporalCoverage)) == [Literal("2026-01-01/..")]
        maker = graph.value(PAGE, SDO.creator)
        assert maker is not None
        assert graph.value(maker, SDO.name) == Literal("Cổng dữ liệu mở Bình Dương")

    def test_a_shape_is_south_west_north_east(self, graph: Graph) -> None:
        """schema.org's order is latitude first; the unit is a place of its own."""
        assert list(graph.objects(None, SDO.box)) == [Literal("10.9 106.6 11.0 106.7")]
        assert URIRef(f"{SITE}/id/place/718@2024") in set(graph.objects(PAGE, SDO.spatialCoverage))

    def test_columns_are_what_is_measured(self, graph: Graph) -> None:
        """Each column but the key, with its name in the file, in words and in English."""
        found = {str(graph.value(node, SDO.propertyID)): node for node in graph.objects(PAGE, SDO.variableMeasured)}
        assert sorted(found) == ["kinh_do", "so_dien_thoai", "ten", "vi_do"]
        words = [graph.value(found["ten"], name) for name in (SDO.name, SDO.alternateName, SDO.description)]
        assert words == [Literal("Tên"), Literal("Name"), Literal("Trên biển hiệu")]

    def test_a_text_cannot_end_the_script(self, app: Any, resource: dict[str, Any]) -> None:
        """A title is text of the page, whatever it has in it."""
        act("package_patch", id="nha-thuoc", title="A </script><script>alert(1)</script> & “b”")
        assert _on_page(app)["name"] == "A </script><script>alert(1)</script> & “b”"


class TestDataJson:
    """`/data.json`, Project Open Data 1.1."""

    def test_a_dataset_has_what_is_demanded(self, app: Any, resource: dict[str, Any]) -> None:
        """The mandatory members, in the forms that the standard has."""
        answer = app.get("/data.json", status=200)
        (found,) = answer.json["dataset"]
        assert (answer.json["conformsTo"], found["@type"]) == ("https://project-open-data.cio.gov/v1.1/schema", "dcat:Dataset")
        assert found["title"] == "Nhà thuốc thử nghiệm"
        assert found["contactPoint"]["hasEmail"] == "mailto:duoc@so-y-te.example"
        assert found["publisher"] == {"@type": "org:Organization", "name": "Cổng dữ liệu mở Bình Dương"}
        assert (found["accessLevel"], found["accrualPeriodicity"], found["spatial"]) == ("public", "R/P1M", "106.6,10.9,106.7,11.0")
        assert re.fullmatch(DAY, found["modified"])
        assert re.fullmatch(DAY, found["issued"])
        assert "temporal" not in found  # an interval of ISO 8601 has both ends

    def test_a_file_has_its_media_type(self, app: Any, resource: dict[str, Any]) -> None:
        """Each address of a file stands beside a media type; the CSV beside what describes its columns."""
        (found,) = app.get("/data.json", status=200).json["dataset"]
        files = [each for each in found["distribution"] if "downloadURL" in each]
        assert len(files) == 12
        assert all(re.fullmatch(r"[-\w]+/[-\w]+(\.[-\w]+)*([+][-\w]+)?", each["mediaType"]) for each in files)
        described = [each["describedBy"] for each in files if "describedBy" in each]
        assert described == [f"{PAGE}/resource/{resource['id']}/csv-metadata.json"]
        assert [each["accessURL"] for each in found["distribution"] if "downloadURL" not in each] == ["https://so-y-te.example/bang"]

    def test_all_pages_are_there_and_private_ones_are_not(self, app: Any, dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        """Five datasets at two a page, each once; a private one and a draft never."""
        monkeypatch.setattr(catalogue_json, "_PAGE", 2)
        facts = {name: dataset[name] for name in ("title", "notes", "theme", "license_id", "data_kind", "contact_name", "contact_email")}
        made = [act("package_create", name=f"tap-{n}", owner_org=dataset["owner_org"], **facts) for n in range(4)]
        for name, change in (("rieng", {"private": True}), ("nhap", {"state": "draft"})):
            act("package_create", name=name, owner_org=dataset["owner_org"], **facts, **change)
        found = [each["identifier"].rpartition("/")[2] for each in app.get("/data.json", status=200).json["dataset"]]
        assert sorted(found) == sorted([dataset["id"], *(each["id"] for each in made)])

    def test_who_has_it_gets_304(self, app: Any, resource: dict[str, Any]) -> None:
        """Until something changes; a dataset that leaves the public changes it."""
        mark = app.get("/data.json", status=200).headers["ETag"]
        app.get("/data.json", headers={"If-None-Match": mark}, status=304)
        act("package_patch", id="nha-thuoc", private=True)
        assert app.get("/data.json", headers={"If-None-Match": mark}, status=200).json["dataset"] == []


def test_frequencies_are_repeated_durations() -> None:
    """Each code's period is one of ISO 8601."""
    assert [code for code, period in _PERIODS.items() if not re.fullmatch(REPEATED, period)] == []
