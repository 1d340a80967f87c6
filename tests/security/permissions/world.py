"""The people and the objects of the matrix: eleven roles, and a dataset with its resource in each of seven states."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckan.model.user import AnonymousUser
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from flask import g, has_request_context

from tests.releases.conftest import REQUIRED, add, replace
from tests.security.conftest import dataset

__all__ = ["MEMBERS", "NOTHING", "ROLES", "STATES", "Target", "World", "make_world"]

MEMBERS = {
    **{role: ("own", role) for role in ("member", "contributor", "editor", "approver", "admin")},
    **{"other_editor": ("other", "editor"), "other_admin": ("other", "admin"), "data_office": ("office", "data_office")},
}
"""Role → which agency, and CKAN's capacity in it: the one of the objects, another one, the province's data office."""
ROLES = ("stranger", "account", *MEMBERS, "sysadmin")
"""``account`` is in no agency."""
NOTHING = "khong-co-gi"
"""The id of what does not exist."""
STATES = ("public", "private", "draft", "deleted", "hidden", "withdrawn", "missing")
"""``hidden``: the first file was never accepted; ``withdrawn``: the resource was deleted from a public dataset; ``missing``: no such id."""
_READABLE = "ma,ten,vi_do,kinh_do\n{0}-1,{0} một,10.98,106.65\n{0}-2,{0} hai,10.99,106.66\n"
_REFUSED = "ma,ten\n{0},2,3\n4,5\n6,7\n"


@dataclass(frozen=True)
class Target:
    """What an action is called with in one state: ids by kind of object, and a word that stands only in this dataset."""

    state: str
    canary: str
    ids: dict[str, Any]


@dataclass
class World:
    """The accounts by role and the targets by state."""

    accounts: dict[str, dict[str, Any] | None]
    targets: dict[str, Target] = field(default_factory=dict)
    users: dict[str, model.User] = field(default_factory=dict)

    def context(self, role: str) -> dict[str, Any]:
        """Return the context of a call in a role, with its permission checks; within a request its user is signed in, as the API's are."""
        account = self.accounts[role]
        user = self._user(account["id"]) if account else None
        if has_request_context():
            g._login_user = user or AnonymousUser()  # where Flask-Login keeps `current_user`
        return {
            "user": account["name"] if account else "",
            "auth_user_obj": user,
            "ignore_auth": False,
            "model": model,
            "session": model.Session,
        }

    def rows(self) -> list[Any]:
        """Return the rows of the agency, the datasets and their resources: while somebody holds them, CKAN's session asks for none."""
        kinds = {"organization": model.Group, "dataset": model.Package, "resource": model.Resource}
        return [model.Session.get(table, target.ids[kind]) for target in self.targets.values() for kind, table in kinds.items()]

    def _user(self, user_id: str) -> model.User:
        """Return an account that belongs to no session: one of a session is read anew after each cell's rollback."""
        if user_id not in self.users:
            self.users[user_id] = model.User.get(user_id)
            model.Session.expunge(self.users[user_id])
        return self.users[user_id]


def make_world(act: Any) -> World:
    """Make the accounts, three agencies, a theme, a dataset in each state; an item of a plan, a submission and a request of the agency.

    Args:
        act: calls an action with all rights.
    """
    accounts: dict[str, dict[str, Any] | None] = {role: factories.User() for role in ROLES[1:-1]}
    accounts |= {"stranger": None, "sysadmin": factories.Sysadmin()}
    agencies = {"own": factories.Organization(), "other": factories.Organization()}
    agencies["office"] = factories.Organization(name=tk.config["ckanext.binhduong.open_list.publisher"])
    own, theme = agencies["own"], factories.Group()
    for role, (agency, capacity) in MEMBERS.items():
        act("organization_member_create", id=agencies[agency]["id"], username=accounts[role]["name"], role=capacity)  # type: ignore[index]
    shared = {"organization": own["id"], "group": theme["id"], "user": accounts["member"]["id"]}  # type: ignore[index]
    world = World(accounts)
    shared |= _make_work(act, own["id"], world.context("contributor"))
    for state in STATES[:-1]:
        world.targets[state] = _make_target(act, state, shared)
    nothing = {kind: str(uuid.uuid4()) for kind in ("dataset", "resource", "activity")}
    world.targets["missing"] = Target("missing", NOTHING, shared | nothing | {"number": 1})
    return world


def _make_work(act: Any, agency: str, contributor: dict[str, Any]) -> dict[str, Any]:
    """Make what an agency works on: an item of its plan, a contributor's dataset that waits for approval, a request for
    data, a webhook with a delivery."""
    item = act("plan_item_create", agency=agency, plan="2026", code="YT-01", title="Nhà thuốc", due="2026-12-31")
    asked = act("data_request_create", title="Danh sách nhà thuốc", description="Địa chỉ và giờ mở cửa", agency=agency)
    tk.get_action("package_create")(contributor, {**REQUIRED, "name": "cho-duyet", "owner_org": agency})  # type: ignore[arg-type]
    (submission,) = act("submission_list")["submissions"]
    hook = act("webhook_create", url="https://nhan.example.vn/", owner_agency=agency)["id"]
    delivery = act("webhook_test", id=hook)["id"]
    return {"item": item["id"], "submission": submission["id"], "request": asked["id"], "webhook": hook, "delivery": delivery}


def _make_target(act: Any, state: str, shared: dict[str, str]) -> Target:
    canary = f"chimbao{state}{uuid.uuid4().hex[:8]}"
    # Where only the resource is out of sight, the dataset's own texts are not.
    title = "Nhà thuốc" if state in ("hidden", "withdrawn") else canary
    made = dataset(owner_org=shared["organization"], title=title, notes=title, private=state == "private")
    table = _REFUSED if state == "hidden" else _READABLE
    resource = add(made, table.format(canary), f"{canary}.csv", name=canary)
    if state != "hidden":
        resource = replace(resource, table.format(f"{canary}b"), f"{canary}.csv")
    layer = act("release_status", id=resource["id"]).get("layer") or NOTHING
    activity = act("package_activity_list", id=made["id"])[0]["id"]
    releases = act("release_list", id=resource["id"])
    if state == "draft":
        act("package_patch", id=made["id"], state="draft")
    elif state == "deleted":
        act("package_delete", id=made["id"])
    elif state == "withdrawn":
        act("resource_delete", id=resource["id"])
    ids = {
        "dataset": made["id"],
        "resource": resource["id"],
        "activity": activity,
        "layer": layer,
        "number": releases[0]["number"] if releases else 1,
    }
    return Target(state, canary, shared | ids)
