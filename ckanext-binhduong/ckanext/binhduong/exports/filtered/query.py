"""What a filtered export may be asked, and the SQL of its places. Knows no CKAN.

``filters``, ``q`` and ``sort`` are ``datastore_search``'s and are read by CKAN's own code (``rows``); ``bbox``, ``within`` and ``near``
with ``radius`` mean what they mean in ``feature_search``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ckanext.binhduong.core.parameters import Box, Position, read_box, read_json, read_limit, read_position, read_radius, read_unit
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.places import unit_shape

__all__ = ["ARGUMENTS", "MAX_ROWS", "Question", "places", "read_question"]

MAX_ROWS = 100_000
"""Rows of a filtered answer. Who needs more takes the whole file, which is there and can be cached."""


@dataclass(frozen=True)
class Question:
    """A question about one table; positions are (longitude, latitude), boxes (west, south, east, north), in degrees of WGS 84."""

    filters: Any = None
    q: Any = None
    sort: str | None = None
    limit: int | None = None
    bbox: Box | None = None
    within: str | None = None
    near: Position | None = None
    radius: float | None = None


def read_question(given: dict[str, str], has_places: bool) -> Question:
    """Read the arguments of an address; an empty one is one not given.

    Raises:
        ArgumentError: naming the first argument that cannot be used.
    """
    question = Question(**{name: ARGUMENTS[name](name, text) for name, text in given.items() if text})
    for name in ("bbox", "within", "near", "radius"):
        if getattr(question, name) is not None and not has_places:
            raise ArgumentError(name, "no-places")
    if question.near is not None and question.radius is None:
        raise ArgumentError("near", "needs", allowed="radius")
    if question.radius is not None and question.near is None:
        raise ArgumentError("radius", "needs", allowed="near")
    return question


def _text(name: str, text: str) -> str:
    return text


def _words(name: str, text: str) -> Any:
    """Words for all columns, or a JSON object of words by column."""
    return read_json(name, text) if text.lstrip().startswith("{") else text


def _unit(name: str, text: str) -> str:
    read_unit(name, text, unit_shape)
    return text


ARGUMENTS: dict[str, Callable[[str, str], Any]] = {
    "filters": read_json,
    "q": _words,
    "sort": _text,
    "limit": partial(read_limit, most=MAX_ROWS),
    "bbox": read_box,
    "within": _unit,
    "near": read_position,
    "radius": read_radius,
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
    """Return the conditions on ``_geom`` with the values they are bound to, and by what to order when nearness is asked for.

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
