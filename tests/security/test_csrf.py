"""Requests forged by another site: the sticky exemption, and the browser's own word on where a request comes from."""

from __future__ import annotations

import re

import pytest
from ckan.config.middleware import flask_app
from ckan.tests import factories
from flask_wtf.csrf import CSRFProtect

from ckanext.binhduong.core.problems.messages import STALE_FORM
from ckanext.binhduong.security.csrf import PerRequestCSRF, comes_from_here, install
from tests.security.conftest import PASSWORD, api, is_signed_in

pytestmark = pytest.mark.usefixtures("redis_store", "database", "csrf_on")

FORM = "/user/edit"


@pytest.fixture
def csrf_on(app, monkeypatch):
    """The check that the test configuration turns off."""
    monkeypatch.setitem(app.flask_app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture
def sysadmin():
    """An account that may do anything."""
    return factories.Sysadmin(password=PASSWORD)


@pytest.fixture
def signed_in(sysadmin, sign_in):
    """The administrator's browser; a sign-in that failed says so here, and not as a wrong status of what is tested."""
    client = sign_in(sysadmin)
    assert (client.answer.status_code, is_signed_in(client)) == (302, True), client.answer.text
    return client


def _post_without_token(client):
    return client.post(FORM, data={"fullname": "forged"})


def test_a_signed_in_post_without_token_is_refused(signed_in):
    """The ordinary case: no token, no change."""
    assert _post_without_token(signed_in).status_code == 400


@pytest.mark.parametrize(("prefix", "words"), [("", STALE_FORM.vi), ("/en", STALE_FORM.en)])
def test_a_form_of_an_earlier_session_says_what_to_do(signed_in, prefix, words):
    """The page tells that nothing was saved and how to go on, in the visitor's language, without Flask's words."""
    text = signed_in.post(f"{prefix}{FORM}", data={"fullname": "old tab"}).text
    assert words in text
    assert "CSRF" not in text


def test_a_program_without_token_is_not_sent_back_to_a_form(signed_in):
    """A signed-in browser's call of the API gets JSON that says what is wrong, with no word about forms."""
    answer = api(signed_in, "package_patch", {"id": "x"})
    assert (answer.status_code, answer.content_type.partition(";")[0]) == (400, "application/json")
    assert STALE_FORM.en not in answer.text


def test_an_anonymous_visit_does_not_open_the_view(signed_in, browser):
    """CVE-2026-41255: after an anonymous request of the same view the check still stands."""
    browser().get(FORM)
    browser().post(FORM)
    assert _post_without_token(signed_in).status_code == 400


def test_a_token_visit_does_not_open_the_view(sysadmin, signed_in, browser):
    """Nor after a request with an API token."""
    token = factories.APIToken(user=sysadmin["id"])["token"]
    assert api(browser(), "status_show", headers={"Authorization": token}).status_code == 200
    browser().get(FORM, headers={"Authorization": token})
    assert _post_without_token(signed_in).status_code == 400
    assert api(signed_in, "package_patch", {"id": "x"}).status_code == 400


def test_stock_exemption_sticks(signed_in, browser, monkeypatch):
    """The hole: with Flask-WTF's own `exempt`, one anonymous visit opens the view to forged requests."""
    monkeypatch.setattr(PerRequestCSRF, "exempt", CSRFProtect.exempt)
    monkeypatch.setattr(flask_app.csrf, "_exempt_views", set())
    assert _post_without_token(signed_in).status_code == 400
    browser().get(FORM)
    assert _post_without_token(signed_in).status_code != 400


def test_plugins_loaded_again_keep_the_check(app):
    """The application and CKAN's exemptions have one object, also after the plugins were loaded a second time."""
    before = flask_app.csrf
    install()
    assert flask_app.csrf is before is app.flask_app.extensions["csrf"]


def test_a_form_with_its_token_is_accepted(signed_in):
    """The portal's own form works."""
    token = re.search(r'name="_csrf_token" content="([^"]+)"', signed_in.get(FORM).text).group(1)
    assert signed_in.post("/user/_logout", data={"_csrf_token": token}).status_code == 302


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://test.ckan.net"}, 302),
        ({}, 302),
    ],
)
def test_another_site_cannot_sign_a_visitor_in(sysadmin, browser, headers, status):
    """The login form needs no session and no token; where the request comes from decides."""
    answer = browser().post("/user/login", data={"login": sysadmin["name"], "password": PASSWORD}, headers=headers)
    assert answer.status_code == status


def test_a_forged_request_with_a_stolen_token_is_refused(signed_in):
    """The second wall stands by itself: a right token from another site does nothing."""
    token = re.search(r'name="_csrf_token" content="([^"]+)"', signed_in.get(FORM).text).group(1)
    answer = signed_in.post("/user/_logout", data={"_csrf_token": token}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_programs_without_cookie_are_not_asked_where_they_come_from(browser):
    """An anonymous POST of another origin to a reading action carries nothing to misuse."""
    assert api(browser(), "package_search", {"rows": 0}, headers={"Origin": "https://app.example"}).status_code == 200


@pytest.mark.parametrize(
    ("site", "origin", "here"),
    [
        ("same-origin", None, True),
        ("none", None, True),
        ("cross-site", "https://dulieu.vn", False),
        (None, "https://dulieu.vn", True),
        (None, "https://dulieu.vn.evil.example", False),
        (None, "http://dulieu.vn", False),
        (None, "null", False),
        (None, None, True),
    ],
)
def test_what_counts_as_our_own_page(site, origin, here):
    """Fetch metadata first, then the origin, exactly."""
    assert comes_from_here(site, origin, {"https://dulieu.vn"}) is here
