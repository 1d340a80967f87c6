"""Parameters of actions and addresses, read from text and checked. Imports no CKAN.

Each reader takes the parameter's name, which its error says, and the value as it was sent.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = [
    "MAX_LIMIT",
    "MAX_RADIUS",
    "Box",
    "Position",
    "read_box",
    "read_json",
    "read_limit",
    "read_names",
    "read_numbers",
    "read_position",
    "read_radius",
    "read_text",
    "read_token",
    "read_truth",
    "read_unit",
    "refuse_unknown",
    "required_text",
]

MAX_LIMIT = 1000
MAX_RADIUS = 1_000_000
"""Metres; further is no neighbourhood."""
MAX_TEXT = 200
MAX_NAMES = 2000

T = TypeVar("T")
Position = tuple[float, float]
Box = tuple[float, float, float, float]


def refuse_unknown(data: dict[str, Any], allowed: dict[str, Any] | tuple[str, ...]) -> None:
    """Refuse an argument that there is not: a misspelt filter would else answer with everything."""
    for name, value in data.items():
        if name not in allowed:
            raise ArgumentError(name[:50] or '""', "unknown-argument", allowed=", ".join(allowed))
        if isinstance(value, list) and all(isinstance(each, str) for each in value) and len(value) > 1:
            raise ArgumentError(name, "twice")


def required_text(data: dict[str, Any], name: str) -> str:
    """Return a text argument that must be there; whole numbers, as JSON has them, count as text.

    Raises:
        ArgumentError: it is missing or no short text.
    """
    value = data.get(name)
    if value in (None, ""):
        raise ArgumentError(name, "required")
    return read_text(name, str(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def read_text(name: str, value: Any, limit: int = MAX_TEXT) -> str:
    """Return a short text without control characters, composed (NFC). Raises ArgumentError for anything else."""
    if not isinstance(value, str):
        raise ArgumentError(name, "not-text")
    if len(value) > limit:
        raise ArgumentError(name, "too-long", limit=limit)
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
        raise ArgumentError(name, "control-character")
    return unicodedata.normalize("NFC", value)


def read_names(name: str, value: Any) -> str:
    """Return one name or several with commas between."""
    return ",".join(filter(None, (part.strip() for part in read_text(name, value, MAX_NAMES).split(","))))


def read_truth(name: str, value: Any) -> bool:
    """Return whether a value says true or false."""
    found = {"true": True, "false": False}.get(str(value).strip().lower())
    if found is None:
        raise ArgumentError(name, "not-true-or-false")
    return found


def read_token(name: str, value: Any) -> str:
    """Return the text of a page token; it is checked where it is used."""
    text = value if isinstance(value, str) else ""
    if len(text) > 5000:
        raise ArgumentError(name, "bad-cursor")
    return text


def read_position(name: str, value: Any) -> Position:
    """Return (longitude, latitude) in degrees of WGS 84 from ``lon,lat``."""
    lon, lat = read_numbers(name, value, 2, "position")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ArgumentError(name, "position")
    return lon, lat


def read_box(name: str, value: Any) -> Box:
    """Return (west, south, east, north) in degrees of WGS 84 from ``w,s,e,n``."""
    west, south, east, north = read_numbers(name, value, 4, "box")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ArgumentError(name, "box")
    return west, south, east, north


def read_radius(name: str, value: Any, most: float = MAX_RADIUS) -> float:
    """Return metres, more than 0 and at most ``most``."""
    (metres,) = read_numbers(name, value, 1, "not-a-number")
    if not 0 < metres <= most:
        raise ArgumentError(name, "out-of-range", allowed=f"0–{most} m")
    return metres


def read_unit(name: str, value: Any, find: Callable[[str], T]) -> T:
    """Return what a function finds for the id of an administrative unit; it raises LookupError for an id that there is not."""
    try:
        return find(read_text(name, value) if isinstance(value, str) else "")
    except LookupError as error:
        raise ArgumentError(name, "unknown-unit") from error


def read_json(name: str, value: str) -> Any:
    """Return what a JSON text says."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise ArgumentError(name, "not-json") from error


def read_limit(name: str, value: Any, most: int = MAX_LIMIT) -> int:
    """Return a whole number from 1 to ``most``."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        (number,) = read_numbers(name, value, 1, "not-a-whole-number")
        if number != int(number):
            raise ArgumentError(name, "not-a-whole-number")
        text = str(int(number))
    if not 1 <= int(text) <= most:
        raise ArgumentError(name, "out-of-range", allowed=f"1–{most}")
    return int(text)


def read_numbers(name: str, value: Any, count: int, code: str) -> list[float]:
    """Return ``count`` finite numbers from "a,b,…", from a list of numbers or from one number."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    try:
        numbers = [math.nan if isinstance(part, bool) else float(part) for part in parts[: count + 1]]
    except (TypeError, ValueError) as error:
        raise ArgumentError(name, code) from error
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise ArgumentError(name, code)
    return numbers
