"""Every dataset of the seed catalogue, and the catalogue, on the running portal."""

from __future__ import annotations

import json
import urllib.request

from rdflib import DCAT, RDF, Graph, URIRef

from tests.metadata.validation import OTHER_VOCABULARIES, violations, vocabulary_findings


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def test_every_seed_dataset_has_no_violation(portal_url: str):
    """The served Turtle of each dataset passes DCAT-AP 3.0.1's own shapes."""
    names = json.loads(_read(f"{portal_url}/api/3/action/package_list"))["result"]
    assert len(names) >= 3
    assert {name: found for name in names if (found := violations(_read(f"{portal_url}/dataset/{name}.ttl")))} == {}


def test_the_seed_catalogue_has_no_violation(portal_url: str):
    """The served Turtle of the whole catalogue passes."""
    assert violations(_read(f"{portal_url}/catalog.ttl")) == []


def test_the_seed_catalogue_uses_the_vocabularies(portal_url: str):
    """All that must be of an EU vocabulary is; a warning is only of our own places, agencies, themes or types; each has an EU theme."""
    graph = Graph().parse(data=_read(f"{portal_url}/catalog/all.ttl"), format="turtle")
    violated, warned = vocabulary_findings(graph)
    assert violated == []
    assert {path for path, _ in warned} <= OTHER_VOCABULARIES
    assert [value for _, value in warned if isinstance(value, URIRef) and not value.startswith(portal_url)] == []
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) >= 3
    assert {node for node, theme in graph.subject_objects(DCAT.theme) if "authority/data-theme/" in str(theme)} >= datasets


def test_every_seed_dataset_has_400_points_of_405(portal_url: str):
    """Of the Metadata Quality Assessment, by the portal's own count; what is missing is no field that an officer left empty."""
    names = json.loads(_read(f"{portal_url}/api/3/action/package_list"))["result"]
    found = {name: json.loads(_read(f"{portal_url}/api/3/action/dataset_quality_show?id={name}"))["result"] for name in names}
    assert {name: (each["points"], each["fix_first"]) for name, each in found.items() if each["points"] < 400} == {}
    assert {fix["code"] for each in found.values() for fix in each["fix_first"]} <= {"byteSizeAvailability"}


def test_what_counts_as_answering_answers(portal_url: str):
    """The page and the file of every distribution of a seed dataset, and of its file's one release; made forms are made first."""
    graph = Graph().parse(data=_read(f"{portal_url}/dataset/tinh-thanh-63-34.ttl"), format="turtle")
    addresses = {str(value) for name in (DCAT.accessURL, DCAT.downloadURL) for value in graph.objects(None, name)}
    assert len(addresses) == 10
    for address in addresses:
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.status in (200, 202), address
