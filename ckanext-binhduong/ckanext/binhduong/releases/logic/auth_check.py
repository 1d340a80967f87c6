"""Who may have a file checked."""

from __future__ import annotations

from ckan import authz
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.binhduong.releases.intake import dry_run

__all__ = ["ingest_check", "ingest_check_status"]


def ingest_check(context: Context, data_dict: DataDict) -> AuthResult:
    """With ``resource_id`` whoever may change that resource, for the report shows what is in its file, accepted or not.

    Without it whoever may create or edit datasets for some agency: reading a stranger's file costs up to minutes of a processor and a
    gigabyte of memory and shows it to the largest parsers of the portal, so it is a service for those who publish here, not for everybody
    who has an account.
    """
    if data_dict.get("resource_id"):
        return _may_change(context, data_dict["resource_id"])
    if any(authz.has_user_permission_for_some_org(context.get("user"), role) for role in ("create_dataset", "update_dataset")):
        return {"success": True}
    return {"success": False, "msg": tk._("Only who may publish for an agency can have files checked.")}


def _may_change(context: Context, resource_id: str) -> AuthResult:
    try:
        tk.check_access("resource_update", context, {"id": resource_id})
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}


def ingest_check_status(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever asked for the check (administrators always may): the report shows what is in an unpublished file."""
    status = dry_run.read_status(data_dict.get("job_id") or "")
    if status and status["user"] != context.get("user"):
        return {"success": False, "msg": tk._("Only who asked for a check sees its report.")}
    return {"success": True}
