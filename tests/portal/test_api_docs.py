"""The API's documentation is true: valid OpenAPI, every action of ours in it, every example answered as its schema says."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

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


def test_every_example_is_answered_as_its_schema_says(portal_url: str) -> None:
    """Each reading action that can be asked with its examples alone answers 200, and the answer is what the schema promises."""
    spec, asked = live(portal_url), []
    for path, methods in spec["paths"].items():
        operation = methods.get("get")
        if operation is None or "security" in operation:
            continue
        parameters = operation["parameters"]
        if any(each.get("required") and "example" not in each for each in parameters):
            continue
        examples = {each["name"]: each["example"] for each in parameters if "example" in each}
        address = path.format(**examples) if "{" in path else f"{path}?{urllib.parse.urlencode(examples)}"
        status, kind, body = fetch(portal_url + address)
        assert status == 200, address
        contents = operation["responses"]["200"]["content"]
        if schema := contents.get("application/json", {}).get("schema"):
            Draft202012Validator({**schema, "components": spec["components"]}).validate(json.loads(body))
        elif "*/*" not in contents:
            assert kind.partition(";")[0] in contents, address
        asked.append(path)
    assert len(asked) >= 20


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
    for address, expected in (("feature_search?near=abc", 400), ("package_show?id=khong-co", 404), ("khong_co", 400)):
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
