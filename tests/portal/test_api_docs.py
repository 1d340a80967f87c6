"""The API's documentation is true: valid OpenAPI, every action of ours in it, every example answered as its schema says."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from ckanext.binhduong.core.clock import TIMES
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.exports.formats.registry import FORMATS
from ckanext.binhduong.portal.api_docs.spec import ACTION, document, table
from tests.test_docs import _actions

#: CKAN's own actions that we wrap; they are in the document where programs need them.
CHAINED = {
    "dataset_purge",
    "datastore_delete",
    "datastore_run_triggers",
    "datastore_search_sql",
    "dcat_dataset_show",
    "format_autocomplete",
    "group_create",
    "group_member_delete",
    "group_update",
    "member_create",
    "member_delete",
    "member_list",
    "member_roles_list",
    "organization_member_delete",
    "organization_update",
    "package_create",
    "package_relationship_create",
    "package_relationship_delete",
    "package_relationship_update",
    "package_update",
    "resource_search",
    "resource_update",
    "tag_autocomplete",
    "tag_list",
    "tag_search",
    "tag_show",
}
#: Fields that CKAN has and gives without a zone, and what else an object of CKAN's has whose `created` is CKAN's too.
CKANS = {"metadata_created", "metadata_modified", "last_modified"}
CKANS_OBJECTS = {"package_id", "is_organization"}
#: What holds the columns of a row.
ROWS = {"properties", "records", "rows", "values"}
FILES = {format.ext: format.media_type for format in FORMATS.values()}
REAL = {"resource": "r", "dataset": "d", "layer": "l", "feature": "f"}


def fetch(address: str) -> tuple[int, str, bytes]:
    """Status, content type and body."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_document_is_valid(lang: str) -> None:
    """OpenAPI 3.1, in both languages, with and without data to show."""
    validate(document("https://example.vn", lang, REAL, "1", FILES))  # type: ignore[arg-type]
    validate(document("https://example.vn", lang, {}, "1", FILES))  # type: ignore[arg-type]


def test_every_action_of_ours_is_documented() -> None:
    """An action that is added without a word here fails this test."""
    assert _actions() - CHAINED - set(table()["actions"]) == set()


def test_every_format_of_a_release_is_documented() -> None:
    """What ``export.<ext>`` takes and answers is what releases can be downloaded as."""
    get = document("https://example.vn", "vi", REAL, "1", FILES)["paths"]["/dataset/{name}/resource/{id}/export.{ext}"]["get"]
    (ext,) = [each for each in get["parameters"] if each["name"] == "ext"]
    assert ext["schema"]["enum"] == list(FORMATS)
    assert set(get["responses"]["200"]["content"]) == set(FILES.values())


def live(portal_url: str, prefix: str = "") -> dict[str, Any]:
    """The document as the portal serves it."""
    status, kind, body = fetch(f"{portal_url}{prefix}/docs/api/openapi.json")
    assert (status, kind.partition(";")[0]) == (200, "application/json")
    return json.loads(body)


def test_every_documented_action_exists_by_its_method(portal_url: str) -> None:
    """The portal knows each path; those that write refuse a stranger in JSON."""
    for path, methods in live(portal_url)["paths"].items():
        if not path.startswith(ACTION):
            continue
        status, _, body = fetch(f"{portal_url}/api/3/action/help_show?name={path.removeprefix(ACTION)}")
        assert (status, json.loads(body)["success"]) == (200, True), path
        if "post" in methods:
            status, kind, _ = fetch(portal_url + path)
            assert (400 <= status < 500, "json" in kind) == (True, True), path


Answer = tuple[str, dict[str, Any], int, str, bytes]


@pytest.fixture(scope="module")
def examples(portal_url: str) -> tuple[dict[str, Any], list[Answer]]:
    """The document, and of each reading action that can be asked with its examples alone its address, operation and answer."""
    spec, answers = live(portal_url), []
    for path, methods in spec["paths"].items():
        operation = methods.get("get")
        if operation is None or "security" in operation:
            continue
        parameters = operation["parameters"]
        if any(each.get("required") and "example" not in each for each in parameters):
            continue
        asked = {each["name"]: each["example"] for each in parameters if "example" in each}
        address = path.format(**asked) if "{" in path else f"{path}?{urllib.parse.urlencode(asked)}"
        answers.append((address, operation, *fetch(portal_url + address)))
    return spec, answers


def test_every_example_is_answered_as_its_schema_says(examples: tuple[dict[str, Any], list[Answer]]) -> None:
    """Each reading action that can be asked with its examples alone answers 200, and the answer is what the schema promises."""
    spec, answers = examples
    for address, operation, status, kind, body in answers:
        assert status == 200, address
        contents = operation["responses"]["200"]["content"]
        if schema := contents.get("application/json", {}).get("schema"):
            Draft202012Validator({**schema, "components": spec["components"]}).validate(json.loads(body))
        elif "*/*" not in contents:
            assert kind.partition(";")[0] in contents, address
    assert len(answers) >= 20


def test_each_form_is_answered_as_one_of_the_types_that_are_said(examples: tuple[dict[str, Any], list[Answer]], portal_url: str) -> None:
    """Each form of an address that has forms, not only that of its example; and each type that is said is that of some form."""
    spec, looked_at, wrong = examples[0], set(), []
    for path, methods in spec["paths"].items():
        takes = {each["name"]: each for each in methods.get("get", {}).get("parameters", []) if each["in"] == "path"}
        forms = next((name for name, each in takes.items() if "enum" in each["schema"] and name in ("form", "format")), None)
        if not forms or any("example" not in each for each in takes.values()):
            continue
        looked_at.add(path)
        address = path
        for name, each in takes.items():
            address = address if name == forms else address.replace(f"{{{name}}}", str(each["example"]))
        answers = [fetch(portal_url + address.replace(f"{{{forms}}}", form)) for form in takes[forms]["schema"]["enum"]]
        found = {kind.partition(";")[0] for status, kind, _ in answers if status == 200}
        said = set(methods["get"]["responses"]["200"]["content"])
        wrong += [(path, sorted(found), sorted(said))] if found != said else []
    assert wrong == []
    assert {"/catalog.{format}", "/catalog/all.{form}", "/dataset/{name}.{format}"} <= looked_at


def times_of(value: Any, field: str = "", form: str = "Z") -> Iterator[tuple[str, str, str]]:
    """Every time in an answer: its field, the zone that stands at its end, its text."""
    if isinstance(value, dict):
        for name, each in value.items():
            is_bare = name in CKANS or name in ROWS or (name == "created" and CKANS_OBJECTS & set(value))
            yield from times_of(each, name, "" if is_bare else "+07:00" if name == "open_changes" else form)
    elif isinstance(value, list):
        for each in value:
            yield from times_of(each, field, form)
    elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        yield field, form, value


def test_every_time_has_the_zone_that_is_said(examples: tuple[dict[str, Any], list[Answer]]) -> None:
    """Ours are UTC with Z, CKAN's UTC without a zone, those of rows Vietnam's without one, ends of opening hours Vietnam's with +07:00."""
    answers = [(address, json.loads(body)) for address, _, _, kind, body in examples[1] if kind.partition(";")[0] == "application/json"]
    found = [(address, *time) for address, answer in answers for time in times_of(answer)]
    assert [each for each in found if not re.fullmatch(rf"[\d-]{{10}}T[\d:.]+{re.escape(each[2])}", each[3])] == []
    assert {form for _, _, form, _ in found} == {"", "+07:00", "Z"}


def test_zones_are_said_wherever_the_api_is_described(portal_url: str) -> None:
    """On the page, and in the documents of the actions, of a table and of the features; in the language of the reader."""
    real = live(portal_url)["paths"]["/dataset/{name}/resource/{id}/export.{ext}"]["get"]["parameters"]
    names = {each["name"]: each.get("example") for each in real}
    rows = f"/dataset/{names['name']}/resource/{names['id']}/rows/openapi.json"
    for prefix, lang in (("", "vi"), ("/en", "en")):
        said = [translated(each, lang) for each in TIMES]
        page = BeautifulSoup(fetch(f"{portal_url}{prefix}/docs/api")[2], "html.parser")
        assert [item.get_text() for item in page.select("section[aria-labelledby=times] li")] == said
        for document_at in ("/docs/api/openapi.json", rows, "/geo/api?f=json"):
            about = json.loads(fetch(portal_url + prefix + document_at)[2])["info"]["description"]
            assert about.endswith(" ".join(said)), document_at


def test_files_of_a_release_come_in_every_format_and_may_be_made_first(portal_url: str) -> None:
    """Endings and media types are those of the exports, in the OpenAPI document and in ``llms.txt``, and 202 is told."""
    get = live(portal_url)["paths"]["/dataset/{name}/resource/{id}/export.{ext}"]["get"]
    (ext,) = [each for each in get["parameters"] if each["name"] == "ext"]
    answers = get["responses"]
    assert ext["schema"]["enum"] == list(FORMATS)
    assert set(answers["200"]["content"]) == set(FILES.values())
    assert f"/export.csv` (also {', '.join(each for each in FORMATS if each != 'csv')})" in fetch(f"{portal_url}/llms.txt")[2].decode()
    assert set(answers) == {"200", "202", "404"}


def test_errors_are_as_documented(portal_url: str) -> None:
    """A wrong argument and a missing thing answer with the error's schema, an unknown action with a plain 400 of CKAN's."""
    schema = live(portal_url)["components"]["schemas"]["Error"]
    wrong = ("feature_search?near=abc", "layer_list?message=1", "layer_list?=1", "feature_show?=1&layer=x", "khong_co")
    for address, expected in (*((each, 400) for each in wrong), ("package_show?id=khong-co", 404)):
        status, _, body = fetch(f"{portal_url}{ACTION}{address}")
        assert status == expected, address
        if address != "khong_co":
            Draft202012Validator(schema).validate(json.loads(body))


@pytest.mark.parametrize(("prefix", "words"), [("", "API cho lập trình viên"), ("/en", "API for developers")])
def test_the_page_shows_every_action(portal_url: str, prefix: str, words: str) -> None:
    """The reference is made of the document: a line for each, in the reader's language, and a form to try those that read."""
    page = BeautifulSoup(fetch(f"{portal_url}{prefix}/docs/api")[2], "html.parser")
    heading = page.find("h1")
    assert heading is not None
    assert heading.get_text() == words
    ids = {str(tag["id"]) for tag in page.select(".bd-operation")}
    assert set(table()["actions"]) <= ids
    assert len(page.select("form[data-try]")) >= 20
    assert page.select_one("#feature_search input[name=near]")["value"] == "106.6512,10.9804"  # type: ignore[index]


def test_the_recipes_work(portal_url: str) -> None:
    """The addresses that the recipes name answer."""
    page = BeautifulSoup(fetch(f"{portal_url}/docs/api")[2], "html.parser")
    text = " ".join(tag.get_text() for tag in page.select("[data-recipe]"))
    addresses = [word.strip("'\",") for word in text.split() if word.strip("'\",").startswith(portal_url)]
    assert len(addresses) >= 4
    for address in addresses:
        assert fetch(address if "?" in address or "feeds" in address else f"{address}?theme=nha-thuoc")[0] == 200, address
