"""Which datasets an account may read: CKAN's rule, asked of the database in one statement instead of six.

CKAN asks for it at each reading of a dataset by who is signed in, and makes the whole description of each agency for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.plugins import toolkit as tk

__all__ = ["DatasetLabels"]


class DatasetLabels(DefaultPermissionLabels):
    """CKAN's ``IPermissionLabels`` with the same labels."""

    def get_user_dataset_labels(self, user_obj: Any) -> list[str]:
        """Return what an account may read: ``public``, its own drafts, its agencies' datasets, those shared with it.

        Args:
            user_obj: the account; None, an anonymous or a deleted one is a stranger.
        """
        if not user_obj or user_obj.is_anonymous or user_obj.is_deleted():
            return ["public"]
        agencies = _all_agencies() if user_obj.sysadmin else _agencies_of(user_obj)
        labels = ["public", f"creator-{user_obj.id}", *(f"member-{agency}" for agency in sorted(set(agencies)))]
        if authz.check_config_permission("allow_dataset_collaborators"):
            shared = tk.get_action("package_collaborator_list_for_user")({"ignore_auth": True}, {"id": user_obj.id})
            labels += [f"collaborator-{each['package_id']}" for each in shared]
        return labels


def _all_agencies() -> Iterator[str]:
    agencies = sa.select(model.Group.id).where(model.Group.is_organization, model.Group.state == "active")
    yield from model.Session.execute(agencies).scalars()


def _agencies_of(user: Any) -> Iterator[str]:
    """Yield the agencies in which an account may read; below them those to which CKAN passes its role on."""
    member, group = model.Member, model.Group
    held = (
        sa.select(group, member.capacity)
        .join(member, member.group_id == group.id)
        .where(
            member.table_name == "user",
            member.table_id == user.id,
            member.state == "active",
            member.capacity.in_(authz.get_roles_with_permission("read")),
        )
    )
    passed_on = set(authz.check_config_permission("roles_that_cascade_to_sub_groups") or ())  # type: ignore[call-overload]
    for agency, capacity in model.Session.execute(held):
        if agency.is_organization and agency.state == "active":
            yield agency.id
        if capacity in passed_on:
            yield from (child[0] for child in agency.get_children_group_hierarchy(type="organization"))
