"""The catalogue's additions to CKAN's own actions on datasets and agencies."""

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong.catalogue import themes
from ckanext.binhduong.catalogue.groups import is_former
from ckanext.binhduong.catalogue.public_words import public_formats, public_tags, sees_all
from ckanext.binhduong.core.language import say

__all__ = [
    "format_autocomplete",
    "member_create",
    "member_delete",
    "organization_show",
    "tag_autocomplete",
    "tag_list",
    "tag_search",
    "tag_show",
]

#: Formats that CKAN is asked for, of which those of public datasets are answered; a catalogue has a few dozen.
_FORMATS = 1000


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


def _page(found: list[Any], data_dict: DataDict) -> list[Any]:
    """The part of a list that was asked for: CKAN's own page would be of the list with what is left out."""
    first = int(data_dict.get("offset") or 0)
    limit = data_dict.get("limit")
    return found[first:] if limit in (None, "") else found[first : first + int(limit)]


def _whole(data_dict: DataDict) -> DataDict:
    return {name: value for name, value in data_dict.items() if name not in ("limit", "offset")}


@tk.chained_action
@tk.side_effect_free
def tag_list(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """List tags; of free ones those of public datasets. Tags of a vocabulary are nobody's secret."""
    found = next_action(context, data_dict)
    if sees_all(context) or data_dict.get("vocabulary_id"):
        return found
    names = [each["name"] if isinstance(each, dict) else each for each in found]
    public = public_tags(names)
    return [each for each, name in zip(found, names, strict=True) if name in public]


@tk.chained_action
@tk.side_effect_free
def tag_search(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Search tags; of free ones those of public datasets are found and counted."""
    if sees_all(context) or data_dict.get("vocabulary_id"):
        return next_action(context, data_dict)
    found = next_action(context, _whole(data_dict))["results"]
    public = public_tags(each["name"] for each in found)
    shown = [each for each in found if each["name"] in public]
    return {"count": len(shown), "results": _page(shown, data_dict)}


@tk.chained_action
@tk.side_effect_free
def tag_autocomplete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Complete a tag; free ones from those of public datasets."""
    if sees_all(context) or data_dict.get("vocabulary_id"):
        return next_action(context, data_dict)
    found = next_action(context, _whole(data_dict))
    public = public_tags(found)
    return _page([name for name in found if name in public], data_dict)


@tk.chained_action
@tk.side_effect_free
def tag_show(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Show a tag; a free one that no public dataset has is not there for others than system administrators."""
    tag = next_action(context, data_dict)
    if not sees_all(context) and not tag.get("vocabulary_id") and not public_tags([tag["name"]]):
        raise tk.ObjectNotFound(say("Không có từ khóa này.", "There is no such tag."))
    return tag


@tk.chained_action
@tk.side_effect_free
def format_autocomplete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Complete a format from those of public datasets."""
    if sees_all(context):
        return next_action(context, data_dict)
    found = next_action(context, {**data_dict, "limit": _FORMATS})
    public = public_formats(found)
    return [name for name in found if name in public][: int(data_dict.get("limit") or 5)]
