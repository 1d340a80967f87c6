"""Which datasets an account may read: CKAN's rule, asked of the database in one statement instead of six.

CKAN asks for it at each reading of a dataset by who is signed in, and makes the whole description of each agency for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.model.group import MAX_RECURSES
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
    passed_on = sorted(authz.check_config_permission("roles_that_cascade_to_sub_groups") or ())  # type: ignore[call-overload]
    held = sa.select(member.group_id, member.capacity.in_(passed_on).label("passed_on"), sa.literal(0).label("depth")).where(
        member.table_name == "user",
        member.table_id == user.id,
        member.state == "active",
        member.capacity.in_(authz.get_roles_with_permission("read")),
    )
    read = held.cte("agencies_read", recursive=True)
    below = sa.select(member.group_id, sa.true(), read.c.depth + 1).where(
        member.table_name == "group",
        member.table_id == read.c.group_id,
        member.state == "active",
        read.c.passed_on,
        read.c.depth <= MAX_RECURSES,
    )
    reached = sa.select(read.union(below).c.group_id)
    agencies = sa.select(group.id).where(group.id.in_(reached), group.is_organization, group.state == "active")
    yield from model.Session.execute(agencies).scalars()
