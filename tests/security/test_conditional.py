"""Reading actions carry marks: who has an answer already gets 304, and another website's page may ask."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from tests.search.conftest import OFFICER, make_dataset

API = "/api/3/action/"
LATER, EARLIER = "Tue, 01 Jan 2047 00:00:00 GMT", "Wed, 01 Jan 2020 00:00:00 GMT"


@pytest.fixture
def dataset(clean_db: None, clean_index: None, with_plugins: None) -> dict[str, Any]:
    """A public dataset of an agency."""
    factories.Sysadmin(name=OFFICER)
    call_action("organization_create", context={"user": OFFICER}, name="so-y-te", title="Sở Y tế")
    return make_dataset("tap", "Tập", resources=[{"name": "Trang", "url": "https://so-y-te.example/a", "format": "HTML"}])


@pytest.mark.parametrize(
    "question",
    [
        *("package_show?id=tap", "package_search?q=tap", "package_list"),
        *("organization_show?id=so-y-te", "place_show?id=718@2024", "resource_show?id={0}"),
    ],
)
def test_an_answer_that_a_client_has_is_not_sent_again(app: CKANTestApp, dataset: dict[str, Any], question: str):
    """By the mark, as it is or weakened by a proxy that compresses."""
    path = API + question.format(dataset["resources"][0]["id"])
    mark = app.get(path, status=200).headers["ETag"]
    assert [app.get(path, headers={"If-None-Match": given}).status_code for given in (mark, f"W/{mark}", '"x"')] == [304, 304, 200]


@pytest.mark.parametrize(("kind", "name"), [("package", "tap"), ("organization", "so-y-te")])
def test_a_change_has_another_mark(app: CKANTestApp, dataset: dict[str, Any], kind: str, name: str):
    """What is changed is sent again."""
    path = f"{API}{kind}_show?id={name}"
    mark = app.get(path).headers["ETag"]
    call_action(f"{kind}_patch", context={"user": OFFICER}, id=name, title="Tên khác")
    assert app.get(path, headers={"If-None-Match": mark}).status_code == 200


def test_a_dataset_has_its_time(app: CKANTestApp, dataset: dict[str, Any]):
    """`If-Modified-Since` later than the dataset's own time is 304, earlier 200; a mark that does not fit wins over a time that does."""
    path = f"{API}package_show?id=tap"
    assert [app.get(path, headers={"If-Modified-Since": moment}).status_code for moment in (LATER, EARLIER)] == [304, 200]
    assert app.get(path, headers={"If-Modified-Since": LATER, "If-None-Match": '"x"'}).status_code == 200


def test_a_refusal_and_a_write_have_no_mark(app: CKANTestApp, dataset: dict[str, Any]):
    """Only what can be read again is marked."""
    assert "ETag" not in app.get(f"{API}package_show?id=khong-co", expect_errors=True).headers
    assert "ETag" not in app.post(f"{API}package_search", json={"q": "tap"}).headers


def test_marks_of_two_callers_differ_when_their_answers_do(app: CKANTestApp, dataset: dict[str, Any]):
    """An officer's answer holds more than a stranger's, so the one's mark does not serve the other."""
    make_dataset("rieng", "Riêng", private=True)
    path = f"{API}package_search?include_private=true"
    token = {"Authorization": factories.APIToken(user=OFFICER)["token"]}
    assert app.get(path).headers["ETag"] != app.get(path, headers=token).headers["ETag"]
    assert "Authorization" in app.get(path).headers["Vary"]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        (f"{API}package_search", "POST", 204),
        (f"{API}datastore_search", "POST", 204),
        (f"{API}package_search", "GET", 204),
        (f"{API}package_create", "POST", 405),
        (f"{API}package_search", "DELETE", 405),
        ("/feeds/dataset.atom", "GET", 204),
        ("/dataset/tap/releases.atom", "GET", 204),
        ("/dataset/tap.ttl", "POST", 405),
        ("/id/licence/vn-open", "GET", 204),
    ],
)
def test_a_browser_may_ask_whether_a_page_may_read(app: CKANTestApp, dataset: dict[str, Any], path: str, method: str, status: int):
    """Reading actions by POST too, never what writes."""
    headers = {"Origin": "https://example.vn", "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    answer = app.options(path, headers=headers, expect_errors=True)
    allowed = answer.headers.get("Access-Control-Allow-Methods", "").split(", ")
    assert ("Access-Control-Allow-Origin" in answer.headers, method in allowed) == (status == 204, status == 204)


def test_another_websites_page_reads_by_post(app: CKANTestApp, dataset: dict[str, Any]):
    """The answer itself is open, with the headers of ranges; an action that writes is not."""
    headers = {"Origin": "https://example.vn", "Sec-Fetch-Site": "cross-site"}
    answer = app.post(f"{API}package_search", json={"q": "tap"}, headers=headers)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Accept-Ranges", "Content-Range", "ETag"} <= set(exposed)
    refused = app.post(f"{API}package_create", json={"name": "x"}, headers=headers, expect_errors=True)
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_rdf_at_a_pages_address_is_open(app: CKANTestApp, dataset: dict[str, Any]):
    """What a page of another origin gets by `Accept` it may read; the page itself it may not."""
    assert app.get("/dataset/tap", headers={"Accept": "text/turtle"}).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in app.get("/dataset/tap", headers={"Accept": "text/html"}).headers
