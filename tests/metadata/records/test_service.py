"""The records of the seed's datasets, over HTTP and by a client that exists (OWSLib)."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from email.message import Message
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from jsonschema import Draft4Validator
from openapi_spec_validator import validate
from owslib.ogcapi.records import Records

ITEMS = "/records/collections/datasets/items"


def get(portal_url: str, path: str, **headers: str) -> tuple[int, Message, Any]:
    """Status, headers and JSON of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(portal_url + path, headers=headers), timeout=60) as answer:
            return answer.status, answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        body = error.read()
        return error.code, error.headers, json.loads(body) if body else None


def asked(portal_url: str, **question: str) -> dict[str, Any]:
    """A page of records."""
    status, _, page = get(portal_url, f"{ITEMS}?{urlencode(question)}")
    assert status == 200, page
    return page


@pytest.fixture(scope="module")
def ids(portal_url: str) -> dict[str, str]:
    """The identifiers of the seed's datasets by their names."""
    found = get(portal_url, "/api/3/action/package_search?rows=1000&fl=id,name")[2]["result"]["results"]
    return {each["name"]: each["id"] for each in found}


def names(page: dict[str, Any], ids: dict[str, str]) -> set[str]:
    known = {id: name for name, id in ids.items()}
    return {known[feature["id"]] for feature in page["features"]}


def test_owslib_reads_the_catalogue(portal_url: str, ids: dict[str, str]) -> None:
    """Its calls for records: collections, conformance, OpenAPI, a question with words, box and time, one record."""
    client = Records(f"{portal_url}/records")
    assert client.records() == ["datasets"]
    assert "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/searchable-catalog" in client.conformance()["conformsTo"]
    assert client.api()["openapi"] == "3.0.3"
    assert client.collection("datasets")["itemType"] == "record"
    found = client.collection_items("datasets", q="nha thuoc", bbox=[106.5, 10.8, 107.0, 11.2], datetime="2020-01-01/..", limit=50)
    assert "nha-thuoc" in names(found, ids)
    record = client.collection_item("datasets", ids["nha-thuoc"])
    assert record["properties"]["externalIds"] == [{"scheme": "list-number", "value": "MẪU-02"}]


def test_a_record_says_what_the_dataset_is(portal_url: str, ids: dict[str, str]) -> None:
    """Extent, period, licence, a sample's mark, and links to page, metadata, files in each form, and the features of the map."""
    _, headers, record = get(portal_url, f"{ITEMS}/{ids['nha-thuoc']}")
    assert headers["Content-Type"] == "application/geo+json;application=ogc-record"
    assert record["geometry"]["type"] == "Polygon"
    assert record["time"] == {"interval": ["2015-01-05", "2025-02-20"]}
    said = record["properties"]
    assert (said["type"], said["license"], said["language"]["code"]) == ("dataset", "CC0-1.0", "vi")
    assert {"dữ liệu mẫu", "sample data"} <= set(said["keywords"])
    assert said["created"].endswith("Z")
    links = {(link["rel"], link["href"].removeprefix(portal_url)) for link in record["links"]}
    assert ("collection", "/records/collections/datasets") in links
    assert ("describedby", "/dataset/nha-thuoc") in links
    assert ("alternate", "/dataset/nha-thuoc.ttl") in links
    assert ("service", "/geo/collections/nha-thuoc") in links
    assert {href.rpartition(".")[2] for rel, href in links if rel == "enclosure"} >= {"csv", "geojson", "parquet", "xlsx"}
    english = get(portal_url, f"/en{ITEMS}/{ids['nha-thuoc']}")[2]
    assert (english["properties"]["title"], english["properties"]["language"]["code"]) == ("Pharmacies (sample data)", "en")


def test_pages_lead_through_all_datasets(portal_url: str, ids: dict[str, str]) -> None:
    """Each once, however many a page has; the way back leads to the page before."""
    address, found = f"{portal_url}{ITEMS}?limit=4", []
    while address:
        page = get(portal_url, address.removeprefix(portal_url))[2]
        assert (page["numberMatched"], page["numberReturned"]) == (len(ids), len(page["features"]))
        found += [feature["id"] for feature in page["features"]]
        links = {link["rel"]: link["href"] for link in page["links"]}
        address = links.get("next", "")
    assert sorted(found) == sorted(ids.values())
    assert links["prev"].endswith(f"offset={len(ids) - len(page['features']) - 4}")


@pytest.mark.parametrize(
    ("question", "within", "without"),
    [
        pytest.param({"q": "NHA THUOC"}, {"nha-thuoc"}, {"san-bay"}, id="words-without-marks"),
        pytest.param({"q": "thuốc nhà"}, set(), {"nha-thuoc"}, id="words-in-order"),
        pytest.param({"q": "không có từ này,nhà thuốc"}, {"nha-thuoc"}, {"san-bay"}, id="alternatives"),
        pytest.param({"bbox": "106.65,10.95,106.66,10.96"}, {"nha-thuoc"}, set(), id="box"),
        pytest.param({"datetime": "2024-06-01"}, {"don-vi-hanh-chinh-2024", "nha-thuoc"}, {"don-vi-hanh-chinh-2025", "dia-danh"}, id="day"),
        pytest.param({"datetime": "2030-01-01/.."}, {"don-vi-hanh-chinh-2025"}, {"nha-thuoc", "dia-danh"}, id="open-period"),
        pytest.param({"type": "dataset,series"}, {"nha-thuoc", "san-bay"}, set(), id="type"),
        pytest.param({"externalIds": "list-number"}, {"nha-thuoc", "dia-danh"}, set(), id="scheme"),
    ],
)
def test_questions_find(portal_url: str, ids: dict[str, str], question: dict[str, str], within: set[str], without: set[str]) -> None:
    """What answers is found, what does not is not."""
    found = names(asked(portal_url, limit="100", **question), ids)
    assert within <= found
    assert not without & found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param({"externalIds": "MẪU-02"}, {"nha-thuoc"}, id="number"),
        pytest.param({"externalIds": "list-number:MẪU-02,MẪU-12"}, {"nha-thuoc", "dia-danh"}, id="numbers"),
        pytest.param({"externalIds": "other:MẪU-02"}, set(), id="another-scheme"),
        pytest.param({"bbox": "0,0,1,1"}, set(), id="far-box"),
        pytest.param({"type": "series"}, set(), id="another-type"),
        pytest.param({"ids": ""}, set(), id="no-ids"),
        pytest.param({"externalIds": "MẪU-02", "datetime": "../2000-01-01"}, set(), id="all-must-hold"),
    ],
)
def test_exact_questions(portal_url: str, ids: dict[str, str], question: dict[str, str], found: set[str]) -> None:
    """Nothing else answers."""
    assert names(asked(portal_url, **question), ids) == found


def test_records_are_had_by_their_ids(portal_url: str, ids: dict[str, str]) -> None:
    """Several at once; an unknown one finds nothing."""
    wanted = f"{ids['nha-thuoc']},{ids['san-bay']},00000000-0000-0000-0000-000000000000"
    assert names(asked(portal_url, ids=wanted), ids) == {"nha-thuoc", "san-bay"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ITEMS}?bbox=1,2", 400),
        (f"{ITEMS}?datetime=x", 400),
        (f"{ITEMS}?limit=0", 400),
        (f"{ITEMS}?filter=x", 400),
        (f"{ITEMS}?q=a&q=b", 400),
        ("/records/conformance?x=1", 400),
        (f"{ITEMS}/khong-co", 404),
        (f"{ITEMS}/{quote('a OR b')}", 404),
        ("/records/collections/khac", 404),
        ("/records/collections/khac/items", 404),
    ],
)
def test_what_cannot_be_answered_is_refused(portal_url: str, path: str, status: int) -> None:
    """In the form of all errors, for a program that names no form."""
    found, headers, body = get(portal_url, path, Accept="*/*")
    assert (found, headers["Content-Type"].partition(";")[0], body["success"]) == (status, "application/json", False)
    assert body["error"]["message"]


def test_who_has_the_answer_gets_304(portal_url: str, ids: dict[str, str]) -> None:
    """Pages of any origin may read; nobody gets a cookie."""
    for path in (f"{ITEMS}?limit=2", f"{ITEMS}/{ids['nha-thuoc']}", "/records", "/records/collections/datasets"):
        _, headers, _ = get(portal_url, path)
        assert headers["Access-Control-Allow-Origin"] == "*", path
        assert "Set-Cookie" not in headers, path
        assert get(portal_url, path, **{"If-None-Match": headers["ETag"]})[0] == 304, path


def nulls_allowed(schema: Any) -> Any:
    """OpenAPI 3.0 writes of a value that may be null `nullable`, which JSON Schema does not know."""
    if isinstance(schema, list):
        return [nulls_allowed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: nulls_allowed(each) for name, each in schema.items() if name != "nullable"}
    return {"anyOf": [kept, {"type": "null"}]} if schema.get("nullable") else kept


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_answers_are_as_the_document_says(portal_url: str, ids: dict[str, str], prefix: str) -> None:
    """The document is valid OpenAPI, and each address answers with its media type and its schema."""
    document = get(portal_url, f"{prefix}/records/api")[2]
    validate(document)
    components = nulls_allowed(document["components"])
    for path, methods in document["paths"].items():
        address = f"{prefix}/records{path}".removesuffix("/").replace("{recordId}", ids["nha-thuoc"])
        status, headers, body = get(portal_url, address)
        ((media, said),) = methods["get"]["responses"]["200"]["content"].items()
        assert (status, headers["Content-Type"]) == (200, media), address
        Draft4Validator({**said["schema"], "components": components}).validate(body)
