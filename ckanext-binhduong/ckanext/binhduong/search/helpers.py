"""Template helpers of the room `search`."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.search.facets import unit_tree

__all__ = ["binhduong_unit_tree"]


def binhduong_unit_tree(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the values of the facet ``units`` as trees; see ``facets.unit_tree``."""
    return unit_tree(items)
