"""Forty strings that break things, in every field of a dataset, its file, its agency and its theme: every serialisation is read back."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from ckan import model
from ckan.lib import search
from ckan.tests.helpers import call_action
from rdflib import DCAT, RDF, Graph, URIRef
from sqlalchemy.orm.attributes import flag_modified

from ckanext.binhduong.metadata.dcat import serializer
from ckanext.binhduong.metadata.dcat.profile import profile
from ckanext.binhduong.metadata.dcat.safe_graph import SafeGraph, safe_iri

NASTY = [
    *(
        "0274|5",
        "<",
        ">",
        '"',
        "'",
        "{",
        "}",
        "|",
        "\\",
        "^",
        "`",
        " ",
        "a b",
        "%",
        "%zz",
        "%20",
        "\t",
        "a\nb",
        "a\r\nb",
        "\x0b",
        "\x01\x02",
        "\x7f",
    ),
    *(
        "\u2028",
        "\ufffe",
        "\ufdd0",
        "\U0001f600",
        "e\u0301",
        "\u202eabc",
        "<script>alert(1)</script>",
        "</script>",
        "]]>",
        "&amp;&#0;",
        "{{7*7}}",
    ),
    *(
        "http://",
        "http://[",
        "https://example.vn/<a b>|{}",
        "javascript:alert(1)",
        "tel:<1>",
        "mailto:a b@c",
        "urn:x:\\u003c",
        "../../etc",
        "a" * 3000,
    ),
    *("${jndi:ldap://x}", "_:b0", "@prefix a: <b> .", '"""', "true", "2026-13-45"),
]
SUFFIXES = {"ttl": "turtle", "xml": "xml", "jsonld": "json-ld", "rdf": "xml", "n3": "n3"}
REQUIRED = {"title": "A", "notes": "b", "theme": "nha-thuoc", "license_id": "vn-open", "data_kind": "real", "contact_name": "P"}
#: Codes are looked up and never become IRIs; identifiers and what joins rows stay.
DATASET_TEXTS = ("title", "notes", "url", "version", "author", "maintainer", "author_email", "maintainer_email")
RESOURCE_TEXTS = ("url", "name", "description", "format", "hash", "mimetype", "mimetype_inner", "cache_url")
RESOURCE_EXTRAS = (
    "name_en",
    "description_en",
    "rights",
    "key_column",
    "latest_by",
    "availability",
    "status",
    "language",
    "issued",
    "modified",
)


def _spoil(dataset: dict[str, Any], text: str) -> None:
    """Write a text into every field of a stored dataset and its file, past every validator."""
    package = model.Package.get(dataset["id"])
    assert package
    for name in DATASET_TEXTS:
        setattr(package, name, text[:100] if name == "version" else text)
    extras = ("title_en", "notes_en", "legal_basis", "list_number", "contact_name", "contact_email", "contact_phone", "provenance")
    package.extras = {**package.extras, **dict.fromkeys((*extras, "temporal_start", "temporal_end", "issued", "modified"), text)}
    flag_modified(package, "extras")
    (resource,) = package.resources
    for name in RESOURCE_TEXTS:
        setattr(resource, name, text)
    resource.url = text.replace("http://[", "http://(")  # CKAN itself cannot show the other
    resource.extras = {**(resource.extras or {}), **dict.fromkeys(RESOURCE_EXTRAS, text)}
    flag_modified(resource, "extras")


def spoil(texts: list[str]) -> list[dict[str, Any]]:
    """Make a dataset for each string, in a spoilt agency and a spoilt theme, stored and indexed as they are."""
    site = {"user": call_action("get_site_user")["name"]}
    agency = call_action("organization_create", {**site}, name="so-y-te", title="Sở Y tế")
    link = {"name": "r", "url": "https://example.vn/a.csv"}
    fields = {**REQUIRED, "contact_email": "a@example.vn", "owner_org": agency["id"], "resources": [link]}
    made = [call_action("package_create", {**site, "defer_commit": True}, name=f"tap-{n:02}", **fields) for n in range(len(texts))]
    for dataset, text in zip(made, texts, strict=True):
        _spoil(dataset, text)
    for group in model.Session.query(model.Group):
        group.title = group.description = "".join(NASTY)
        group.extras = {**(group.extras or {}), "title_en": "".join(NASTY), "url": NASTY[0], "contact_phone": NASTY[0]}
    model.Session.commit()
    search.rebuild()
    return made


@pytest.fixture
def spoilt(clean_db: None, clean_index: None, with_plugins: None) -> list[dict[str, Any]]:
    """A dataset for each string."""
    return spoil(NASTY)


@pytest.fixture
def a_few_spoilt(clean_db: None, clean_index: None, with_plugins: None) -> list[dict[str, Any]]:
    """Datasets for the first strings."""
    return spoil(NASTY[:5])


def _read(app: Any, path: str, syntax: str) -> Graph:
    answer = app.get(path)
    assert answer.status_code == 200, path
    return Graph().parse(data=answer.data, format=syntax)


def test_there_are_strings_enough() -> None:
    """The list is the measure: at least forty different ones."""
    assert len(set(NASTY)) >= 40


def test_every_serialisation_can_be_read(spoilt: list[dict[str, Any]], app: Any) -> None:
    """Each dataset in each syntax, the catalogue in each, the catalogue of a nasty question, and CKAN's feeds: 200, and parsed."""
    for dataset in spoilt:
        for suffix in ("ttl", "xml", "jsonld"):
            assert len(_read(app, f"/dataset/{dataset['name']}.{suffix}", SUFFIXES[suffix])) > 5
    wanted = {f"http://test.ckan.net/dataset/{dataset['id']}" for dataset in spoilt}
    for suffix, syntax in SUFFIXES.items():
        found = _read(app, f"/catalog.{suffix}", syntax)
        assert {str(node) for node in found.subjects(RDF.type, DCAT.Dataset)} == wanted
    _read(app, "/catalog.ttl?q=a%7C%3Cb%3E%22+c", "turtle")
    for feed in ("/feeds/dataset.atom", "/feeds/organization/so-y-te.atom", "/feeds/group/nha-thuoc.atom", "/feeds/custom.atom?q=a"):
        answer = app.get(feed)
        assert answer.status_code in (200, 404), feed
        if answer.status_code == 200:
            ET.fromstring(answer.data)


def test_a_dataset_that_fails_is_left_out_and_reported(
    a_few_spoilt: list[dict[str, Any]], app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One dataset that cannot be described is missing from the catalogue, whole, and named in the log; the others are there."""
    reported: list[tuple[Any, ...]] = []
    monkeypatch.setattr(serializer.log, "exception", lambda *words: reported.append(words))
    bad = a_few_spoilt[3]
    prepare = profile.prepare

    def fail(dataset: dict[str, Any], *others: str) -> dict[str, Any]:
        prepared = prepare(dataset, *others)
        return {**prepared, "resources": [None]} if dataset["id"] == bad["id"] else prepared

    monkeypatch.setattr(profile, "prepare", fail)
    found = _read(app, "/catalog.ttl", "turtle")
    assert len(set(found.subjects(RDF.type, DCAT.Dataset))) == len(a_few_spoilt) - 1
    assert [node for node in found.all_nodes() if isinstance(node, URIRef) and str(node).endswith(bad["id"])] == []
    assert [(words[0].startswith("incident"), words[2]) for words in reported] == [(True, bad["id"])]


@pytest.mark.parametrize("text", NASTY)
def test_an_iri_is_encoded_once(text: str) -> None:
    """What is encoded is the same when encoded again, and holds no character that Turtle refuses."""
    once = safe_iri(f"tel:{text}")
    assert safe_iri(once) == once
    graph = SafeGraph()
    graph.add((URIRef(f"http://a/{text}"), RDF.type, URIRef(f"tel:{text}")))
    for syntax in ("turtle", "xml", "json-ld"):
        assert len(Graph().parse(data=graph.serialize(format=syntax), format=syntax)) == 1


def test_good_iris_stay_as_they_are() -> None:
    """Vietnamese letters, escapes, queries and fragments are left alone."""
    good = "https://example.vn/tệp%20số.csv?q=[1]&b=2#c"
    assert safe_iri(good) == good
    assert json.loads(json.dumps(safe_iri("0274|5"))) == "0274%7C5"
