"""Who has which role, asked of CKAN's members."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.workflow.roles.table import APPROVE, DATA_OFFICE, PROPOSING, SEE_SUBMISSIONS

__all__ = ["agencies_administered", "agencies_kept", "agencies_seen", "decides", "is_data_office", "may", "only_proposes"]


def may(permission: str, organization_id: str | None, user: str | None) -> bool:
    """Whether a user (by name) has a permission in an agency; the portal's administrators have all."""
    return bool(user) and bool(authz.has_user_permission_for_group_or_org(organization_id, user, permission))


def decides(kind: str, organization_id: str, user: str | None) -> bool:
    """Whether a user decides submissions of a kind for an agency: approvers and administrators; of its rule administrators alone."""
    return may("update" if kind == "rule" else APPROVE, organization_id, user)


def only_proposes(user: str | None, *agencies: str | None) -> bool:
    """Whether what a user does in one of these agencies (ids) waits for another person, whatever the agency's rule: contributors."""
    if not user or authz.is_sysadmin(user):
        return False
    return any(authz.users_role_for_group_or_org(agency, user) in PROPOSING for agency in agencies if agency)


def is_data_office(user: str | None) -> bool:
    """Whether a user is of the province's data office: has that role in the agency that publishes the open-data list."""
    office = str(tk.config["ckanext.binhduong.open_list.publisher"])
    return bool(user and office) and authz.users_role_for_group_or_org(office, user) == DATA_OFFICE


def agencies_seen(context: Context) -> list[str]:
    """Return the ids of the agencies whose submissions and times a caller sees."""
    return [each["id"] for each in _agencies(context, SEE_SUBMISSIONS)]


def agencies_administered(context: Context) -> set[str]:
    """Return the ids of the agencies that a caller administers, however many in one question."""
    return {each["id"] for each in _agencies_with(context, "update")}


def agencies_kept(context: Context) -> list[dict[str, Any]]:
    """Return ``{id, name, title, display_name, …}`` of the agencies whose plans a caller keeps, by title."""
    return _agencies(context, "update")


def _agencies(context: Context, permission: str) -> list[dict[str, Any]]:
    if is_data_office(context.get("user")):
        group = model.Group
        rows = sa.select(group).where(group.is_organization, group.state == "active").order_by(group.title)
        return [
            {"id": each.id, "name": each.name, "title": each.title, "display_name": each.display_name}
            for each in model.Session.scalars(rows)
        ]
    return _agencies_with(context, permission)


def _agencies_with(context: Context, permission: str) -> list[dict[str, Any]]:
    return tk.get_action("organization_list_for_user")(tk.fresh_context(context), {"permission": permission})
