"""All themes or all agencies with their texts, read in one statement.

CKAN's ``group_list`` and ``organization_list`` with ``all_fields`` show each group on its own: three statements an agency, sixty for a page
that only wants their names. Both are public, so there is nothing to ask about rights.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

__all__ = ["all_groups", "is_former"]


def all_groups(kind: str) -> dict[str, dict[str, Any]]:
    """Return the groups of a kind by name: ``name``, ``title``, ``description`` and the kind's own fields; agencies also ``former``.

    Args:
        kind: "group" (themes) or "organization" (agencies).
    """
    groups: list[Any] = model.Session.query(model.Group).filter_by(state="active", type=kind).order_by(model.Group.name).all()
    return {group.name: _described(group) for group in groups}


def _described(group: Any) -> dict[str, Any]:
    former = {"former": is_former(group.extras)} if group.is_organization else {}
    return {**group.extras, "name": group.name, "title": group.title, "description": group.description, **former}


def is_former(extras: Mapping[str, str]) -> bool:
    """Whether an agency's last day (``valid_to``) is past, by the portal's clock."""
    last_day = extras.get("valid_to", "")
    return bool(last_day) and last_day < datetime.now(tk.h.get_display_timezone()).date().isoformat()
