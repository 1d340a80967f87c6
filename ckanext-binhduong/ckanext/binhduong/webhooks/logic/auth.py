"""Who has webhooks: every account its own, the administrators of an agency those of the agency. Nobody sees another's."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.binhduong.webhooks import listing, owners
from ckanext.binhduong.webhooks.model import Webhook

__all__ = [
    "webhook_create",
    "webhook_delete",
    "webhook_delivery_list",
    "webhook_list",
    "webhook_patch",
    "webhook_replay",
    "webhook_rotate_secret",
    "webhook_show",
    "webhook_test",
]


def webhook_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Every account; the action shows its own and those of its agencies."""
    return {"success": bool(context.get("user"))}


def webhook_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Every account for itself; administrators for their agency."""
    user, agency = context.get("user"), data_dict.get("owner_agency")
    group = model.Group.get(str(agency)) if agency else None
    allowed = owners.administers(group.id if group else None, user) if agency else bool(user)
    return {"success": allowed, "msg": "" if allowed else tk._("Only who administers the agency makes webhooks for it.")}


def webhook_show(context: Context, data_dict: DataDict) -> AuthResult:
    """The account whose webhook it is, or the agency's administrators."""
    return _owns(model.Session.get(Webhook, str(data_dict.get("id") or "")), context)


webhook_patch = webhook_delete = webhook_rotate_secret = webhook_test = webhook_delivery_list = webhook_show


def webhook_replay(context: Context, data_dict: DataDict) -> AuthResult:
    """The same, of a delivery's webhook."""
    found = listing.delivery_found(str(data_dict.get("id") or ""))
    return _owns(found[0] if found else None, context)


def _owns(webhook: Webhook | None, context: Context) -> AuthResult:
    allowed = webhook is not None and owners.owns(webhook, context.get("user"))
    return {"success": allowed, "msg": "" if allowed else tk._("There is no webhook of yours with this id.")}
