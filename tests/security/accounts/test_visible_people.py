"""Who sees accounts and members of groups."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.security.conftest import dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")


def _as(user: dict[str, Any] | None, action: str, **data: Any) -> Any:
    account = model.User.get(user["id"]) if user else None
    return tk.get_action(action)({"user": user["name"] if user else "", "auth_user_obj": account, "ignore_auth": False}, data)


@pytest.fixture
def people() -> dict[str, Any]:
    """An agency with an administrator and an editor, an account without a role, and a private and a public dataset."""
    agency = factories.Organization()
    made: dict[str, Any] = {name: factories.User() for name in ("admin", "editor", "nobody")}
    for role in ("admin", "editor"):
        call_action("organization_member_create", id=agency["id"], username=made[role]["name"], role=role)
    made |= {"agency": agency, "public": dataset(owner_org=agency["id"]), "private": dataset(owner_org=agency["id"], private=True)}
    return made | {"sysadmin": factories.Sysadmin()}


@pytest.mark.parametrize("action", ["user_list", "user_autocomplete"])
@pytest.mark.parametrize(("who", "may"), [(None, False), ("nobody", False), ("editor", False), ("admin", True), ("sysadmin", True)])
def test_who_may_list_accounts(people, action, who, may):
    """Administrators of an agency, whose pages choose among accounts, and of the system; no other account."""
    data = {"q": people["editor"]["name"]} if action == "user_autocomplete" else {}
    if may:
        assert _as(people[who], action, **data)
    else:
        with pytest.raises(tk.NotAuthorized):
            _as(people.get(who), action, **data)


def test_who_may_see_an_account(people):
    """Oneself, by name and by id, and whoever may list accounts."""
    shown = people["editor"]
    assert [_as(people[who], "user_show", id=shown["id"])["name"] for who in ("editor", "admin", "sysadmin")] == [shown["name"]] * 3
    assert _as(shown, "user_show", id=shown["name"])["id"] == shown["id"]
    for who in (None, "nobody"):
        with pytest.raises(tk.NotAuthorized):
            _as(people.get(who), "user_show", id=shown["id"])


@pytest.mark.parametrize(("who", "sees"), [(None, False), ("nobody", False), ("editor", True), ("sysadmin", True)])
def test_members_that_are_private_datasets(people, who, sees):
    """The ids of private datasets are for their agency; public ones for everybody; users for those who are signed in."""
    members = _as(people.get(who), "member_list", id=people["agency"]["id"])
    ids = {kind: {member[0] for member in members if member[1] == kind} for kind in ("package", "user")}
    assert people["public"]["id"] in ids["package"]
    assert (people["private"]["id"] in ids["package"]) is sees
    assert bool(ids["user"]) is (who is not None)
    only = _as(people.get(who), "member_list", id=people["agency"]["id"], object_type="package")
    assert (people["private"]["id"] in {member[0] for member in only}) is sees


def test_the_pages_of_ckan_that_need_accounts_still_work(people, sign_in):
    """An officer's own pages answer; the list of accounts is closed."""
    officer = factories.User(password="Mat-khau-dung-2026")
    client = sign_in(officer)
    pages = ("/dashboard/datasets", f"/user/{officer['name']}", f"/user/edit/{officer['name']}", f"/user/{officer['name']}/api-tokens")
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert client.get("/user/").status_code == 403
    assert client.get(f"/user/{people['editor']['name']}").status_code in (403, 404)
