"""The one place where CKAN's activity stream gets this portal's rules: lists, pages, dashboards and e-mails all pass through it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import CKANApp
from ckanext.activity.model import activity as stream

from ckanext.binhduong.security.activity.shown import show_activities, show_activity
from ckanext.binhduong.security.activity.visible import only_visible

__all__ = ["guard_history", "install"]


def install() -> None:
    """Put the rules in the place of CKAN's own; to be called before the first request."""
    stream._filter_activities_by_permission_labels = only_visible
    stream.activity_dictize = show_activity
    stream.activity_list_dictize = show_activities


def guard_history(app: CKANApp) -> None:
    """Let nobody read an old version of a resource who may not read the activity's data; CKAN's view does not look."""
    name = "activity.resource_history"
    view: Callable[..., Any] | None = app.view_functions.get(name)
    if view is not None:
        app.view_functions[name] = _for_editors(view)


def _for_editors(view: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(id: str, resource_id: str, activity_id: str) -> Any:
        try:
            tk.check_access("activity_data_show", {"user": tk.g.user, "auth_user_obj": tk.g.userobj}, {"id": activity_id})
        except (tk.ObjectNotFound, tk.NotAuthorized):
            return tk.abort(404, tk._("Activity not found"))
        return view(id=id, resource_id=resource_id, activity_id=activity_id)

    return guarded
