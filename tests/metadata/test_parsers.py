"""What the portal writes, read back by ckanext-dcat's own parser and by ours."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp, call_action
from ckanext.dcat.processors import RDFParser

from tests.metadata.test_profile import DATASET, EU, LINK, SITE

STOCK, OURS = "euro_dcat_ap_3", "binhduong_dcat_ap"
FILE = {
    "name": "Bảng",
    "name_en": "Table",
    "description": "Của bảng",
    "url": "https://so-y-te.example/bang.csv",
    "format": "CSV",
    "language": "en",
    "status": "DEPRECATED",
    "availability": "EXPERIMENTAL",
    "hash": "sha256:" + "ab" * 32,
    "size": 12,
}
MORE = {"version": "2.1", "provenance": "Do sở thu thập.", "modified": "2026-07-02"}


@pytest.fixture
def dataset(clean_db: None, clean_index: None, with_plugins: None) -> dict[str, Any]:
    """A public dataset with every field and two links."""
    site = {"user": call_action("get_site_user")["name"]}
    agency = call_action("organization_create", context={**site}, name="so-y-te", title="Sở Y tế", title_en="Department of Health")
    return call_action("package_create", context={**site}, **DATASET, **MORE, owner_org=agency["id"], resources=[LINK, FILE])


def parsed(body: str | bytes, form: str, profile: str) -> list[dict[str, Any]]:
    """Every dataset of a document, as a harvester of ckanext-dcat gets it."""
    parser = RDFParser(profiles=[profile])
    parser.parse(body, form)
    return list(parser.datasets())


@pytest.mark.parametrize("form", ["ttl", "xml", "jsonld"])
def test_the_stock_parser_reads_what_we_write(app: CKANTestApp, dataset: dict[str, Any], form: str):
    """ckanext-dcat's `euro_dcat_ap_3` gets each field in the words of the standard, box and centre of the extent included."""
    (found,) = parsed(app.get(f"/dataset/{dataset['name']}.{form}", status=200).data, form, STOCK)
    extras = {extra["key"]: extra["value"] for extra in found["extras"]}
    assert {name: found[name] for name in ("title", "notes", "frequency", "access_rights", "temporal_start", "provenance", "version")} == {
        "title": DATASET["title"],
        "notes": DATASET["notes"],
        "frequency": f"{EU}/frequency/MONTHLY",
        "access_rights": f"{EU}/access-right/PUBLIC",
        "temporal_start": "2026-01-01",
        "provenance": "Do sở thu thập.",
        "version": "2.1",
    }
    assert {tag["name"] for tag in found["tags"]} == {"dược", "y tế", "dữ liệu mẫu", "sample data"}
    box = json.loads(extras["spatial_bbox"])["coordinates"][0]
    assert (min(box), max(box)) == ([106.6, 10.9], [106.7, 11.0])
    assert json.loads(extras["spatial_centroid"])["coordinates"] == [106.65, 10.95]
    assert extras["publisher_uri"] == f"{SITE}/#portal"
    assert {resource["url"] for resource in found["resources"]} == {LINK["url"], FILE["url"]}
    assert {resource["format"] for resource in found["resources"]} == {f"{EU}/file-type/HTML", f"{EU}/file-type/CSV"}


@pytest.mark.parametrize("form", ["ttl", "xml", "jsonld"])
def test_our_parser_gives_back_what_was_written(app: CKANTestApp, dataset: dict[str, Any], form: str):
    """Codes, both languages, units, the geometry to its last digit: parse(serialise(x)) = x for every field that the metadata have."""
    (found,) = parsed(app.get(f"/dataset/{dataset['name']}.{form}", status=200).data, form, OURS)
    shown = call_action("package_show", id=dataset["id"])
    same = [name for name in {**DATASET, **MORE} if name not in ("tag_string", "spatial", "units")] + ["id", "name"]
    assert set(found["units"]) == set(DATASET["units"])
    assert {name: found.get(name) for name in same} == {name: shown[name] for name in same}
    assert json.loads(found["spatial"]) == json.loads(DATASET["spatial"])
    assert {tag["name"] for tag in found["tags"]} == {"dược", "y tế", "dữ liệu mẫu"}
    resources = {resource["url"]: resource for resource in found["resources"]}
    for given in (LINK, FILE):
        expected = {**given, **({"hash": "ab" * 32, "size": "12"} if "hash" in given else {})}
        assert {name: resources[given["url"]].get(name) for name in given} == expected


def test_a_dataset_that_was_parsed_can_be_created(app: CKANTestApp, dataset: dict[str, Any]):
    """Another portal of this kind takes the parsed dataset as it is, and writes the same statements of it."""
    (found,) = parsed(app.get(f"/dataset/{dataset['name']}.ttl", status=200).data, "ttl", OURS)
    wanted = {name: value for name, value in found.items() if name not in ("extras", "id")}
    site = {"user": call_action("get_site_user")["name"]}
    copy = call_action("package_create", context={**site}, **{**wanted, "name": "ban-sao", "owner_org": dataset["owner_org"]})
    same = [name for name in DATASET if name not in ("tag_string", "spatial", "units")]
    assert {name: copy[name] for name in same} == {name: dataset[name] for name in same}


def test_every_seed_dataset_is_read_by_the_stock_parser(portal_url: str, with_plugins: None):
    """The catalogue and each dataset of the running portal parse with `euro_dcat_ap_3`; each has its title, its resources and its box."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_search?rows=1000", timeout=60) as answer:
        stored = {dataset["id"]: dataset for dataset in json.load(answer)["result"]["results"]}
    with urllib.request.urlopen(f"{portal_url}/catalog.ttl", timeout=60) as answer:
        found = {dataset["identifier"]: dataset for dataset in _identified(parsed(answer.read(), "ttl", STOCK))}
    assert set(found) == set(stored)
    for id, dataset in stored.items():
        extras = {extra["key"] for extra in found[id]["extras"]}
        assert found[id]["title"] == dataset["title"]
        served = [resource for resource in found[id]["resources"] if "/export." in resource["uri"]]
        assert len(found[id]["resources"]) - len(served) == len(dataset["resources"])
        assert bool(served) == any(resource.get("datastore_active") for resource in dataset["resources"]), dataset["name"]
        assert ("spatial_bbox" in extras) == bool(dataset.get("spatial")), dataset["name"]


def _identified(datasets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**{extra["key"]: extra["value"] for extra in dataset["extras"]}, **dataset} for dataset in datasets]
