"""The facets of the search page and what their values are called; administrative units as a tree of both lists."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from ckan.plugins import toolkit as tk
from flask import has_request_context

from ckanext.binhduong.search.index.dataset_units import known_units

__all__ = ["FACETS", "dataset_facets", "facet_words", "label_facets", "unit_tree"]

FACETS: dict[str, tuple[str, str]] = {
    "theme": ("Lĩnh vực", "Theme"),
    "organization": ("Cơ quan", "Agency"),
    "served_formats": ("Tải về được", "Can be had as"),
    "res_format": ("Định dạng tệp gốc", "Format of the file"),
    "geometry_type": ("Hình trên bản đồ", "Shapes on the map"),
    "license_id": ("Giấy phép", "Licence"),
    "units": ("Đơn vị hành chính", "Administrative unit"),
    "frequency": ("Tần suất cập nhật", "Update frequency"),
    "freshness": ("Độ mới", "Freshness"),
    "data_kind": ("Loại dữ liệu", "Kind of data"),
    "hvd_category": ("Dữ liệu có giá trị cao", "High-value data"),
    "has_extent": ("Phạm vi trên bản đồ", "Extent on the map"),
}

_VOCABULARIES = {
    "theme": "themes",
    "license_id": "licences",
    "frequency": "frequency",
    "data_kind": "data_kind",
    "hvd_category": "hvd_categories",
}
_FRESHNESS = {
    "fresh": ("Còn trong hạn", "Up to date"),
    "due": ("Đến hạn cập nhật", "Due"),
    "overdue": ("Quá hạn", "Overdue"),
    "none": ("Không cam kết cập nhật", "No updates promised"),
}
_GEOMETRIES = {
    "point": ("Điểm", "Points"),
    "line": ("Đường", "Lines"),
    "area": ("Vùng", "Areas"),
    "mixed": ("Nhiều loại", "Of several kinds"),
}
_EXTENT = {"true": ("Có", "Given"), "false": ("Không có", "None")}
_WORDS = {"freshness": _FRESHNESS, "geometry_type": _GEOMETRIES, "has_extent": _EXTENT}


def _say(pair: tuple[str, str]) -> str:
    """The one of (Vietnamese, English) that the reader gets; outside a request, Vietnamese."""
    return pair[1] if has_request_context() and tk.h.lang() == "en" else pair[0]


def dataset_facets() -> OrderedDict[str, str]:
    """Return the search page's facets in order, with their titles in the reader's language."""
    return OrderedDict((field, _say(title)) for field, title in FACETS.items())


def label_facets(search_facets: dict[str, Any]) -> None:
    """Put the reader's words for codes into ``display_name`` of each facet value, in place."""
    for field, facet in search_facets.items():
        if field in FACETS:
            facet["title"] = _say(FACETS[field])
        for item in facet["items"]:
            item["display_name"] = _name(field, item["name"], item["display_name"])


def _name(field: str, code: str, given: str) -> str:
    if field in _VOCABULARIES:
        return tk.h.binhduong_label(_VOCABULARIES[field], code)
    if field == "units":
        return tk.h.binhduong_unit_name(code)
    return facet_words(field, code) or given


def facet_words(field: str, code: str) -> str:
    """Return the reader's words for a code that is in no vocabulary; empty when there are none."""
    words = _WORDS.get(field, {}).get(code)
    return _say(words) if words else code.upper() if field == "served_formats" else ""


def unit_tree(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a unit facet's values as trees: province, district, commune of 2024, and the communes of 2025 under their province.

    Args:
        items: ``search_facets["units"]["items"]``: ``name`` is a unit id, ``count`` the datasets of the unit and of all within it.

    Returns:
        The roots, the present list first; each node is the item with ``list`` and ``children``, both in the order of the official codes.
    """
    counted = {item["name"]: item for item in items}
    units = {unit.id: unit for unit in known_units(list(counted))}
    nodes = {unit.id: {**counted[unit.id], "list": unit.list, "code": unit.code, "children": []} for unit in units.values()}
    roots = []
    for node in sorted(nodes.values(), key=lambda node: (node["list"] != "2025", node["code"])):
        parent = nodes.get(units[node["name"]].parent or "")
        (parent["children"] if parent else roots).append(node)
    return roots
