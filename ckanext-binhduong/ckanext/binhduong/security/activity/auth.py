"""Who may read one activity: the rule of the lists, and for its data whoever may edit the dataset now.

CKAN 2.12 answers 500 to ``activity_show`` without ``include_data`` and to an activity without labels.
"""

from __future__ import annotations

from typing import Any

from ckan import authz, model
from ckan.lib.plugins import get_permission_labels
from ckan.plugins import toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict
from ckanext.activity.model.activity import Activity

from ckanext.binhduong.security.activity.visible import only_visible

__all__ = ["activity_data_show", "activity_diff", "activity_show"]


def _is_visible(activity: Activity, context: Context) -> bool:
    user: Any = context.get("auth_user_obj")
    labels = None if authz.is_sysadmin(context.get("user")) else get_permission_labels().get_user_dataset_labels(user)
    return only_visible(model.Session.query(Activity).filter(Activity.id == activity.id), labels).first() is not None


def _read(context: Context, data_dict: DataDict | None, with_data: bool) -> AuthResult:
    found = context.get("activity") or Activity.get(str((data_dict or {}).get("id") or ""))
    if found is None:
        raise tk.ObjectNotFound
    fresh = Context(user=context.get("user"), auth_user_obj=context.get("auth_user_obj"))  # type: ignore[typeddict-item]
    if not _is_visible(found, context):
        return {"success": False, "msg": tk._("Unauthorized to view activity data")}
    return authz.is_authorized("package_update" if with_data else "package_show", fresh, {"id": found.object_id})


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def activity_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """Whoever sees the activity in a list; with ``include_data`` whoever may edit the dataset."""
    return _read(context, data_dict, with_data=tk.asbool((data_dict or {}).get("include_data") or False))


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def activity_data_show(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """Whoever may edit the dataset."""
    return _read(context, data_dict, with_data=True)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def activity_diff(next_auth: AuthFunction, context: Context, data_dict: DataDict | None = None) -> AuthResult:
    """Whoever may edit the dataset."""
    return _read(context, data_dict, with_data=True)
