"""What `feature_search` may be asked, read from text and checked: a table of arguments, and the question they make together."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong import vn
from ckanext.binhduong.features.errors import ArgumentError
from ckanext.binhduong.features.filters import Filters, read_filters

__all__ = [
    "ARGUMENTS",
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "MAX_RADIUS",
    "Question",
    "read_question",
    "read_text",
    "refuse_unknown",
    "required_text",
]

DEFAULT_LIMIT = 20
MAX_LIMIT = 1000
MAX_RADIUS = 1_000_000
"""Metres; further is no neighbourhood."""
MAX_TEXT = 200
MAX_NAMES = 2000

Position = tuple[float, float]
Box = tuple[float, float, float, float]


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


def refuse_unknown(data: dict[str, Any], allowed: dict[str, Any] | tuple[str, ...]) -> None:
    """Refuse an argument that there is not: a misspelt filter would else answer with everything."""
    for name, value in data.items():
        if name not in allowed:
            raise ArgumentError(name[:50], "unknown-argument", allowed=", ".join(allowed))
        if isinstance(value, list) and all(isinstance(each, str) for each in value) and len(value) > 1:
            raise ArgumentError(name, "twice")


def required_text(data: dict[str, Any], name: str) -> str:
    """Give a text argument that must be there; whole numbers, as JSON has them, count as text.

    Raises:
        ArgumentError: it is missing or no short text.
    """
    value = data.get(name)
    if value in (None, ""):
        raise ArgumentError(name, "required")
    return read_text(name, str(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def read_text(name: str, value: Any, limit: int = MAX_TEXT) -> str:
    """Give a short text without control characters, composed (NFC). Raises ArgumentError for anything else."""
    if not isinstance(value, str):
        raise ArgumentError(name, "not-text")
    if len(value) > limit:
        raise ArgumentError(name, "too-long", limit=limit)
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
        raise ArgumentError(name, "control-character")
    return unicodedata.normalize("NFC", value)


def _names(name: str, value: Any) -> str:
    """Read one name or several with commas between."""
    return ",".join(filter(None, (part.strip() for part in read_text(name, value, MAX_NAMES).split(","))))


def _truth(name: str, value: Any) -> bool:
    found = {"true": True, "false": False}.get(str(value).strip().lower())
    if found is None:
        raise ArgumentError(name, "not-true-or-false")
    return found


def _token(name: str, value: Any) -> str:
    text = value if isinstance(value, str) else ""
    if len(text) > 5000:
        raise ArgumentError(name, "bad-cursor")
    return text


def _unit(name: str, value: Any) -> str:
    try:
        return vn.get_unit(read_text(name, value)).id
    except LookupError as error:
        raise ArgumentError(name, "unknown-unit") from error


def _position(name: str, value: Any) -> Position:
    lon, lat = _numbers(name, value, 2, "position")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ArgumentError(name, "position")
    return lon, lat


def _box(name: str, value: Any) -> Box:
    west, south, east, north = _numbers(name, value, 4, "box")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ArgumentError(name, "box")
    return west, south, east, north


def _radius(name: str, value: Any) -> float:
    (metres,) = _numbers(name, value, 1, "not-a-number")
    if not 0 < metres <= MAX_RADIUS:
        raise ArgumentError(name, "out-of-range", allowed=f"0–{MAX_RADIUS} m")
    return metres


def _limit(name: str, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,18}", text):
        (number,) = _numbers(name, value, 1, "not-a-whole-number")
        if number != int(number):
            raise ArgumentError(name, "not-a-whole-number")
        text = str(int(number))
    if not 1 <= int(text) <= MAX_LIMIT:
        raise ArgumentError(name, "out-of-range", allowed=f"1–{MAX_LIMIT}")
    return int(text)


def _numbers(name: str, value: Any, count: int, code: str) -> list[float]:
    """Read ``count`` finite numbers from "a,b,…", from a list of numbers or from one number."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    try:
        numbers = [math.nan if isinstance(part, bool) else float(part) for part in parts[: count + 1]]
    except (TypeError, ValueError) as error:
        raise ArgumentError(name, code) from error
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise ArgumentError(name, code)
    return numbers


ARGUMENTS: dict[str, Callable[[str, Any], Any]] = {
    "theme": _names,
    "layer": _names,
    "q": read_text,
    "near": _position,
    "at": _position,
    "radius": _radius,
    "within": _unit,
    "bbox": _box,
    "limit": _limit,
    "cursor": _token,
    "open_now": _truth,
    "always_open": _truth,
    "filters": read_filters,
    "facets": _truth,
}
"""Each argument and what reads it."""
