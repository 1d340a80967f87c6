"""Who may do what with publication plans: everybody reads (the law has them public), an agency's administrators write its own."""

from __future__ import annotations

from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.binhduong.workflow.plan.items import agency_of
from ckanext.binhduong.workflow.plan.model import PlanItem

__all__ = ["plan_figures", "plan_import", "plan_item_create", "plan_item_list", "plan_item_show", "plan_item_update"]


@tk.auth_allow_anonymous_access
def plan_item_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody."""
    return {"success": True}


plan_item_show = plan_figures = plan_item_list


def plan_import(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency that is named."""
    return _administers(context, str(data_dict.get("agency") or ""))


plan_item_create = plan_import


def plan_item_update(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency whose item it is."""
    item = PlanItem.get(str(data_dict.get("id") or ""))
    return _administers(context, agency_of(item) if item else "")


def _administers(context: Context, agency: str) -> AuthResult:
    try:
        return is_authorized("organization_update", tk.fresh_context(context), {"id": agency})
    except tk.ObjectNotFound:
        return {"success": False, "msg": tk._("You do not administer this agency.")}
