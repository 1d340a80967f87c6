"""The people of the tests of approval, and what they do: each with CKAN's permission checks."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from tests.releases.conftest import REQUIRED, act, file, run_jobs

__all__ = ["by", "decide", "join", "public_dataset", "publish_file", "seen", "submissions"]


def join(agency: dict[str, Any], name: str, role: str) -> str:
    """Make a user with a role in the agency; return the name."""
    factories.User(name=name)
    act("organization_member_create", id=agency["id"], username=name, role=role)
    return name


def by(user: str, action: str, **data: Any) -> Any:
    """Call an action in a user's name, with the permission checks."""
    context = {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user)}
    return tk.get_action(action)(context, data)  # type: ignore[arg-type]


def submissions(user: str = "minh", **asked: Any) -> list[dict[str, Any]]:
    """What waits, as an approver sees it."""
    return by(user, "submission_list", **asked)["submissions"]


def decide(user: str = "minh", **more: Any) -> dict[str, Any]:
    """Approve the one thing that waits, as it was shown, and run what it queued."""
    (waiting,) = submissions(user)
    decided = by(user, "release_approve", id=waiting["id"], hash=waiting["hash"], **more)
    run_jobs()
    return decided


def public_dataset(**more: Any) -> dict[str, Any]:
    """A dataset that Lan made and Minh approved."""
    made = by("lan", "package_create", name="nha-thuoc", owner_org="so-y-te", **{**REQUIRED, **more})
    decide()
    return act("package_show", id=made["id"])


def publish_file(dataset: dict[str, Any], content: str | bytes, name: str = "bang.csv", **fields: Any) -> dict[str, Any]:
    """A file that Lan uploads and Minh approves; return its resource."""
    made = by("lan", "resource_create", package_id=dataset["id"], upload=file(content, name), name="Bảng", **fields)
    run_jobs()
    decide()
    return act("resource_show", id=made["id"])


def seen(action: str, **data: Any) -> Any:
    """What a stranger gets, or None when it is not for everybody."""
    try:
        return by("", action, **data)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
