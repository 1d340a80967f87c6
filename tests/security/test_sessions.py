"""Sessions: where they live, when they end, what their cookies say, and that readers have none."""

from __future__ import annotations

import http.cookies
import re

import pytest
from ckan import model
from ckan.config.middleware.common_middleware import CKANRedisSessionInterface, CKANSecureCookieSessionInterface
from ckan.config.middleware.flask_app import CKANJsonSessionSerializer
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.security import sessions
from tests.security.conftest import PASSWORD, api, dataset, is_signed_in

pytestmark = pytest.mark.usefixtures("redis_store", "database")


def _session_id(client) -> str:
    cookie = client.get_cookie("ckan")
    return cookie.value if cookie else ""


def _with_cookie(browser, value: str):
    client = browser()
    client.set_cookie("ckan", value)
    return client


def test_a_session_is_in_redis_and_its_cookie_only_names_it(officer, sign_in):
    """The cookie holds a random id; the user's id stands in Redis under it."""
    client = sign_in(officer)
    assert is_signed_in(client)
    stored = redis_client.client().get(f"session:{_session_id(client)}")
    assert officer["id"] in stored.decode()
    assert officer["id"] not in _session_id(client)


def test_a_copied_cookie_is_dead_after_logout(officer, sign_in, browser):
    """The thief's copy of the cookie works until the officer signs out, and then no more."""
    client = sign_in(officer)
    copy = _session_id(client)
    assert is_signed_in(_with_cookie(browser, copy))
    client.post("/user/_logout")
    assert not is_signed_in(_with_cookie(browser, copy))
    assert redis_client.client().get(f"session:{copy}") is None


def test_stock_cookie_sessions_outlive_logout(officer, app, browser, monkeypatch):
    """The hole: with CKAN's default interface the copied cookie still signs in after logout."""
    monkeypatch.setattr(app.flask_app, "session_interface", CKANSecureCookieSessionInterface(app.flask_app))
    client = browser()
    client.post("/user/login", data={"login": officer["name"], "password": PASSWORD})
    copy = _session_id(client)
    monkeypatch.setattr(sessions.PortalSessions, "end", lambda *_: None)
    monkeypatch.setattr(sessions, "_interface", lambda: sessions.PortalSessions(app.flask_app))
    client.post("/user/_logout")
    assert is_signed_in(_with_cookie(browser, copy))


def test_a_remembered_login_leaves_no_cookie_of_its_own(officer, sign_in):
    """ "Remember me" would give a cookie that no logout ends; it is not given."""
    client = sign_in(officer, remember="63072000")
    assert is_signed_in(client)
    assert client.get_cookie("remember_token") is None


def test_a_deleted_user_s_session_is_dead_at_once(officer, sign_in):
    """Deleting the account ends its sessions, in Redis too."""
    client = sign_in(officer)
    session_id = _session_id(client)
    call_action("user_delete", id=officer["id"])
    assert not is_signed_in(client)
    assert redis_client.client().get(f"session:{session_id}") is None


def test_a_deleted_user_s_token_is_dead_at_once(officer, app):
    """So with an API token: the caller is a stranger to actions for users only."""
    token = call_action("api_token_create", {"user": officer["name"]}, user=officer["name"], name="t")["token"]
    headers = {"Authorization": token}
    assert app.get("/api/3/action/user_show?id=" + officer["name"], headers=headers).status_code == 200
    call_action("user_delete", id=officer["id"])
    assert app.get("/api/3/action/user_show?id=" + officer["name"], headers=headers).status_code == 403


def test_the_session_id_is_new_after_login(officer, browser):
    """An id that a stranger planted before the login is worth nothing after it."""
    client = browser()
    with client.session_transaction() as session:
        session["planted"] = "x"
    planted = _session_id(client)
    client.post("/user/login", data={"login": officer["name"], "password": PASSWORD})
    assert is_signed_in(client)
    assert _session_id(client) != planted
    assert not is_signed_in(_with_cookie(browser, planted))


def test_an_unknown_session_id_is_not_adopted(officer, browser):
    """A cookie of the visitor's own making does not become the id of the session."""
    client = _with_cookie(browser, "chosen-by-attacker")
    client.post("/user/login", data={"login": officer["name"], "password": PASSWORD})
    assert _session_id(client) != "chosen-by-attacker"


def _cookie(answer, name: str) -> http.cookies.Morsel:
    jar = http.cookies.SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        jar.load(header)
    return jar[name]


def test_the_cookie_is_httponly_and_lax(officer, sign_in):
    """Scripts cannot read it and other sites' forms do not send it; plain http has no Secure."""
    cookie = _cookie(sign_in(officer).answer, "ckan")
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")


def _reader_pages() -> list[str]:
    org = factories.Organization()
    made = dataset(owner_org=org["id"])
    resource = factories.Resource(package_id=made["id"], url="https://example.vn/x.csv")
    group = factories.Group()
    pages = ["/", "/en/", "/dataset/", "/organization/", "/group/", "/about", "/user/login", "/khong-co-trang-nay", "/dataset/khong-co"]
    paths = [f"/dataset/{made['name']}", f"/organization/{org['name']}", f"/group/{group['name']}"]
    return [*pages, *paths, f"/dataset/{made['name']}/resource/{resource['id']}"]


def test_readers_get_no_cookie_and_no_token(browser):
    """No page for readers, error pages and the login form included, begins a session or carries a CSRF token."""
    before = set(redis_client.client().scan_iter("session:*"))
    for page in _reader_pages():
        answer = browser().get(page)
        assert answer.status_code in {200, 404}, page
        assert answer.headers.getlist("Set-Cookie") == [], page
        assert not re.search(r'name="_csrf_token" (?:content|value)="[^"]', answer.text), page
    assert set(redis_client.client().scan_iter("session:*")) == before


def test_stock_pages_set_a_cookie(app, browser, monkeypatch):
    """The hole: with Flask-WTF's own token the home page begins a session."""
    from flask_wtf.csrf import generate_csrf

    from ckanext.binhduong.security import csrf

    monkeypatch.setattr(csrf, "page_token", generate_csrf)
    monkeypatch.setattr(csrf, "needs_token", lambda: True)
    answer = browser().get("/user/login")
    assert len(answer.headers.getlist("Set-Cookie")) == 1


def test_stock_sessions_take_back_a_cookie_that_was_never_given(app, browser, monkeypatch):
    """The hole: flask-session answers the flash message of an error page with a cookie that deletes a cookie."""
    stock = CKANRedisSessionInterface(app.flask_app)
    stock.serializer = CKANJsonSessionSerializer()
    monkeypatch.setattr(app.flask_app, "session_interface", stock)
    assert len(browser().get("/dataset/khong-co").headers.getlist("Set-Cookie")) == 1


def test_a_signed_in_page_carries_a_token(officer, sign_in):
    """Those who have a session get the token its forms need."""
    page = sign_in(officer).get("/dashboard/datasets").text
    assert re.search(r'name="_csrf_token" (?:content|value)="[^"]', page)


@pytest.fixture
def dead_redis(app, monkeypatch):
    """Sessions whose Redis refuses connections."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    monkeypatch.setattr(app.flask_app.session_interface, "client", redis.Redis(port=1, retry=Retry(NoBackoff(), 0)))


def test_without_redis_pages_are_still_read(browser, dead_redis):
    """A reader with an old cookie gets the page."""
    answer = _with_cookie(browser, "anything").get("/about")
    assert answer.status_code == 200


def test_without_redis_writing_with_a_session_is_unavailable(browser, dead_redis):
    """What needs the session says so, and when to come back."""
    answer = api(_with_cookie(browser, "anything"), "package_create", {"name": "x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_a_users_answer_is_not_marked_public(officer, browser, sign_in):
    """CKAN marks API answers as cacheable by all; a signed-in user's are not, and one that renews the cookie is not stored at all."""
    answer = sign_in(officer).get("/api/3/action/status_show")
    assert answer.headers["Cache-Control"] == "private, no-store"
    token = factories.APIToken(user=officer["id"])["token"]
    answer = browser().get("/api/3/action/status_show", headers={"Authorization": token})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert model.User.get(officer["id"]) is not None
