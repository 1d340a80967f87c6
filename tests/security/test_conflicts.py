"""Two people change the same thing: the second is told, by the API and by every form, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.security.conflicts.versions import same_version
from tests.security.conftest import api, dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")

PASSWORD = "Mat-khau-dung-2026"


def act(action: str, **data: Any) -> Any:
    """Call an action as a colleague does, in the site's name."""
    return call_action(action, {"user": call_action("get_site_user")["name"]}, **data)


@pytest.fixture
def admin() -> dict[str, Any]:
    """A system administrator who can sign in."""
    return factories.Sysadmin(password=PASSWORD)


@pytest.fixture
def things() -> dict[str, dict[str, Any]]:
    """A dataset with a link, its agency and a theme."""
    agency = factories.Organization(title="Sở cũ")
    made = dataset(owner_org=agency["id"])
    link = act("resource_create", package_id=made["id"], name="Tệp cũ", url="https://example.vn/a.csv")
    return {"package": act("package_show", id=made["id"]), "resource": link, "organization": agency, "group": factories.Group()}


FIELDS = {"package": "notes", "resource": "name", "organization": "title", "group": "title"}


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ("2026-01-02T03:04:05.000006", True),
        ('"2026-01-02T03:04:05.000006"', True),
        ('W/"2026-01-02T03:04:05.000006Z"', True),
        ("2026-01-02T10:04:05.000006+07:00", True),
        ("*", True),
        ("2026-01-02T03:04:05.000007", False),
        ("2026-01-02", False),
        ("x", False),
    ],
)
def test_versions_are_compared_as_moments(given: str, same: bool) -> None:
    """An ETag, a zone and quotes do not matter; a microsecond does."""
    assert same_version(given, "2026-01-02T03:04:05.000006") is same


@pytest.mark.parametrize("kind", list(FIELDS))
def test_if_match_on_the_api(kind, things, admin, browser):
    """The ETag of a show action is taken once; after somebody else's change it is 409, and without it the change goes through."""
    token = {"Authorization": factories.APIToken(user=admin["id"])["token"]}
    client, thing, field = browser(), things[kind], FIELDS[kind]
    etag = client.get(f"/api/3/action/{kind}_show?id={thing['id']}", headers=token).headers["ETag"]
    first = api(client, f"{kind}_patch", {"id": thing["id"], field: "Một"}, headers={**token, "If-Match": etag})
    second = api(client, f"{kind}_patch", {"id": thing["id"], field: "Hai"}, headers={**token, "If-Match": etag})
    assert (first.status_code, second.status_code) == (200, 409)
    assert "If-Match" in second.json["error"]
    assert act(f"{kind}_show", id=thing["id"])[field] == "Một"
    assert api(client, f"{kind}_patch", {"id": thing["id"], field: "Ba"}, headers=token).status_code == 200


@pytest.mark.parametrize("action", ["package_update", "package_patch"])
def test_a_stale_dataset_is_refused(action, things):
    """Sending back what was shown does not overwrite a colleague's change; sending what is stored now works."""
    shown = things["package"]
    act("package_patch", id=shown["id"], notes="của đồng nghiệp")
    with pytest.raises(tk.ValidationError) as refused:
        act(action, **{**shown, "notes": "của tôi"})
    assert list(refused.value.error_dict) == ["metadata_modified"]
    fresh = act("package_show", id=shown["id"])
    assert fresh["notes"] == "của đồng nghiệp"
    assert act(action, **{**fresh, "notes": "của tôi"})["notes"] == "của tôi"


def test_a_stale_resource_is_refused(things):
    """So with a resource."""
    shown = act("resource_show", id=things["resource"]["id"])
    act("resource_patch", id=shown["id"], name="Tên mới")
    with pytest.raises(tk.ValidationError):
        act("resource_update", **{**shown, "name": "của tôi"})
    assert act("resource_show", id=shown["id"])["name"] == "Tên mới"


def _form(page: str, field: str) -> dict[str, str]:
    """The fields of the form that has a field, as a browser would send them."""
    forms = BeautifulSoup(page, "html.parser").select("form")
    form = next(form for form in forms if form.select_one(f"[name={field}]"))
    values = {
        each["name"]: each.get("value", "") for each in form.select("input[name]") if each.get("type") not in ("file", "checkbox", "radio")
    }
    values |= {each["name"]: each.text.strip("\n") for each in form.select("textarea[name]")}
    for choice in form.select("select[name]"):
        chosen = choice.select_one("option[selected]") or choice.select_one("option")
        values[choice["name"]] = chosen.get("value", "") if chosen else ""
    return values


@pytest.mark.parametrize("kind", list(FIELDS))
def test_a_form_meets_a_conflict(kind, things, admin, sign_in):
    """409 with both versions and the typed text; saving the shown form again wins, knowingly."""
    thing, field = things[kind], FIELDS[kind]
    address = {
        "package": f"/dataset/edit/{things['package']['name']}",
        "resource": f"/dataset/{things['package']['name']}/resource/{thing['id']}/edit",
        "organization": f"/organization/edit/{things['organization']['name']}",
        "group": f"/group/edit/{things['group']['name']}",
    }[kind]
    client = sign_in(admin)
    form = _form(client.get(address).text, field)
    assert form["if_match"]
    act(f"{kind}_patch", id=thing["id"], **{field: "Của đồng nghiệp"})
    mine = {**form, field: "Của tôi, gõ lâu", "save": ""}
    answer = client.post(address, data=mine)
    assert answer.status_code == 409
    shown = BeautifulSoup(answer.text, "html.parser").select_one("#conflict")
    assert shown
    assert [word in shown.text for word in ("Của tôi, gõ lâu", "Của đồng nghiệp")] == [True, True]
    again = _form(answer.text, field)
    assert (again[field], again["if_match"] == form["if_match"]) == ("Của tôi, gõ lâu", False)
    assert act(f"{kind}_show", id=thing["id"])[field] == "Của đồng nghiệp"
    assert client.post(address, data={**again, "save": ""}).status_code == 302
    assert act(f"{kind}_show", id=thing["id"])[field] == "Của tôi, gõ lâu"
