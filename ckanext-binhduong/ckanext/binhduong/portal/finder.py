"""What a visitor asks of the finder, read from the page's address, and what its list shows. Imports no CKAN.

The address is the state: every view of ``/map`` can be copied, sent and opened again, with or without JavaScript. Its arguments have the
names of the action ``feature_search``; ``place`` is what the visitor typed as a place before one unit was chosen (``within``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["RADII", "Question", "near_point", "row_of"]

#: Radii offered, in metres.
RADII = (500, 1000, 2000, 5000, 10000, 20000)
LIMIT = 20

_POINT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$")
# Roles of the flight-check report that a row shows with a look of their own; positions are on the map, not in the list.
_SHOWN_ROLES = ("address", "phone", "opening_hours", "category")
_POSITION_ROLES = {"longitude", "latitude", "easting", "northing", "geometry"}
# The column that marks a sample row in every seed dataset; it is shown as a badge.
_SAMPLE_COLUMN = "du_lieu_mau"


@dataclass(frozen=True)
class Question:
    """One view of the finder. Empty text means "not asked"; ``near`` is (longitude, latitude) in degrees WGS 84, ``radius`` metres."""

    theme: str = ""
    layer: str = ""
    q: str = ""
    place: str = ""
    within: str = ""
    near: tuple[float, float] | None = None
    radius: int | None = None
    cursor: str = ""
    bad_near: bool = False

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, str]) -> "Question":
        """Read a page's query arguments; what makes no sense is left out, and said by ``bad_near``."""
        text = {name: (arguments.get(name) or "").strip() for name in ("theme", "layer", "q", "place", "within", "cursor")}
        near = near_point(arguments.get("near") or "")
        radius = arguments.get("radius") or ""
        return cls(
            **text, near=near, radius=int(radius) if radius.isdigit() else None, bad_near=bool(arguments.get("near")) and near is None
        )

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.theme or self.layer or self.q or self.within or self.near)

    def chosen(self, unit_id: str) -> "Question":
        """The same question about one administrative unit."""
        return replace(self, within=unit_id, place="", cursor="")

    def search_arguments(self) -> dict[str, Any]:
        """The arguments of ``feature_search``."""
        near = f"{self.near[0]},{self.near[1]}" if self.near else ""
        asked = {"theme": self.theme, "layer": self.layer, "q": self.q, "within": self.within, "near": near, "cursor": self.cursor}
        if self.near and self.radius:
            asked["radius"] = str(self.radius)
        return {name: value for name, value in asked.items() if value} | {"limit": LIMIT}

    def address_arguments(self) -> dict[str, str]:
        """The arguments of the page's own address that restore this view."""
        given = self.search_arguments() | ({"place": self.place} if self.place and not self.within else {})
        return {name: str(value) for name, value in given.items() if name != "limit"}


def near_point(text: str) -> tuple[float, float] | None:
    """Read ``lon,lat`` in degrees WGS 84; None when it is no point on the earth."""
    found = _POINT.match(text)
    if not found:
        return None
    lon, lat = float(found[1]), float(found[2])
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def row_of(feature: Mapping[str, Any], fields: list[dict[str, Any]]) -> dict[str, Any]:
    """What the list says about one feature.

    Args:
        feature: a GeoJSON Feature of ``feature_search`` (``layer``, ``dataset``, ``distance_m`` beside ``properties``).
        fields: the layer's fields, ``[{id, type, title, role}]`` in order.

    Returns:
        ``name``, ``by_role`` (role → value for the roles with a look of their own), ``more`` ([(field, value)] of the remaining ones) and
        ``sample`` (whether the row calls itself sample data).
    """
    values = feature.get("properties") or {}
    filled = [field for field in fields if values.get(field["id"]) not in (None, "") and field["id"] != _SAMPLE_COLUMN]
    first: dict[str, dict[str, Any]] = {}
    for field in filled:
        first.setdefault(field.get("role") or "", field)
    shown = {role: field for role, field in first.items() if role in _SHOWN_ROLES or role in ("name", "key")}
    by_role = {role: values[field["id"]] for role, field in shown.items()}
    name = by_role.get("name") or by_role.get("key") or feature.get("id") or ""
    rest = [field for field in filled if field not in shown.values() and field.get("role") not in _POSITION_ROLES]
    more = [(field, values[field["id"]]) for field in rest if values[field["id"]] != name]
    return {"name": name, "by_role": by_role, "more": more, "sample": values.get(_SAMPLE_COLUMN) in (True, "có")}
