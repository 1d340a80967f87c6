"""What a filtered export may be asked, and the SQL of its places. Knows no CKAN.

``filters``, ``q`` and ``sort`` are ``datastore_search``'s and are read by CKAN's own code (``rows``); ``bbox``, ``within`` and ``near``
with ``radius`` mean what they mean in ``feature_search``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.places import unit_shape

__all__ = ["ARGUMENTS", "MAX_ROWS", "MESSAGES", "Question", "QuestionError", "places", "read_question"]

MAX_ROWS = 100_000
"""Rows of a filtered answer. Who needs more takes the whole file, which is there and can be cached."""

MAX_RADIUS = 1_000_000
"""Metres."""

MESSAGES = {
    "not-json": "must be a JSON object",
    "limit": "must be a whole number from 1 to {most}",
    "position": "must be longitude,latitude in degrees, for example 106.6512,10.9804",
    "box": "must be west,south,east,north in degrees, for example 106.3,10.8,107.0,11.5",
    "radius": "must be metres from 0 to {furthest}",
    "unit": "is in no list of administrative units; use an id such as 718@2024",
    "radius-missing": "needs radius beside it, in metres",
    "near-missing": "needs near beside it, longitude,latitude",
    "no-places": "needs a layer, and this table has no places",
}


class QuestionError(ValueError):
    """An argument cannot be used: ``name``, and ``code`` of ``MESSAGES``."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(f"{name}: {code}")
        self.name, self.code = name, code

    @property
    def values(self) -> dict[str, int]:
        """What its message names."""
        return {"most": MAX_ROWS, "furthest": MAX_RADIUS}


@dataclass(frozen=True)
class Question:
    """A question about one table; positions are (longitude, latitude), boxes (west, south, east, north), in degrees of WGS 84."""

    filters: Any = None
    q: Any = None
    sort: str | None = None
    limit: int | None = None
    bbox: tuple[float, ...] | None = None
    within: str | None = None
    near: tuple[float, ...] | None = None
    radius: float | None = None


def read_question(given: dict[str, str], has_places: bool) -> Question:
    """Read the arguments of an address; an empty one is one not given.

    Raises:
        QuestionError: naming the first argument that cannot be used.
    """
    question = Question(**{name: ARGUMENTS[name](name, text) for name, text in given.items() if text})
    for name in ("bbox", "within", "near", "radius"):
        if getattr(question, name) is not None and not has_places:
            raise QuestionError(name, "no-places")
    if question.near is not None and question.radius is None:
        raise QuestionError("near", "radius-missing")
    if question.radius is not None and question.near is None:
        raise QuestionError("radius", "near-missing")
    return question


def _text(name: str, text: str) -> str:
    return text


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuestionError(name, "not-json") from error


def _words(name: str, text: str) -> Any:
    """Words for all columns, or a JSON object of words by column."""
    return _json(name, text) if text.lstrip().startswith("{") else text


def _limit(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > len(str(MAX_ROWS)) or not 1 <= int(text) <= MAX_ROWS:
        raise QuestionError(name, "limit")
    return int(text)


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return []
    return numbers if all(math.isfinite(number) for number in numbers) else []


def _position(name: str, text: str) -> tuple[float, ...]:
    numbers = _numbers(text)
    if len(numbers) != 2 or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
        raise QuestionError(name, "position")
    return tuple(numbers)


def _box(name: str, text: str) -> tuple[float, ...]:
    numbers = _numbers(text)
    if len(numbers) != 4 or not -180 <= numbers[0] <= numbers[2] <= 180 or not -90 <= numbers[1] <= numbers[3] <= 90:
        raise QuestionError(name, "box")
    return tuple(numbers)


def _radius(name: str, text: str) -> float:
    numbers = _numbers(text)
    if len(numbers) != 1 or not 0 < numbers[0] <= MAX_RADIUS:
        raise QuestionError(name, "radius")
    return numbers[0]


def _unit(name: str, text: str) -> str:
    try:
        unit_shape(text)
    except LookupError as error:
        raise QuestionError(name, "unit") from error
    return text


ARGUMENTS: dict[str, Callable[[str, str], Any]] = {
    "filters": _json,
    "q": _words,
    "sort": _text,
    "limit": _limit,
    "bbox": _box,
    "within": _unit,
    "near": _position,
    "radius": _radius,
}
"""Each argument and what reads it."""

_BOX = "ST_MakeEnvelope(:west, :south, :east, :north, 4326)"
_NEAR = "ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)"
_POINT = """CAST(:unit AS geometry) && _geom AND ST_Intersects(CAST(:unit AS geometry), _geom) AND (
    ST_Contains(CAST(:unit AS geometry), _geom) OR (
        SELECT c.inside FROM unnest(CAST(:communes AS text[]), CAST(:inside AS boolean[])) WITH ORDINALITY AS c(shape, inside, place)
        WHERE ST_Covers(CAST(c.shape AS geometry), _geom) ORDER BY c.place LIMIT 1))"""
_SHAPE = """CAST(:unit AS geometry) && _geom AND ST_Intersects(CAST(:unit AS geometry), _geom)
    AND (ST_Contains(CAST(:unit AS geometry), _geom) OR NOT ST_Touches(_geom, CAST(:unit AS geometry)))"""


def places(question: Question, geometry_type: str | None) -> tuple[list[tuple[str, dict[str, Any]]], str | None]:
    """Give the conditions on ``_geom`` with the values they are bound to, and by what to order when nearness is asked for.

    The border of a unit is shared as ``vn.unit_shape`` says.
    """
    conditions: list[tuple[str, dict[str, Any]]] = []
    if question.bbox:
        box: dict[str, Any] = dict(zip(("west", "south", "east", "north"), question.bbox, strict=True))
        conditions.append((f"_geom && {_BOX} AND ST_Intersects(_geom, {_BOX})", box))
    if question.within:
        unit = unit_shape(question.within)
        values = {"unit": unit.shape, "communes": list(unit.commune_shapes), "inside": list(unit.commune_inside)}
        conditions.append((_POINT, values) if geometry_type == "Point" else (_SHAPE, {"unit": unit.shape}))
    if not question.near:
        return conditions, None
    lon, lat = question.near
    reach = f"CAST(ST_Buffer(CAST({_NEAR} AS geography), :radius * 1.05) AS geometry)"
    near = f"_geom && {reach} AND ST_DWithin(CAST(_geom AS geography), CAST({_NEAR} AS geography), :radius)"
    conditions.append((near, {"lon": lon, "lat": lat, "radius": question.radius}))
    return conditions, f"ST_Distance(CAST(_geom AS geography), CAST({_NEAR} AS geography))"
