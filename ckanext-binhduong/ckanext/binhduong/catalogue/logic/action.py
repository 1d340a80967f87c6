"""Places, and the catalogue's additions to CKAN's own actions on datasets and agencies."""

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong import vn
from ckanext.binhduong.catalogue import places, themes
from ckanext.binhduong.catalogue.groups import is_former
from ckanext.binhduong.catalogue.language import both, say
from ckanext.binhduong.catalogue.logic import schema

__all__ = [
    "member_create",
    "member_delete",
    "organization_show",
    "place_at",
    "place_search",
    "place_show",
]


@tk.side_effect_free
@tk.validate_action_data(schema.place_search)
def place_search(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Find administrative units of both lists by name, code or id, best match first.

    Args:
        q (str): words with or without marks and type words ("p. di an", "TP Thuận An"), a code, or a unit id.
        limit (int): at most so many units (10, at most 100).

    Returns:
        Units with their list, validity, parents, successors and predecessors. An ambiguous name gives every unit of that name.
    """
    tk.check_access("place_search", context, data_dict)
    return [places.describe(unit) for unit in vn.search_units(data_dict["q"], limit=data_dict["limit"])]


@tk.side_effect_free
@tk.validate_action_data(schema.place_show)
def place_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show one administrative unit.

    Args:
        id (str): the unit id, code and list: ``718@2024``, ``25747@2025``.

    Returns:
        The unit as ``place_search`` gives it, with ``children`` and ``extent`` (west, south, east, north; degrees).
    """
    tk.check_access("place_show", context, data_dict)
    unit = places.find(data_dict["id"])
    if unit is None:
        raise tk.ObjectNotFound(
            both(
                f"Không có đơn vị hành chính “{data_dict['id']}”. Ghi mã kèm danh mục, ví dụ 718@2024; tìm mã bằng place_search.",
                f"There is no administrative unit “{data_dict['id']}”. Write the code with its list, e.g. 718@2024; see place_search.",
            )
        )
    return places.full(unit)


@tk.side_effect_free
@tk.validate_action_data(schema.place_at)
def place_at(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Tell which administrative units a position is in.

    Args:
        lon, lat (float): degrees, WGS 84.
        list (str): ``2024`` or ``2025``; both when left out.

    Returns:
        Units as ``place_search`` gives them, each with ``certain``: false where the law split an old commune and the new boundary is
        not known, so that every unit it may be is given. Empty outside the province.
    """
    tk.check_access("place_at", context, data_dict)
    found = vn.units_at(data_dict["lon"], data_dict["lat"], list=data_dict.get("list"))
    return [{**places.describe(hit["unit"]), "certain": hit["certain"]} for hit in found]


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
