"""Who may look up accounts, and which members of a group a caller may see."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.lib.plugins import get_permission_labels
from ckan.types import Context

__all__ = ["administers", "is_self", "visible_members"]


def is_self(context: Context, asked: Any) -> bool:
    """Whether a caller asks after their own account, by id or name."""
    user = model.User.get(context.get("user"))
    return user is not None and asked in (None, "", user.id, user.name)


def administers(context: Context) -> bool:
    """Whether a caller administers an agency or theme: CKAN's pages for members let them choose an account."""
    user = model.User.get(context.get("user"))
    if not user:
        return False
    member = sa.select(model.Member.id).where(
        model.Member.table_name == "user",
        model.Member.table_id == user.id,
        model.Member.state == "active",
        model.Member.capacity == "admin",
    )
    return model.Session.execute(member.limit(1)).first() is not None


def visible_members(context: Context, members: list[Any]) -> list[Any]:
    """Keep the datasets that a caller may see now, and the users for those who are signed in.

    Args:
        context: the caller's.
        members: a group's, ``(id, type, role)`` each.

    One statement for all of them.
    """
    user = context.get("user")
    if context.get("ignore_auth") or authz.is_sysadmin(user):
        return members
    ids = [member[0] for member in members if member[1] == "package"]
    packages = model.Session.query(model.Package).filter(model.Package.id.in_(ids)) if ids else ()
    rule = get_permission_labels()
    labels = set(rule.get_user_dataset_labels(context.get("auth_user_obj")))  # type: ignore[arg-type]
    seen = {package.id for package in packages if labels & set(rule.get_dataset_labels(package))}
    return [member for member in members if (member[0] in seen if member[1] == "package" else member[1] != "user" or bool(user))]
