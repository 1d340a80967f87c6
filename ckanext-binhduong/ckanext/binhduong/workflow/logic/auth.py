"""Who may do what with publication plans and approvals: everybody reads plans (the law has them public), an agency's administrators write
its own; approvals are seen by who may publish for the agency and decided by its administrators; who may change a dataset sets its time."""

from __future__ import annotations

from ckan import model
from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.logic import auth_data_requests
from ckanext.binhduong.workflow.logic.auth_data_requests import *  # noqa: F403
from ckanext.binhduong.workflow.plan.items import agency_of
from ckanext.binhduong.workflow.plan.model import PlanItem

__all__ = [
    "approval_rule_show",
    "approval_rule_update",
    "publication_schedule",
    "publication_schedule_list",
    "publication_unschedule",
    "release_approve",
    "release_return",
    "release_submit",
    "submission_list",
    "submission_show",
]
__all__ += ["plan_figures", "plan_import", "plan_item_create", "plan_item_list", "plan_item_show", "plan_item_update"]
__all__ += auth_data_requests.__all__


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


def release_submit(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the dataset."""
    return is_authorized("package_update", tk.fresh_context(context), {"id": data_dict.get("id")})


def publication_schedule(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the dataset that is named, or the one of the resource that is named."""
    named = data_dict.get("id")
    reference = named if isinstance(named, str) else ""
    resource = None if model.Package.get(reference) else model.Resource.get(reference)
    return is_authorized("package_update", tk.fresh_context(context), {"id": resource.package_id if resource else reference})


publication_unschedule = publication_schedule


def submission_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody with an account; the action shows what is of their agencies."""
    return {"success": bool(context.get("user"))}


publication_schedule_list = submission_list


def submission_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the agency."""
    submission = model.Session.get(Submission, str(data_dict.get("id") or ""))
    own = tk.get_action("organization_list_for_user")(tk.fresh_context(context), {"permission": "create_dataset"}) if submission else []
    return {"success": bool(submission) and any(each["id"] == submission.organization_id for each in own)}


def release_approve(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency; the action refuses who submitted it."""
    submission = model.Session.get(Submission, str(data_dict.get("id") or ""))
    return _administers(context, submission.organization_id if submission else "")


release_return = release_approve


def approval_rule_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency."""
    return _administers(context, str(data_dict.get("id") or ""))


approval_rule_update = approval_rule_show
