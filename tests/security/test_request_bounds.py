"""What a request may hold: 4xx where stock CKAN answers 500 or reads without end."""

from __future__ import annotations

import json

import pytest
from ckan.tests import factories

from ckanext.binhduong.core.problems.messages import BAD_BYTES, NO_CALLBACK, TOO_DEEP, TOO_MUCH
from ckanext.binhduong.security.capacity import request_bounds
from ckanext.binhduong.security.capacity.request_bounds import DEEPEST_JSON, READING, ROWS, WRITING, find_fault
from tests.security.conftest import api, dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")

JSON = {"content_type": "application/json"}
FORM = {"content_type": "application/x-www-form-urlencoded"}
DEEP = "[" * 100_000 + "]" * 100_000


def _nested(levels: int) -> list:
    data: list = []
    for _ in range(levels):
        data = [data]
    return data


@pytest.mark.parametrize("body", [f'{{"q": {DEEP}}}', DEEP, '{"a":' * 100_000 + "1" + "}" * 100_000], ids=["value", "list", "object"])
@pytest.mark.parametrize("kind", [JSON, FORM], ids=["json", "form"])
def test_deep_json_is_a_bad_request(browser, body, kind, monkeypatch):
    """A hundred thousand levels are 400 with a remedy, whatever the content type says."""
    monkeypatch.setattr(request_bounds, "_FORM_MEMORY", len(body))
    answer = browser().post("/api/3/action/package_search", data=body, **kind)
    assert (answer.status_code, answer.json["error"]["message"]) == (400, TOO_DEEP.both)


def test_stock_fails_on_deep_json(browser, app, monkeypatch):
    """The hole: without the guard the same body ends in an error of ours."""
    handlers = app.flask_app.before_request_funcs
    monkeypatch.setitem(handlers, None, [handler for handler in handlers[None] if handler is not request_bounds.check_request])
    monkeypatch.setattr("ckanext.binhduong.observability.incidents._PROBLEMS", ())
    assert browser().post("/api/3/action/package_search", data=f'{{"q": {DEEP}}}', **JSON).status_code == 500
    assert browser().get("/api/3/action/package_show?id=%00").status_code == 500


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/dataset/%00",
        "/dataset/?q=%00",
        "/api/3/action/package_show?id=%00",
        "/api/3/action/package_search?q=a%00b",
        "/en/dataset/a%00b",
        "/user/%00",
    ],
)
def test_nul_in_an_address_is_a_bad_request(browser, path):
    """Wherever it stands."""
    assert browser().get(path).status_code == 400


def test_nul_in_a_body_is_a_bad_request(browser):
    """In JSON and in a form."""
    assert api(browser(), "package_search", {"q": "a\0b"}).status_code == 400
    assert browser().post("/user/login", data={"login": "a\0b", "password": "x"}).status_code == 400


@pytest.mark.parametrize("value", [["a", "b"], {"a": "b"}, True, 12345, "x" * 1001], ids=["list", "object", "boolean", "number", "long"])
@pytest.mark.parametrize("action", ["package_show", "resource_show", "organization_show", "group_show", "user_show"])
def test_an_id_of_the_wrong_type_is_a_bad_request(browser, action, value):
    """Stock hands it to the database driver."""
    answer = api(browser(), action, {"id": value})
    assert answer.status_code == 400
    assert answer.json["error"]["id"] == ["id phải là văn bản, dài tối đa 1000 ký tự. / id must be text of at most 1000 characters."]


def test_an_id_given_twice_is_a_bad_request(browser):
    """CKAN makes a list of it."""
    assert browser().get("/api/3/action/package_show?id=a&id=b").status_code == 400


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"q": "xây dựng"}, None),
        ({"records": [{"id": ["a"]}]}, None),
        ({"a\0": 1}, BAD_BYTES),
        (_nested(DEEPEST_JSON), None),
        (_nested(DEEPEST_JSON + 1), TOO_DEEP),
    ],
)
def test_what_is_a_fault(data, fault):
    """What no parameter may hold, whatever it means."""
    assert find_fault(data) is fault


@pytest.mark.parametrize(
    ("data", "bounds", "fault"),
    [
        ({"fq_list": ["a:1"] * 1000}, READING, None),
        ({"fq_list": ["a:1"] * 1001}, READING, TOO_MUCH),
        ({"a": [["x"] * 900] * 6}, READING, TOO_MUCH),
        ({"ext_geom": "x" * 300_000}, READING, None),
        ({"ext_geom": "x" * 300_001}, READING, TOO_MUCH),
        ({"a": "x" * 250_000, "b": "x" * 250_000}, READING, TOO_MUCH),
        ({"tags": [{"name": "a"}] * 1001}, WRITING, None),
        ({"tags": [{"name": "a"}] * 5001}, WRITING, TOO_MUCH),
        ({"records": [{"a": 1}] * 100_000}, ROWS, None),
        ({str(n): 1 for n in range(1001)}, READING, TOO_MUCH),
    ],
)
def test_how_much_a_call_may_hold(data, bounds, fault):
    """Items of one list, values of all, characters of one text and of all: a question holds less than a write, rows of a table the most."""
    assert find_fault(data, bounds) is fault


@pytest.fixture
def table():
    """A DataStore table of three rows."""
    from ckan.tests.helpers import call_action

    context = {"user": factories.Sysadmin()["name"]}
    records = [{"a": n} for n in range(3)]
    made = call_action("datastore_create", context, resource={"package_id": dataset()["id"], "name": "Bảng"}, records=records, force=True)
    return made["resource_id"]


@pytest.mark.parametrize(
    ("limit", "status"), [(10**9, 200), ("1e9", 400), (-1, 400), (10**30, 400), ({"a": 1}, 400), ([1], 400), ("1;DROP", 400)]
)
def test_any_limit_of_rows_has_an_answer(browser, table, limit, status):
    """A large number is cut to the largest page, what is no number of PostgreSQL's is refused."""
    answer = api(browser(), "datastore_search", {"resource_id": table, "limit": limit})
    assert answer.status_code == status
    if status == 200:
        assert answer.json["result"]["limit"] == 32000


def test_a_large_body_without_a_file_is_refused_unread(browser):
    """Over twenty MiB of JSON: 413 in JSON with a remedy."""
    body = json.dumps({"q": "a" * request_bounds.LARGEST_JSON})
    answer = browser().post("/api/3/action/package_search", data=body, **JSON)
    assert (answer.status_code, answer.json["error"]["__type"]) == (413, "Request Too Large")


def test_a_form_of_too_many_fields_is_refused(browser):
    """Two thousand parts are more than any form here has."""
    data = {f"f{n}": "x" for n in range(2100)} | {"login": "a", "password": "b"}
    assert browser().post("/user/login", data=data, content_type="multipart/form-data").status_code == 413


def test_a_form_field_of_many_megabytes_is_refused(browser):
    """A field that is no file has to fit in memory."""
    data = {"login": "a" * (5 << 20), "password": "b"}
    assert browser().post("/user/login", data=data, content_type="multipart/form-data").status_code == 413


@pytest.mark.parametrize("body", ["{", "[]", '"a"', "null", "1", "{'a': 1}", "\xff"])
def test_what_is_no_object_is_a_bad_request(browser, body):
    """CKAN's own answer, in its own form."""
    assert browser().post("/api/3/action/package_search", data=body, **JSON).status_code == 400


@pytest.mark.parametrize("path", ["/api/3/action/status_show?callback=alert(1)", "/en/api/action/status_show?callback="])
def test_there_is_no_jsonp(browser, path):
    """Stock answers a script that begins with the caller's words, from an address the page policy trusts."""
    answer = browser().get(path)
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert answer.json["error"]["message"] == NO_CALLBACK.both
