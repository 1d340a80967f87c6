"""Which datasets an account may read: as CKAN says, at the cost of one statement."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.lib.plugins import DefaultPermissionLabels, get_permission_labels
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.security.accounts.dataset_labels import DatasetLabels
from tests.releases.conftest import statements
from tests.security.conftest import dataset

__all__ = ["statements"]

pytestmark = pytest.mark.usefixtures("database")


def _by_admin(action: str, **data: Any) -> None:
    call_action(action, {"user": factories.Sysadmin()["name"]}, **data)


@pytest.fixture
def agencies() -> dict[str, Any]:
    """An agency, two of which one is deleted below it, one below those each, another one, and a theme."""
    made = {"above": factories.Organization(), "other": factories.Organization(), "theme": factories.Group()}
    for name in ("below", "gone"):
        made[name] = factories.Organization(groups=[{"name": made["above"]["name"]}])
    made["lowest"] = factories.Organization(groups=[{"name": made["below"]["name"]}])
    made["orphan"] = factories.Organization(groups=[{"name": made["gone"]["name"]}])
    _by_admin("organization_delete", id=made["gone"]["id"])
    return made


def _account(agencies: dict[str, Any], **roles: str) -> model.User:
    user = factories.User()
    for agency, role in roles.items():
        kind = "group" if agency == "theme" else "organization"
        call_action(f"{kind}_member_create", id=agencies[agency]["id"], username=user["name"], role=role)
    return model.User.get(user["id"])


@pytest.mark.parametrize(
    "roles",
    [
        pytest.param({}, id="none"),
        pytest.param({"above": "admin"}, id="admin-above"),
        pytest.param({"above": "editor", "other": "member"}, id="editor-above-member-of-another"),
        pytest.param({"below": "contributor", "above": "approver"}, id="contributor-below-approver-above"),
        pytest.param({"theme": "admin"}, id="admin-of-a-theme"),
        pytest.param({"other": "data_office"}, id="data-office"),
        pytest.param({"lowest": "admin"}, id="admin-of-the-lowest"),
    ],
)
def test_the_labels_are_ckans(agencies: dict[str, Any], roles: dict[str, str]) -> None:
    """An account reads what CKAN's own rule lets it read, in agencies below its own as well."""
    user = _account(agencies, **roles)
    expected = DefaultPermissionLabels().get_user_dataset_labels(user)
    assert sorted(get_permission_labels().get_user_dataset_labels(user)) == sorted(expected)


def test_a_role_is_passed_on_to_agencies_below(agencies: dict[str, Any]) -> None:
    """An administrator reads what agencies below keep private; not what a deleted one does."""
    labels = get_permission_labels().get_user_dataset_labels(_account(agencies, above="admin"))
    assert {f"member-{agencies[name]['id']}" for name in ("above", "below", "lowest")} < set(labels)
    assert f"member-{agencies['gone']['id']}" not in labels


def test_a_role_in_a_deleted_agency_counts_for_nothing(agencies: dict[str, Any]) -> None:
    """Whoever was a member of an agency that is deleted reads what a stranger does, and their own."""
    user = _account(agencies, other="editor")
    _by_admin("organization_delete", id=agencies["other"]["id"])
    assert get_permission_labels().get_user_dataset_labels(user) == ["public", f"creator-{user.id}"]


def test_administrators_of_the_system_read_everything(agencies: dict[str, Any]) -> None:
    """The labels of a system administrator are those of all agencies."""
    user = model.User.get(factories.Sysadmin()["id"])
    expected = DefaultPermissionLabels().get_user_dataset_labels(user)
    assert sorted(get_permission_labels().get_user_dataset_labels(user)) == sorted(expected)


def test_a_deleted_account_is_a_stranger(agencies: dict[str, Any]) -> None:
    """Nothing but what is public is left to it."""
    user = _account(agencies, above="admin")
    _by_admin("user_delete", id=user.id)
    assert get_permission_labels().get_user_dataset_labels(user) == ["public"]


def test_shared_datasets_are_read_where_the_portal_lets_share(agencies: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """With CKAN's collaborators switched on, a dataset that was shared has its label."""
    monkeypatch.setitem(tk.config, "ckan.auth.allow_dataset_collaborators", True)
    user, made = _account(agencies), dataset(owner_org=agencies["other"]["id"], private=True)
    call_action("package_collaborator_create", id=made["id"], user_id=user.id, capacity="member")
    assert f"collaborator-{made['id']}" in get_permission_labels().get_user_dataset_labels(user)


@pytest.mark.parametrize(
    "roles",
    [
        pytest.param({"above": "editor", "other": "member"}, id="editor"),
        pytest.param({"above": "admin", "other": "admin", "theme": "admin"}, id="admin"),
    ],
)
def test_an_account_costs_one_statement(agencies: dict[str, Any], roles: dict[str, str], statements: list[tuple[str, Any]]) -> None:
    """CKAN's own rule asks six of an editor, and one more for each agency of an administrator."""
    user = _account(agencies, **roles)
    model.Session.expunge(user)
    statements.clear()
    DatasetLabels().get_user_dataset_labels(user)
    assert len(statements) == 1
