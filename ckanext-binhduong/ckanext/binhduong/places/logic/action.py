"""The ``place_*`` actions: administrative units of both lists, for everybody, by GET."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong import places
from ckanext.binhduong.core.language import both
from ckanext.binhduong.places import descriptions
from ckanext.binhduong.places.logic import schema

__all__ = ["place_at", "place_search", "place_show"]


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
    return [descriptions.describe(unit) for unit in places.search_units(data_dict["q"], limit=data_dict["limit"])]


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
    unit = descriptions.find(data_dict["id"])
    if unit is None:
        raise tk.ObjectNotFound(
            both(
                f"Không có đơn vị hành chính “{data_dict['id']}”. Ghi mã kèm danh mục, ví dụ 718@2024; tìm mã bằng place_search.",
                f"There is no administrative unit “{data_dict['id']}”. Write the code with its list, e.g. 718@2024; see place_search.",
            )
        )
    return descriptions.full(unit)


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
    found = places.units_at(data_dict["lon"], data_dict["lat"], list=data_dict.get("list"))
    return [{**descriptions.describe(hit["unit"]), "certain": hit["certain"]} for hit in found]
