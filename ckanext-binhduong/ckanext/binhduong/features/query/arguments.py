"""What `feature_search` may be asked, read from text and checked: a table of arguments, and the question they make together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong import places
from ckanext.binhduong.core.parameters import (
    Box,
    Position,
    read_box,
    read_limit,
    read_names,
    read_position,
    read_radius,
    read_text,
    read_token,
    read_truth,
    read_unit,
    refuse_unknown,
)
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.query.filters import Filters, read_filters

__all__ = [
    "ARGUMENTS",
    "DEFAULT_LIMIT",
    "Question",
    "read_question",
]

DEFAULT_LIMIT = 20


@dataclass(frozen=True)
class Question:
    """One question about features. ``theme`` and ``layer`` may name several, with commas between.

    Positions are (longitude, latitude) and boxes (west, south, east, north), in degrees of WGS 84.
    """

    theme: str | None = None
    layer: str | None = None
    q: str | None = None
    near: Position | None = None
    at: Position | None = None
    radius: float | None = None
    within: str | None = None
    bbox: Box | None = None
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    open_now: bool | None = None
    always_open: bool | None = None
    filters: Filters = ()
    facets: bool = False
    counts: bool = False

    @property
    def filters_rows(self) -> bool:
        """Whether it asks for less than whole layers."""
        narrow = any(value is not None for value in (self.q, self.at, self.radius, self.within, self.bbox))
        return narrow or self.asks_hours or bool(self.filters)

    @property
    def asks_hours(self) -> bool:
        """Whether the rows' opening hours matter."""
        return self.open_now is not None or self.always_open is not None


def read_question(data: dict[str, Any]) -> Question:
    """Read the arguments of a search; an empty value is an argument not given.

    Raises:
        ArgumentError: naming the first argument that cannot be used.
    """
    refuse_unknown(data, ARGUMENTS)
    given = {name: value for name, value in data.items() if value not in (None, "")}
    question = Question(**{name: ARGUMENTS[name](name, value) for name, value in given.items()})
    if question.radius is not None and question.near is None:
        raise ArgumentError("radius", "needs", allowed="near")
    return question


def _unit(name: str, value: Any) -> str:
    return read_unit(name, value, places.get_unit).id


ARGUMENTS: dict[str, Callable[[str, Any], Any]] = {
    "theme": read_names,
    "layer": read_names,
    "q": read_text,
    "near": read_position,
    "at": read_position,
    "radius": read_radius,
    "within": _unit,
    "bbox": read_box,
    "limit": read_limit,
    "cursor": read_token,
    "open_now": read_truth,
    "always_open": read_truth,
    "filters": read_filters,
    "facets": read_truth,
    "counts": read_truth,
}
"""Each argument and what reads it."""
