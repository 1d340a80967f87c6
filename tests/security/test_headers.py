"""Security headers on every kind of answer, and which answers other origins may read."""

from __future__ import annotations

import json

import pytest
from ckan.tests import factories

from ckanext.binhduong.security.headers import content_policy
from tests.security.conftest import dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")

ORIGIN = {"Origin": "https://app.example"}
EVERYWHERE = ["/about", "/khong-co-trang-nay", "/api/3/action/status_show", "/api/3/action/khong_co", "/health/live", "/dataset/?q=%00"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_headers(browser, path):
    """Pages, errors, the API, health: browsers guess no types and frame nothing."""
    headers = browser().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Permissions-Policy"].startswith("geolocation=(self), camera=()")
    assert "Strict-Transport-Security" not in headers


def test_a_visitor_s_page_runs_scripts_of_the_portal_only(browser):
    """No inline script, no eval, no foreign source, no frame round it."""
    policy = dict(part.split(" ", 1) for part in browser().get("/about").headers["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'self'", "'self'", "'self'")
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'none'")
    assert "script-src-attr" not in policy
    assert "unsafe-eval" not in str(policy)


def test_data_runs_nothing(browser):
    """An answer of the API opened as a page is a sandbox."""
    assert (
        browser().get("/api/3/action/status_show").headers["Content-Security-Policy"]
        == "default-src 'none'; frame-ancestors 'none'; sandbox"
    )


@pytest.mark.parametrize("path", ["/dashboard", "/dashboard/datasets"])
def test_an_answer_with_a_cookie_is_stored_nowhere(browser, path):
    """CKAN sends a stranger to the login with a flash, hence a session, and calls the answer public."""
    answer = browser().get(path, follow_redirects=False)
    if "Set-Cookie" not in answer.headers:  # /dashboard first goes to /dashboard/
        answer = browser().get(answer.headers["Location"])
    assert "Set-Cookie" in answer.headers
    assert answer.headers.getlist("Cache-Control") == ["private, no-store"]


def test_only_officers_forms_may_carry_handlers():
    """CKAN's upload form needs its `onclick`; a visitor's page never does."""
    assert "script-src-attr 'unsafe-inline'" in content_policy(origin="https://x.vn", signed_in=True)
    assert "form-action 'self' https://x.vn" in content_policy(origin="https://x.vn", signed_in=False)


def test_stock_has_none(browser, app, monkeypatch):
    """The hole: CKAN alone sends no such header."""
    monkeypatch.setitem(app.flask_app.after_request_funcs, None, [])
    assert "Content-Security-Policy" not in browser().get("/about").headers


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(("parameter", "said"), [("language", True), ("limit", False)])
def test_a_deprecated_parameter_in_a_body_is_said(browser, kind, parameter, said):
    """CKAN's own clients ask by POST; ``curl -d`` sends JSON under a form's content type."""
    body = json.dumps({"resource_id": "khong-co", parameter: "1"})
    answer = browser().post("/api/3/action/datastore_search", data=body, content_type=kind)
    assert (answer.status_code, "Deprecation" in answer.headers) == (404, said)


@pytest.fixture
def open_dataset():
    """A public dataset with a link."""
    made = dataset()
    return made | {"resource": factories.Resource(package_id=made["id"], url="https://example.vn/x.csv")["id"]}


def test_reading_is_open_to_other_origins(browser, open_dataset):
    """Actions, metadata, downloads, health; what is missing and what is wrong too."""
    paths = [
        "/api/3/action/package_search?rows=0",
        f"/api/3/action/package_show?id={open_dataset['id']}",
        "/api/3/action/package_show?id=khong-co",
        "/api/3/action/khong_co",
        "/en/api/3/action/status_show",
        "/dataset/khong-co.ttl",
        "/catalog.jsonld",
        f"/dataset/{open_dataset['id']}/resource/{open_dataset['resource']}/download/x.csv",
        "/health/ready",
        "/datastore/dump/khong-co",
        "/feeds/dataset.atom",
        "/en/feeds/tag/y-te.atom",
    ]
    for path in paths:
        headers = browser().get(path, headers=ORIGIN).headers
        assert headers["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in headers, path


@pytest.mark.parametrize("path", ["/", "/user/login", "/api/3/action/package_create", "/dataset/edit/x", "/api/3/action/user_update"])
def test_pages_and_writes_are_not(browser, path):
    """Not by GET, not by POST."""
    assert "Access-Control-Allow-Origin" not in browser().get(path, headers=ORIGIN).headers
    assert "Access-Control-Allow-Origin" not in browser().post(path, headers=ORIGIN).headers


def test_a_post_to_a_reading_action_is_open_too(browser):
    """An action's parameters may come as JSON; what the action does decides, not the method."""
    answer = browser().post("/api/3/action/package_search", json={}, headers=ORIGIN)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("method", "action", "open_"),
    [
        ("GET", "package_search", True),
        ("POST", "package_search", True),
        ("PUT", "package_search", False),
        ("GET", "package_delete", False),
        ("POST", "package_delete", False),
    ],
)
def test_preflight(browser, method, action, open_):
    """A browser that asks before it sends is told the same."""
    answer = browser().options(f"/api/3/action/{action}", headers=ORIGIN | {"Access-Control-Request-Method": method})
    assert (answer.headers.get("Access-Control-Allow-Origin") == "*") is open_
    if open_:
        assert answer.status_code == 204
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
        assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]


def test_a_signed_in_session_does_not_widen_it(officer, sign_in):
    """The star stands without credentials: a browser will not let a page read an answer it sent cookies for."""
    answer = sign_in(officer).get("/api/3/action/package_search?rows=0", headers=ORIGIN)
    assert (answer.headers["Access-Control-Allow-Origin"], answer.headers.get("Access-Control-Allow-Credentials")) == ("*", None)


def test_a_page_may_need_more_than_the_others():
    """What a view asks for is added to the usual sources; "nobody" gives way to it; the rest stays."""
    policy = content_policy(origin="https://a.example", signed_in=False, more={"connect-src": "https://t.example", "frame-ancestors": "*"})
    assert "connect-src 'self' https://t.example" in policy
    assert "frame-ancestors *" in policy
    assert "script-src 'self';" in policy
    assert "t.example" not in content_policy(origin="https://a.example", signed_in=False)
