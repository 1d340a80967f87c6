"""Every step of the roles is in the log: who gave a role, who submitted, decided and changed a plan, and who was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.releases.conftest import REQUIRED

STEPS = (
    ("minh", "organization_member_create", {"id": "so-y-te", "username": "chi", "role": "contributor"}, 200),
    ("chi", "package_create", {**REQUIRED, "name": "nha-thuoc", "owner_org": "so-y-te"}, 200),
    ("chi", "release_approve", {}, 403),
    ("duyen", "release_return", {"reason": "Thiếu mô tả"}, 200),
    ("chi", "release_submit", {"id": "nha-thuoc"}, 200),
    ("duyen", "release_approve", {}, 200),
    ("minh", "approval_rule_update", {"id": "so-y-te", "required": True}, 200),
    ("dat", "plan_item_create", {"agency": "so-y-te", "plan": "2026", "code": "1", "title": "Nhà thuốc", "due": "2027-12-31"}, 200),
    ("minh", "organization_member_create", {"id": "so-y-te", "username": "chi", "role": "editor"}, 200),
    ("minh", "organization_member_delete", {"id": "so-y-te", "username": "chi"}, 200),
)
"""Who calls what, with what, and the status of the answer; a submission is the one that waits."""


def test_every_step_of_the_roles_is_in_the_log(app: Any, clean_db: None, clean_index: None, new_rows: Callable[..., Any]) -> None:
    """With the person's name, the action and how it ended; one of them or more for what touches several objects."""
    factories.Sysadmin(name="quan-tri")
    tokens = {name: factories.UserWithToken(name=name)["token"] for name in ("minh", "chi", "duyen", "dat")}
    for agency, people in {"so-y-te": {"minh": "admin", "duyen": "approver"}, "so-khoa-hoc-va-cong-nghe": {"dat": "data_office"}}.items():
        users = [{"name": name, "capacity": role} for name, role in people.items()]
        call_action("organization_create", {"user": "quan-tri"}, name=agency, title=agency, users=users)
    new_rows(forget=True)
    for who, action, data, status in STEPS:
        sent = data
        if action in ("release_approve", "release_return"):
            (waiting,) = call_action("submission_list", {"user": "quan-tri"})["submissions"]
            sent = {"id": waiting["id"], **({"hash": waiting["hash"]} if action == "release_approve" else data)}
        answer = app.post(f"/api/3/action/{action}", json=sent, headers={"Authorization": tokens[who]})
        assert (action, answer.status_code) == (action, status), answer.body
        rows = new_rows(forget=True)
        assert {(row["actor_name"], row["action"], row["outcome"]) for row in rows} == {
            (who, action, "done" if status == 200 else "refused")
        }
