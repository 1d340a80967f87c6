"""A place as a reader types it for a search of datasets: the name of an administrative unit, a position, or two corners of a box."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.binhduong import places
from ckanext.binhduong.vn import TypedPosition, typed_position
from ckanext.binhduong.vn.text import fold

__all__ = ["TypedPlace", "read_typed_place"]

MAX_TEXT = 200
MOST_UNITS = 8
_CORNERS = (r",?[;\s]+", r"[,;\s]+")
"""What may stand between the four numbers of a box; a comma alone only when nothing else does, for it may begin decimals."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class TypedPlace:
    """``argument`` is the spatial argument that asks for the place (``ext_within``, ``ext_near``, ``ext_bbox``) and ``value`` its value;
    ``units`` are the ids of all units that may be meant, the best first."""

    argument: str
    value: str
    units: tuple[str, ...] = ()


def read_typed_place(text: object) -> TypedPlace | None:
    """Return the place that a text is; None when it is none that is known.

    Numbers are a position or a box in Vietnam, in degrees (WGS 84, either order) or in metres of VN-2000; a box is two opposite corners.

    Args:
        text: as typed; anything but a short text is no place.
    """
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_TEXT:
        return None
    position = typed_position(text)
    if position is not None:
        return TypedPlace("ext_near", _written(*position.point)) if position.point else None
    corners = _corners(text)
    return _box(*corners) if corners else _unit(text)


def _corners(text: str) -> tuple[TypedPosition | None, TypedPosition | None] | None:
    """Return the two corners when the text is four numbers, else None."""
    for separator in _CORNERS:
        parts = re.split(separator, text.strip(" ,;"))
        if len(parts) == 4 and all(_NUMBER.fullmatch(part) for part in parts):
            return typed_position(f"{parts[0]}; {parts[1]}"), typed_position(f"{parts[2]}; {parts[3]}")
    return None


def _box(one: TypedPosition | None, other: TypedPosition | None) -> TypedPlace | None:
    if not (one and one.point and other and other.point):
        return None
    (west, east), (south, north) = (sorted(pair) for pair in zip(one.point, other.point, strict=True))
    return TypedPlace("ext_bbox", _written(west, south, east, north))


def _written(*degrees: float) -> str:
    return ",".join(f"{number:.7g}" if abs(number) < 100 else f"{number:.8g}" for number in degrees)


def _unit(text: str) -> TypedPlace | None:
    found = places.search_units(text, limit=MOST_UNITS)
    if not found:
        return None
    named = [unit for unit in found if fold(unit.name) == fold(found[0].name)]
    return TypedPlace("ext_within", found[0].id, tuple(unit.id for unit in named))
