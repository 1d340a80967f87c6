"""Who may see a release's state, and a resource that has no accepted file yet."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.binhduong.releases.ledger.resource_fields import is_hidden
from ckanext.binhduong.releases.ledger.visibility import may_edit
from ckanext.binhduong.releases.logic.auth_check import ingest_check, ingest_check_status
from ckanext.binhduong.releases.publish.settlement import TASK_TYPE

__all__ = [
    "ingest_check",
    "ingest_check_status",
    "release_confirm",
    "release_create",
    "release_list",
    "release_rollback",
    "release_show",
    "release_status",
    "resource_show",
    "task_status_show",
]


@tk.auth_allow_anonymous_access
def release_status(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the resource; findings, and files that were not published, only for whoever may edit it (the actions see to that)."""
    return _as("resource_show", context, data_dict)


release_list = release_show = release_status


def release_rollback(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the resource."""
    return _as("resource_update", context, data_dict)


release_confirm = release_create = release_rollback


def _as(auth: str, context: Context, data_dict: DataDict) -> AuthResult:
    """Decide as CKAN's own rule for the resource does."""
    try:
        tk.check_access(auth, context, {"id": data_dict["id"]})
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def resource_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As CKAN says; a resource without an accepted file, or deleted (CKAN still gives out its rows), only for its editors."""
    result = next_auth(context, data_dict or {})
    resource = context.get("resource") or model.Resource.get((data_dict or {}).get("id", ""))
    if not result.get("success") or not resource:
        return result
    said = {"url_type": resource.url_type, **(resource.extras or {})}
    if (is_hidden(said) or resource.state != "active") and not may_edit(context, str(resource.package_id)):
        return {"success": False, "msg": tk._("This resource is not published yet.")}
    return result


@tk.chained_auth_function
def task_status_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """As CKAN says; the findings of a check only for the editors of its resource."""
    task = context.get("task_status")
    resource = model.Resource.get(task.entity_id) if task and task.task_type == TASK_TYPE else None
    if resource and not may_edit(context, str(resource.package_id)):
        return {"success": False, "msg": tk._("Only the resource's agency sees what was found in its file.")}
    return next_auth(context, data_dict or {})
