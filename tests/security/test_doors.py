"""Doors that are closed: who may see and make what, end to end through the API and the pages."""

from __future__ import annotations

import configparser
import io
from pathlib import Path

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.security.sign_in.api_tokens import Overlong, bounded_life
from tests.security.conftest import PASSWORD, api, dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")

_AGENCY = {"title": "Sở Thử nghiệm", "description": "Cơ quan", "contact_email": "so@example.vn", "contact_phone": "0274 1234567"}
SHIPPED = Path(__file__).parents[2] / "config" / "ckan.ini"


@pytest.fixture
def editor(officer):
    """The officer as an editor of an agency."""
    factories.Organization(users=[{"name": officer["name"], "capacity": "editor"}])
    return officer


@pytest.fixture
def call(browser):
    """Return a function that calls an action by HTTP as a user (by token) or as nobody; it gives the status."""

    def run(action: str, data=None, account=None, **kwargs):
        headers = {"Authorization": factories.APIToken(user=account["id"])["token"]} if account else {}
        return api(browser(), action, data, headers=headers, **kwargs)

    return run


def test_nobody_sends_sql(call, officer):
    """Not anonymous, not a system administrator; and the reason is that this version's allow-list is not safe."""
    admin = factories.Sysadmin()
    for account in (None, officer, admin):
        assert call("datastore_search_sql", {"sql": "SELECT 1"}, account).status_code == 403


@pytest.mark.parametrize("path", ["/testing/primer", "/en/testing/primer", "/testing/custom_form_fields"])
def test_ckan_s_workshop_is_closed(browser, path, monkeypatch):
    """The pages on which CKAN shows its parts to its own developers are there only in debug mode."""
    assert browser().get(path).status_code == 404
    monkeypatch.setitem(tk.config, "debug", True)
    assert browser().get(path).status_code == 200


def test_stock_allows_the_function_that_runs_sql():
    """The hole (CVE-2026-42031): `ts_rewrite(tsquery, text)` runs its text, and stock lists it as allowed."""
    import ckanext.datastore

    allowed = Path(ckanext.datastore.__file__).with_name("allowed_functions.txt").read_text().split()
    assert "ts_rewrite" in allowed


def test_sql_stays_off_whatever_the_configuration_says(with_plugins):
    """The switch that would bring the DataStore's own action back is held by this plugin."""
    assert tk.config["ckan.datastore.sqlsearch.enabled"] is False


def test_strangers_list_no_tables(call, browser, officer):
    """The DataStore's list of tables names private resources; stock shows it to everybody."""
    for account in (None, officer):
        for field in ("resource_id", "id"):
            assert call("datastore_search", {field: "_table_metadata"}, account).status_code == 403
        assert call("datastore_info", {"resource_id": "_table_metadata"}, account).status_code == 404
    assert browser().get("/api/3/action/datastore_search?resource_id=_table_metadata").status_code == 403
    assert call("datastore_search", {"resource_id": "_table_metadata"}, factories.Sysadmin()).status_code == 200
    assert browser().get("/datastore/dump/_table_metadata").status_code == 404


def test_the_shipped_plugin_line_has_no_proxy():
    """`resource_proxy` fetches any address from the portal's own network (CVE-2024-43371) and gives it the portal's origin."""
    parser = configparser.RawConfigParser()
    parser.read(SHIPPED, encoding="utf-8")
    plugins = parser["app:main"]["ckan.plugins"].split()
    assert not {"resource_proxy", "text_view", "tracking", "xloader"} & set(plugins)
    assert "expire_api_token" in plugins


@pytest.mark.parametrize(
    "action", ["user_list", "user_autocomplete", "user_show", "user_follower_count", "user_followee_count", "followee_count"]
)
def test_strangers_see_no_users(call, officer, action):
    """Names, e-mail digests and follows of users are for signed-in users."""
    assert call(action, {"id": officer["name"], "q": "a"}).status_code == 403


def test_strangers_see_no_user_pages(browser, officer):
    """Nor on the web."""
    for page in ("/user/", f"/user/{officer['name']}"):
        assert browser().get(page).status_code in {302, 403}, page


def test_no_setting_shows_users_to_strangers(call, officer, ckan_config, monkeypatch):
    """CKAN's default, which would show them, does not open the door."""
    monkeypatch.setitem(ckan_config, "ckan.auth.public_user_details", True)
    assert call("user_show", {"id": officer["name"]}).status_code == 403


@pytest.mark.parametrize("action", ["am_following_dataset", "am_following_user", "am_following_group", "dataset_followee_count"])
def test_strangers_follow_nothing(call, action):
    """Follow actions have no answer for strangers."""
    assert call(action, {"id": dataset()["id"]}).status_code == 403


def test_a_follower_count_does_not_tell_of_a_private_dataset(call, officer):
    """Who may not see the dataset may not count its followers; stock answers 0, and 409 for what does not exist."""
    assert call("dataset_follower_count", {"id": dataset(private=True)["id"]}).status_code == 403
    assert call("dataset_follower_count", {"id": dataset()["id"]}).json["result"] == 0


def test_the_group_page_counts_its_followers_still(call):
    """`group_show` asks for the count itself; closing that would close the theme pages."""
    assert call("group_show", {"id": factories.Group()["id"]}).json["result"]["num_followers"] == 0


def test_an_editor_makes_no_agency_and_no_theme(call, editor):
    """Agencies and themes are made by administrators."""
    assert call("organization_create", {"name": "co-quan-moi"}, editor).status_code == 403
    assert call("group_create", {"name": "chu-de-moi"}, editor).status_code == 403


def test_stock_lets_an_editor_make_an_agency(call, editor, ckan_config, monkeypatch):
    """The hole: CKAN's default."""
    monkeypatch.setitem(ckan_config, "ckan.auth.user_create_organizations", True)
    assert call("organization_create", _AGENCY | {"name": "co-quan-cua-bien-tap"}, editor).status_code == 200


def _new_user() -> dict[str, str]:
    return {"name": "nguoi-la", "email": "la@example.vn", "password": PASSWORD}


@pytest.mark.parametrize("by_configuration", [False, True])
def test_nobody_signs_up(call, browser, officer, by_configuration, ckan_config, monkeypatch):
    """Not by API and not on the web, even if somebody sets CKAN's switches the other way."""
    monkeypatch.setitem(ckan_config, "ckan.auth.create_user_via_api", by_configuration)
    monkeypatch.setitem(ckan_config, "ckan.auth.create_user_via_web", by_configuration)
    assert call("user_create", _new_user()).status_code == 403
    assert call("user_create", _new_user(), officer).status_code == 403
    form = _new_user() | {"fullname": "", "password1": PASSWORD, "password2": PASSWORD, "save": ""}
    assert browser().post("/user/register", data=form).status_code == 403
    assert browser().get("/user/register").status_code == 403


def test_an_administrator_makes_accounts(call):
    """The one way in that stays open."""
    assert call("user_create", _new_user() | {"name": "can-bo-moi", "email": "cb@example.vn"}, factories.Sysadmin()).status_code == 200


def _token(call, account, **life):
    return call("api_token_create", {"user": account["name"], "name": "may-chu"} | life, account)


def test_a_token_without_a_life_gets_ninety_days(call, officer):
    """`expire_api_token` alone refuses it; here it is made, and ends."""
    import jwt

    answer = _token(call, officer)
    assert answer.status_code == 200
    claims = jwt.decode(answer.json["result"]["token"], options={"verify_signature": False})
    assert 90 * 86400 - 5 <= claims["exp"] - claims["iat"] <= 90 * 86400 + 5


def test_a_token_for_longer_than_a_year_is_refused(call, officer):
    """The message names the limit, in both languages."""
    answer = _token(call, officer, expires_in=366, unit=86400)
    assert answer.status_code == 409
    assert answer.json["error"]["expires_in"] == [
        "Thời hạn tối đa của mã API là 365 ngày. Xin chọn thời hạn ngắn hơn.",
        "An API token lives 365 days at most. Choose a shorter life.",
    ]
    assert _token(call, officer, expires_in=365, unit=86400).status_code == 200


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({}, {"expires_in": 90, "unit": 86400}),
        ({"expires_in": ""}, {"expires_in": 90, "unit": 86400}),
        ({"expires_in": "2"}, {"expires_in": "2", "unit": 86400}),
        ({"expires_in": 2, "unit": 3600}, {"expires_in": 2, "unit": 3600}),
        ({"expires_in": "nhiều", "unit": 60}, {"expires_in": "nhiều", "unit": 60}),
    ],
)
def test_the_life_of_a_token(asked, given):
    """Defaults fill what is missing; what is no number goes to the schema that says so."""
    from datetime import timedelta

    assert bounded_life(asked, default=timedelta(days=90), longest=timedelta(days=365)) == given


def test_a_life_over_the_longest():
    """One second over is over."""
    from datetime import timedelta

    with pytest.raises(Overlong):
        bounded_life({"expires_in": 86401, "unit": 1}, default=timedelta(days=1), longest=timedelta(days=1))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.svg", SVG, "image/svg+xml"),
        ("a.html", HTML, "text/html"),
        ("a.png", HTML, "image/png"),
        ("a.png", SVG, "image/png"),
        ("a.gif", b"GIF89a<script>", "x"),
    ],
)
def test_scripts_are_no_images(browser, name, content, kind):
    """What an agency or a user uploads as a picture is looked at, not believed (CVE-2021-25967, CVE-2025-24372)."""
    admin = factories.Sysadmin()
    headers = {"Authorization": factories.APIToken(user=admin["id"])["token"]}
    for action, field, extra in (
        ("organization_create", "image_upload", {"name": "hinh"}),
        ("user_update", "image_upload", {"id": admin["id"]}),
    ):
        data = extra | {"email": "a@example.vn", field: (io.BytesIO(content), name, kind)}
        answer = browser().post(f"/api/3/action/{action}", data=data, headers=headers)
        assert (answer.status_code, next(iter(answer.json["error"]))) == (409, "image_upload"), (action, answer.text)


def test_pictures_are_images(browser):
    """A real PNG is taken."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
        "0d0a2db40000000049454e44ae426082"
    )
    admin = factories.Sysadmin()
    headers = {"Authorization": factories.APIToken(user=admin["id"])["token"]}
    data = _AGENCY | {"name": "co-hinh", "image_upload": (io.BytesIO(png), "a.png", "image/png")}
    assert browser().post("/api/3/action/organization_create", data=data, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,<script>alert(1)</script>", "ftp://example.vn/x", "//example.vn/x"]
)
def test_a_resource_links_by_http_only(call, url):
    """Stock takes any scheme, and its link runs when it is clicked."""
    made = dataset()
    answer = call("resource_create", {"package_id": made["id"], "name": "Tệp", "url": url}, factories.Sysadmin())
    assert (answer.status_code, "url" in answer.json["error"]) == (409, True)


def test_a_resource_may_link_by_https(call):
    """What agencies link to."""
    answer = call(
        "resource_create", {"package_id": dataset()["id"], "name": "Tệp", "url": "https://example.vn/x.csv"}, factories.Sysadmin()
    )
    assert answer.status_code == 200
