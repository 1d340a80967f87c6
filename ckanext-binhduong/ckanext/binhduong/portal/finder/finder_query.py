"""What a visitor asks of the finder, read from the page's address. Imports no CKAN.

The address is the state: every view of ``/map`` can be copied, sent and opened again, with or without JavaScript. Its arguments have the
names of the action ``feature_search``, as HTML forms write them: several themes or layers are repeated arguments, a column's filter is
``f.<column>``, and ``place`` is what the visitor typed as a place before one unit was chosen (``within``). What makes no sense is told.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ckanext.binhduong.core.parameters import MAX_RADIUS, read_limit, read_position
from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["ARGUMENTS", "FILTER", "MAX_RADIUS", "NOWHERE", "RADII", "Question", "near_point"]

#: Radii offered, in metres.
RADII = (500, 1000, 2000, 5000, 10000, 20000)
#: The deepest that the map goes.
MAX_ZOOM = 22
LIMIT = 20
FILTER = "f."
ARGUMENTS = (
    "theme",
    "layer",
    "q",
    "place",
    "within",
    "near",
    "at",
    "radius",
    "open_now",
    "always_open",
    "cursor",
    "embed",
    "view",
    "nowhere",
)

#: Why there is no position: the browser refused, no answer in time, the device does not know.
NOWHERE = ("refused", "slow", "failed")

_QUOTES = '"“”'
_ZOOM = re.compile(r"^\s*\d{1,2}(?:\.\d+)?\s*$")
_CHECKS = ("open_now", "always_open", "embed")
Filters = tuple[tuple[str, tuple[str, ...]], ...]
Point = tuple[float, float]
View = tuple[float, float, float]


@dataclass(frozen=True)
class Question:
    """One view of the finder. Empty means "not asked". Points are (longitude, latitude) in degrees WGS 84, ``radius`` is in metres;
    ``view`` is where the map looks, (longitude, latitude, zoom), and changes nothing in the list.

    ``nowhere`` is why a device did not say where it is (:data:`NOWHERE`): then a place is asked for before anything is listed.

    ``wrong`` holds (argument, value) of what cannot be read, ``unknown`` the names of arguments that there are not.
    """

    themes: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    q: str = ""
    place: str = ""
    within: str = ""
    near: Point | None = None
    at: Point | None = None
    radius: int | None = None
    open_now: bool = False
    always_open: bool = False
    filters: Filters = ()
    cursor: str = ""
    embed: bool = False
    view: View | None = None
    nowhere: str = ""
    wrong: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def from_arguments(cls, pairs: Iterable[tuple[str, str]]) -> "Question":
        """Read a page's query arguments, (name, value) in order; empty values count as not given."""
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            if value.strip() and value.strip() not in given.setdefault(name, []):
                given[name].append(value.strip())
        single = {name: values[-1] for name, values in given.items()}
        near, at, radius = near_point(single.get("near", "")), near_point(single.get("at", "")), _radius(single.get("radius", ""))
        view = _view(single.get("view", ""))
        read = {"near": near, "at": at, "radius": radius, "view": view}
        wrong = [(name, single[name]) for name, value in read.items() if name in single and value is None]
        wrong += [("nowhere", single["nowhere"])] if single.get("nowhere", "slow") not in NOWHERE else []
        wrong += [(name, single[name]) for name in _CHECKS if single.get(name, "true") not in ("true", "1")]
        return cls(
            themes=_listed(given.get("theme", [])),
            layers=_listed(given.get("layer", [])),
            q=single.get("q", ""),
            place=single.get("place", ""),
            within=single.get("within", ""),
            near=near,
            at=at,
            radius=radius,
            open_now="open_now" in single,
            always_open="always_open" in single,
            cursor=single.get("cursor", ""),
            embed="embed" in single,
            view=view,
            nowhere=single.get("nowhere", "") if not near else "",
            filters=tuple((name.removeprefix(FILTER), tuple(values)) for name, values in given.items() if _is_filter(name) and values),
            wrong=tuple(wrong),
            unknown=tuple(name for name in given if name not in ARGUMENTS and not _is_filter(name)),
        )

    @property
    def shared_arguments(self) -> dict[str, Any]:
        """The arguments of an address to send to somebody: the same question, and the map looking where it looks here."""
        return self.address_arguments() | ({"view": ",".join(f"{number:.10g}" for number in self.view)} if self.view else {})

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.themes or self.layers or self.q or self.within or self.near or self.at or self.filters or self.asks_hours)

    @property
    def asks_hours(self) -> bool:
        """Whether opening hours matter."""
        return self.open_now or self.always_open

    @property
    def wants_place(self) -> bool:
        """Whether the visitor asked for what is near and there is neither a position nor a place: a list without order is no answer."""
        return bool(self.nowhere) and not (self.within or self.place or self.at or self.q)

    @property
    def is_literal(self) -> bool:
        """Whether the words stand in quotation marks: they are looked for in the rows as they are."""
        return len(self.q) > 2 and self.q[0] in _QUOTES and self.q[-1] in _QUOTES

    @property
    def is_narrow(self) -> bool:
        """Whether the first page is a place's answer rather than the beginning of whole layers: its rows get pins of their own."""
        return bool(self.near or self.at or self.q or self.within)

    def chosen(self, unit_id: str) -> "Question":
        """The same question about one administrative unit."""
        return replace(self, within=unit_id, place="")

    def settled(self) -> "Question":
        """The same question without the words that led to its unit."""
        return replace(self, place="")

    def search_arguments(self, layers: Iterable[str] = ()) -> dict[str, Any]:
        """The arguments of ``feature_search``; ``layers`` are the ids that the themes and layers asked for stand for."""
        asked: dict[str, Any] = {"layer": ",".join(layers), "q": self.q, "within": self.within, "cursor": self.cursor}
        asked |= {"near": _point_text(self.near), "at": _point_text(self.at)}
        asked |= {"open_now": "true" if self.open_now else "", "always_open": "true" if self.always_open else ""}
        if self.near and self.radius:
            asked["radius"] = str(self.radius)
        if self.filters:
            asked["filters"] = json.dumps({column: list(values) for column, values in self.filters}, ensure_ascii=False)
        return {name: value for name, value in asked.items() if value}

    def export_arguments(self) -> dict[str, str] | None:
        """The arguments of an export of the same rows; None where a file cannot be asked for it (words, opening hours, a point)."""
        if self.q or self.at or self.asks_hours:
            return None
        reach = ("near", "radius") if self.near and self.radius else ()
        return {name: value for name, value in self.search_arguments().items() if name in ("within", "filters", *reach)}

    def address_arguments(self) -> dict[str, Any]:
        """The arguments of the page's own address that ask this again, without the page of the list and where the map looks."""
        given: dict[str, Any] = {"theme": list(self.themes), "layer": list(self.layers), "q": self.q, "within": self.within}
        given |= {"place": "" if self.within else self.place, "near": _point_text(self.near), "at": _point_text(self.at)}
        given |= {"radius": str(self.radius) if self.radius and self.near else ""}
        given |= {name: "true" for name in ("open_now", "always_open") if getattr(self, name)}
        given |= {FILTER + column: list(values) for column, values in self.filters}
        given |= {"embed": "1"} if self.embed else {}
        return {name: value for name, value in given.items() if value}


def near_point(text: str) -> Point | None:
    """Read ``lon,lat`` in degrees WGS 84; None when it is no point on the earth."""
    try:
        return read_position("near", text)
    except ArgumentError:
        return None


def _view(text: str) -> View | None:
    place, _, zoom = text.rpartition(",")
    point = near_point(place)
    return (*point, float(zoom)) if point and _ZOOM.match(zoom) and float(zoom) <= MAX_ZOOM else None


def _radius(text: str) -> int | None:
    """Read whole metres, as the page offers them."""
    try:
        return read_limit("radius", text, MAX_RADIUS)
    except ArgumentError:
        return None


def _point_text(point: Point | None) -> str:
    return f"{point[0]},{point[1]}" if point else ""


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    """Themes and layers may also be written with commas between, as in the API."""
    names = [name.strip() for value in values for name in value.split(",")]
    return tuple(dict.fromkeys(name for name in names if name))


def _is_filter(name: str) -> bool:
    return name.startswith(FILTER) and len(name) > len(FILTER)
