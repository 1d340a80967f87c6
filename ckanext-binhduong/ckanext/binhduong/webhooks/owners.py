"""Whose a webhook is, who may change it, and who is written to."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import authz, model

from ckanext.binhduong.webhooks.model import Webhook

__all__ = ["administers", "is_there", "owns", "people"]


def administers(organization_id: str | None, user: str | None) -> bool:
    """Whether a user (by name) administers an agency."""
    return bool(user and organization_id) and bool(authz.has_user_permission_for_group_or_org(organization_id, user, "update"))


def owns(webhook: Webhook, user: str | None) -> bool:
    """Whether a user (by name) may see and change a webhook: the account whose it is, or the agency's administrators."""
    if webhook.organization_id:
        return administers(webhook.organization_id, user)
    account = model.User.get(user) if user else None
    return bool(account) and account.id == webhook.user_id


def is_there(webhook: Webhook) -> bool:
    """Whether the agency or account whose it is exists and is active."""
    owner = model.Group.get(webhook.organization_id) if webhook.organization_id else model.User.get(webhook.user_id)
    return bool(owner) and owner.state == "active"


def people(webhook: Webhook) -> list[model.User]:
    """Return the active accounts with an address that get a mail when a webhook is switched off."""
    user, member = model.User, model.Member
    rows = sa.select(user).where(user.state == "active", sa.func.coalesce(user.email, "") != "")
    if not webhook.organization_id:
        return list(model.Session.scalars(rows.where(user.id == webhook.user_id)))
    admins = sa.select(member.table_id).where(
        member.table_name == "user", member.state == "active", member.capacity == "admin", member.group_id == webhook.organization_id
    )
    return list(model.Session.scalars(rows.where(user.id.in_(admins)).order_by(user.name)))
