"""The catalogue's additions to CKAN's own actions on datasets and agencies."""

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong.catalogue import themes
from ckanext.binhduong.catalogue.groups import is_former
from ckanext.binhduong.core.language import say

__all__ = [
    "member_create",
    "member_delete",
    "organization_show",
]


def _refuse_theme_membership(data_dict: DataDict) -> None:
    """A dataset enters and leaves a theme by its field ``theme`` alone."""
    if data_dict.get("object_type") == "package" and themes.is_theme(str(data_dict.get("id", ""))):
        message = say("Lĩnh vực được đặt ở trường “theme” của tập dữ liệu.", "A theme is set in the dataset's field “theme”.")
        raise tk.ValidationError({"object": [message]})


@tk.chained_action
def member_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Make something a member of a group or agency; datasets do not join themes this way."""
    _refuse_theme_membership(data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def member_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Take something out of a group or agency; datasets do not leave themes this way."""
    _refuse_theme_membership(data_dict)
    return next_action(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def organization_show(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Show an agency; ``former`` is true when its last day (``valid_to``) is past. ``organization_list`` with ``all_fields`` has it too."""
    agency = next_action(context, data_dict)
    group: Any = model.Group.get(agency["id"])  # the answer has no extras when the list was asked for without them
    agency["former"] = is_former(group.extras)
    return agency
