"""How much of an activity a reader gets: all of it whoever may edit its object now, the object's present name everybody else.

CKAN hands the whole dataset as it was to everybody who sees the dataset: the names, hashes and states of files that were never accepted,
and every text that has been corrected since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckan import authz, model
from ckan.lib.dictization import table_dictize
from ckan.types import Context
from ckanext.activity.model.activity import Activity

from ckanext.binhduong.security.activity.visible import subject_of

__all__ = ["show_activities", "show_activity"]

#: What strangers get of the rest of an activity's data: table of type → part → names.
_PUBLIC_PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "published release": {"release": ("resource_id", "resource", "number", "from", "added", "removed", "changed", "moved", "breaking")},
}
_NAMES = {"package": ("id", "name", "title", "type"), "group": ("id", "name", "title", "type", "is_organization")}


def show_activity(activity: Activity, context: Context) -> dict[str, Any]:
    """Return one activity as its reader may have it; stands in the place of CKAN's ``activity_dictize``."""
    return show_activities([activity], context)[0]


def show_activities(activities: Iterable[Activity], context: Context) -> list[dict[str, Any]]:
    """Return activities as their reader may have them; stands in the place of CKAN's ``activity_list_dictize``.

    Two statements for all objects together, and for an officer one question a distinct agency or theme.
    """
    listed = [table_dictize(activity, context) for activity in activities]
    user = context.get("user") or ""
    if context.get("ignore_auth") or authz.is_sysadmin(user):
        return listed
    objects = _objects(listed)
    may_edit = _Editors(user)
    for activity in listed:
        found = objects.get(activity["object_id"])
        if not may_edit(found):
            activity["data"] = _public_data(activity, found)
    return listed


def _objects(listed: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the objects of activities as they are now, by id."""
    wanted: dict[bool, set[str]] = {True: set(), False: set()}
    for activity in listed:
        wanted[subject_of(activity["activity_type"]) == "package"].add(activity["object_id"])
    found: dict[str, Any] = {}
    for table, ids in ((model.Package, wanted[True]), (model.Group, wanted[False])):
        if ids:
            found |= {row.id: row for row in model.Session.query(table).filter(table.id.in_(ids))}  # type: ignore[attr-defined]
    return found


class _Editors:
    """Whether a user may edit an object; each agency and theme is looked up once."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.known: dict[tuple[str, str], bool] = {}

    def __call__(self, found: Any) -> bool:
        group, permission = (
            (found.owner_org, "update_dataset") if isinstance(found, model.Package) else (getattr(found, "id", None), "update")
        )
        if not self.user or not group:
            return False
        key = (group, permission)
        if key not in self.known:
            self.known[key] = authz.has_user_permission_for_group_or_org(group, self.user, permission)
        return self.known[key]


def _public_data(activity: dict[str, Any], found: Any) -> dict[str, Any]:
    """Return the part of an activity's data that everybody may have who sees its object."""
    stored = activity.get("data") or {}
    part = "package" if isinstance(found, model.Package) else "group"
    data: dict[str, Any] = {part: {name: getattr(found, name) for name in _NAMES[part]}} if found is not None else {}
    for name, keys in _PUBLIC_PARTS.get(activity["activity_type"], {}).items():
        data[name] = {key: (stored.get(name) or {}).get(key) for key in keys}
    return data
