"""Who may do what with publication plans and approvals: everybody reads plans (the law has them public), an agency's administrators and
the province's data office write them; what waits is seen by who works on the agency's data, and without its files by the data office;
approvers and administrators decide it; who may publish a dataset sets its time."""

from __future__ import annotations

from ckan import model
from ckan.authz import is_authorized
from ckan.plugins import toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval.datasets import is_public
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.logic import auth_data_requests
from ckanext.binhduong.workflow.logic.auth_data_requests import *  # noqa: F403
from ckanext.binhduong.workflow.plan.items import agency_of
from ckanext.binhduong.workflow.plan.model import PlanItem
from ckanext.binhduong.workflow.roles import holders
from ckanext.binhduong.workflow.roles.table import PUBLISH, SEE_SUBMISSIONS

__all__ = [
    "approval_rule_show",
    "approval_rule_update",
    "package_delete",
    "publication_schedule",
    "publication_schedule_list",
    "publication_unschedule",
    "release_approve",
    "release_confirm",
    "release_return",
    "release_submit",
    "submission_list",
    "submission_show",
    "submissions_return",
]
__all__ += ["plan_figures", "plan_import", "plan_item_create", "plan_item_list", "plan_item_show", "plan_item_update", "plan_review_create"]
__all__ += auth_data_requests.__all__


@tk.auth_allow_anonymous_access
def plan_item_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody."""
    return {"success": True}


plan_item_show = plan_figures = plan_item_list


def plan_import(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency that is named, and the province's data office."""
    return _keeps_plan(context, str(data_dict.get("agency") or ""))


plan_item_create = plan_import


def plan_item_update(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency whose item it is, and the province's data office."""
    item = PlanItem.get(str(data_dict.get("id") or ""))
    return _keeps_plan(context, agency_of(item) if item else "")


def plan_review_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency that is named: the data office does not look through an agency's list for it."""
    return _administers(context, str(data_dict.get("agency") or ""))


def _keeps_plan(context: Context, agency: str) -> AuthResult:
    if agency and holders.is_data_office(context.get("user")):
        return {"success": True}
    return _administers(context, agency)


def _administers(context: Context, agency: str) -> AuthResult:
    try:
        return is_authorized("organization_update", tk.fresh_context(context), {"id": agency})
    except tk.ObjectNotFound:
        return {"success": False, "msg": tk._("You do not administer this agency.")}


def release_submit(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the dataset."""
    return is_authorized("package_update", tk.fresh_context(context), {"id": data_dict.get("id")})


def publication_schedule(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change and publish the dataset that is named, or the one of the resource that is named."""
    named = data_dict.get("id")
    reference = named if isinstance(named, str) else ""
    resource = None if model.Package.get(reference) else model.Resource.get(reference)
    package = model.Package.get(resource.package_id if resource else reference)
    result = is_authorized("package_update", tk.fresh_context(context), {"id": package.id if package else reference})
    if result.get("success") and package and not holders.may(PUBLISH, package.owner_org, context.get("user")):
        return {"success": False, "msg": tk._("A contributor sets no time. An editor of the agency can.")}
    return result


publication_unschedule = publication_schedule


def submission_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody with an account; the action shows, and decides, what is of their agencies."""
    return {"success": bool(context.get("user"))}


publication_schedule_list = submissions_return = submission_list


def submission_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who works on the agency's data or approves them, and the province's data office: words and states, not what is in a file."""
    submission = model.Session.get(Submission, str(data_dict.get("id") or ""))
    user = context.get("user")
    seen = submission and (holders.may(SEE_SUBMISSIONS, submission.organization_id, user) or holders.is_data_office(user))
    return {"success": bool(seen)}


def release_approve(context: Context, data_dict: DataDict) -> AuthResult:
    """Approvers and administrators of the agency; the action refuses who submitted it."""
    submission = model.Session.get(Submission, str(data_dict.get("id") or ""))
    return {"success": bool(submission) and holders.decides(submission.kind, submission.organization_id, context.get("user"))}


release_return = release_approve


def approval_rule_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency, and the province's data office."""
    if holders.is_data_office(context.get("user")):
        return {"success": True}
    return approval_rule_update(context, data_dict)


def approval_rule_update(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the agency."""
    return _administers(context, str(data_dict.get("id") or ""))


@tk.chained_auth_function
def package_delete(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As CKAN says; what is public, and resources of it (CKAN asks the same for them), not by a contributor."""
    result = next_auth(context, data_dict or {})
    package = context.get("package") or model.Package.get((data_dict or {}).get("id"))
    if result.get("success") and package and is_public(package) and holders.only_proposes(context.get("user"), package.owner_org):
        return {"success": False, "msg": tk._("A contributor does not take away what is public. An editor of the agency can.")}
    return result


@tk.chained_auth_function
def release_confirm(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As ``releases`` says; a contributor confirms only what they uploaded themselves, for it waits for another person then."""
    result = next_auth(context, data_dict or {})
    user, resource = context.get("user"), model.Resource.get(str((data_dict or {}).get("id")))
    package = model.Package.get(resource.package_id) if resource else None
    held = Release.latest(resource.id) if resource else None
    if result.get("success") and package and held and held.author != user and holders.only_proposes(user, package.owner_org):
        return {"success": False, "msg": tk._("Another person uploaded this file. They, or an editor of the agency, say yes to it.")}
    return result
