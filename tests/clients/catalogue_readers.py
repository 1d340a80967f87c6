"""Readers and validators of the catalogue: every dataset once, in every form."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
from ckanapi import RemoteCKAN
from ckanext.dcat.harvesters.rdf import DCATRDFHarvester
from ckanext.dcat.processors import RDFParser
from ckanext.harvest.harvesters.ckanharvester import CKANHarvester
from openapi_spec_validator import validate
from rdflib import DCAT, DCTERMS, RDF, Graph

from tests.clients.portal import Portal, Reading
from tests.metadata.validation import HIGH_VALUE, OTHER_VOCABULARIES, SHAPE_SETS, VOCABULARIES, findings, vocabulary_findings

__all__ = ["READERS"]

_SCHEMATHESIS = (
    *(sys.executable, "-m", "schemathesis.cli", "run", "--phases", "examples,fuzzing", "--max-examples", "20", "--continue-on-failure"),
    *("--exclude-method", "POST", "--rate-limit", "10/s", "--generation-deterministic"),
    *("--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"),
)
"""At most 20 made cases an operation, which are some 1,100 in all, the same each time."""
_FORMS = {"ttl": "turtle", "xml": "xml", "jsonld": "json-ld"}
_WHOLE = {**_FORMS, "nt": "nt"}


def _ids(portal: Portal) -> set[str]:
    return {dataset["id"] for dataset in portal.datasets}


def _compared(client: str, read: str, found: set[str], portal: Portal) -> Reading:
    missing, more = _ids(portal) - found, found - _ids(portal)
    return Reading(client, f"{read}: {len(found)} datasets", f"missing {missing}, unknown {more}" if missing or more else "")


def _ckanapi(portal: Portal, folder: Path) -> Iterator[Reading]:
    with RemoteCKAN(portal.url) as remote:
        shown = [remote.action.package_show(id=name) for name in remote.action.package_list()]
        yield _compared("ckanapi", "package_list, package_show", {each["id"] for each in shown}, portal)
        differs = ""
        for table in portal.tables:
            found = remote.action.datastore_search(resource_id=table.page.rpartition("/")[2], limit=32_000, sort="_id")["records"]
            part = table.rows[: len(found)]
            differs = differs or ("" if [table.plain(row) for row in found] == part else table.dataset)
        yield Reading("ckanapi", f"datastore_search: {len(portal.tables)} tables", differs)


def _rdflib(portal: Portal, folder: Path) -> Iterator[Reading]:
    sizes = set()
    for suffix, form in _FORMS.items():
        graph = Graph().parse(data=portal.get(f"/catalog.{suffix}"), format=form)
        found = {str(graph.value(node, DCTERMS.identifier)) for node in graph.subjects(RDF.type, DCAT.Dataset)}
        sizes.add(len(graph))
        yield _compared("rdflib", f"/catalog.{suffix}", found, portal)
    for suffix, form in _WHOLE.items():
        graph = Graph().parse(data=portal.get(f"/catalog/all.{suffix}"), format=form)
        found = {str(graph.value(node, DCTERMS.identifier)) for node in graph.subjects(RDF.type, DCAT.Dataset)}
        yield _compared("rdflib", f"/catalog/all.{suffix}", found, portal)
    yield Reading("rdflib", "the three forms of the catalogue have the same number of statements", "" if len(sizes) == 1 else str(sizes))


def _parsed(content: bytes) -> list[dict[str, Any]]:
    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse(content, _format="turtle")
    return list(parser.datasets())


def _extra(dataset: dict[str, Any], name: str) -> str:
    return next((extra["value"] for extra in dataset.get("extras", []) if extra["key"] == name), dataset.get(name) or "")


def _dcat_parser(portal: Portal, folder: Path) -> Iterator[Reading]:
    found = _parsed(portal.get("/catalog.ttl"))
    yield _compared("ckanext-dcat (RDFParser)", "/catalog.ttl", {_extra(each, "identifier") for each in found}, portal)


def _harvest(portal: Portal, folder: Path) -> Iterator[Reading]:
    """The code by which ckanext-harvest and ckanext-dcat gather another portal's datasets, without their queue and database."""
    reader = CKANHarvester()
    reader.config = {}
    found = reader._search_for_datasets(portal.url)
    yield _compared("ckanext-harvest (CKAN)", "package_search", {each["id"] for each in found}, portal)
    agencies = sorted({dataset["organization"]["name"] for dataset in portal.datasets})[:2]
    wanted = {dataset["id"] for dataset in portal.datasets if dataset["organization"]["name"] in agencies}
    some = {each["id"] for each in reader._search_for_datasets(portal.url, [" OR ".join(f"organization:{name}" for name in agencies)])}
    yield Reading("ckanext-harvest (CKAN)", f"of two agencies: {len(some)} datasets", "" if some == wanted else str(some ^ wanted))
    for path in ("/catalog.ttl", "/catalog/all.ttl"):
        content, _ = DCATRDFHarvester()._get_content_and_type(f"{portal.url}{path}", None, 1, "text/turtle")
        ids = {_extra(each, "identifier") for each in _parsed((content or "").encode())}
        yield _compared("ckanext-dcat (DCATRDFHarvester)", path, ids, portal)


def _pyshacl(portal: Portal, folder: Path) -> Iterator[Reading]:
    graph = Graph().parse(data=portal.get("/catalog.ttl"), format="turtle")
    for name in SHAPE_SETS:
        found = findings(graph, name)
        yield Reading("pyshacl", f"/catalog.ttl by {name}: {len(found)} findings", found[0] if found else "")
    violated, warned = vocabulary_findings(graph)
    read = f"/catalog.ttl by {VOCABULARIES}: {len(violated)} violations, {len(warned)} values of the province's own vocabularies"
    strange = [str(pair) for pair in warned if pair[0] not in OTHER_VOCABULARIES]
    yield Reading("pyshacl", read, (violated + strange + [""])[0])
    ticked = [dataset["name"] for dataset in portal.datasets if dataset["hvd_category"]]
    found = [each for name in ticked for each in findings(Graph().parse(data=portal.get(f"/dataset/{name}.ttl")), HIGH_VALUE)]
    yield Reading("pyshacl", f"{len(ticked)} high-value datasets by {HIGH_VALUE}: {len(found)} findings", found[0] if found else "")


def _feedparser(portal: Portal, folder: Path) -> Iterator[Reading]:
    address, met, problems = f"{portal.url}/feeds/dataset.atom", set(), []
    while address:
        feed = feedparser.parse(portal.get(address))
        problems += [str(feed.bozo_exception)] if feed.bozo else []
        met |= {entry.id.rpartition("/")[2] for entry in feed.entries if "title" in entry}
        address = next((link.href for link in feed.feed.links if link.rel == "next"), "")
    reading = _compared("feedparser", "/feeds/dataset.atom by next", met, portal)
    yield Reading(reading.client, reading.read, reading.differs or "".join(problems[:1]))


def _openapi(portal: Portal, folder: Path) -> Iterator[Reading]:
    for path in ("/docs/api/openapi.json", "/geo/api"):
        document = portal.json(path)
        try:
            validate(document)
            differs = ""
        except Exception as error:  # whatever a document makes the validator raise is the finding
            differs = str(error)[:200]
        yield Reading("openapi-spec-validator", f"{path}: {len(document['paths'])} paths", differs)


def _schemathesis(portal: Portal, folder: Path) -> Iterator[Reading]:
    """Every example of a document and cases made of its schemas, held against what it says of the answers; a table stands for all."""
    for path in ("/docs/api/openapi.json", f"{portal.tables[0].page.removeprefix(portal.url)}/rows/openapi.json"):
        run = subprocess.run([*_SCHEMATHESIS, portal.url + path], cwd=folder, capture_output=True, text=True, check=False, timeout=1800)
        said = re.search(r"Test cases:\s*\n\s*(.*)", run.stdout)
        failed = re.findall(r"_{3,} (.+?) _{3,}", run.stdout)
        differs = "" if run.returncode == 0 else ", ".join(failed[:5]) or run.stdout[-200:] + run.stderr[-200:]
        yield Reading("schemathesis", f"{path}, its examples and made cases: {said[1].strip() if said else 'none'}", differs)


READERS = (_ckanapi, _rdflib, _dcat_parser, _harvest, _pyshacl, _feedparser, _openapi, _schemathesis)
"""Each gives its readings of a portal."""
