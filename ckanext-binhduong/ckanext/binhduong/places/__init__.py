"""Administrative units of both lists: names, boundaries, the crosswalk of 1 July 2025, and the ``place_*`` actions.

Names are loaded when first used: importing this package loads no geometry library. Only ``plugin``, ``views`` and ``logic`` import CKAN.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ckanext.binhduong.places.units.model import Level, Unit, UnitAt, UnitList, UnitShare
    from ckanext.binhduong.places.units.names import search_units
    from ckanext.binhduong.places.units.outlines import UnitShape, unit_shape
    from ckanext.binhduong.places.units.shapes import assign_communes, boundary_of, units_at
    from ckanext.binhduong.places.units.tables import (
        all_units,
        ancestors,
        children,
        descendants,
        get_unit,
        memberships,
        named_by_law,
        predecessors,
        successors,
        tiles,
    )

_HOME = {
    "units.model": (
        "Level",
        "Unit",
        "UnitAt",
        "UnitList",
        "UnitShare",
    ),
    "units.tables": (
        "all_units",
        "ancestors",
        "children",
        "descendants",
        "get_unit",
        "memberships",
        "named_by_law",
        "predecessors",
        "successors",
        "tiles",
    ),
    "units.names": ("search_units",),
    "units.outlines": (
        "UnitShape",
        "unit_shape",
    ),
    "units.shapes": (
        "assign_communes",
        "boundary_of",
        "units_at",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Level",
    "Unit",
    "UnitAt",
    "UnitList",
    "UnitShape",
    "UnitShare",
    "all_units",
    "ancestors",
    "assign_communes",
    "boundary_of",
    "children",
    "descendants",
    "get_unit",
    "memberships",
    "named_by_law",
    "predecessors",
    "search_units",
    "successors",
    "tiles",
    "unit_shape",
    "units_at",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
