"""The parameters of the service: one table from which requests are read and the OpenAPI document is written. Imports no CKAN."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.core.instants import read_interval
from ckanext.binhduong.core.parameters import read_numbers
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.features.downloads.forms import FORMS
from ckanext.binhduong.features.ogc.crs import CRS84, SYSTEMS, read_system

__all__ = ["DEFAULT_LIMIT", "MAX_FILTER", "MAX_LIMIT", "PARAMETERS", "Parameter"]

DEFAULT_LIMIT, MAX_LIMIT = 10, 10_000
MAX_FILTER = 4096
"""Characters of a filter, before it is parsed."""
_MAX_SORTED = 5
_MAX_TOKEN = 5000


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, what reads its text, its JSON schema, and what it does in English, which is the message's id.

    ``key`` is its name among all parameters; another than ``name`` where two addresses mean different things by one name.
    """

    name: str
    read: Callable[[str, str], Any]
    schema: dict[str, Any]
    description: str
    key: str = ""


def _one_of(*allowed: str) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if value not in allowed:
            raise ArgumentError(name, "wrong-value", allowed=", ".join(allowed))
        return value

    return read


def _limit(name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,18}", value, re.ASCII):
        raise ArgumentError(name, "not-a-whole-number")
    if int(value) < 1:
        raise ArgumentError(name, "out-of-range", allowed=f"1–{MAX_LIMIT}")
    # The standard: more than the most is the most, no error. What the most is depends on the form of the answer.
    return int(value)


def _version(name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ArgumentError(name, "not-a-whole-number")
    return int(value)


def _bbox(name: str, value: str) -> list[float]:
    return read_numbers(name, value, 6 if value.count(",") == 5 else 4, "bbox-form")


def _filter(name: str, value: str) -> str:
    if not value.strip():
        raise ArgumentError(name, "required")
    if len(value) > MAX_FILTER:
        raise ArgumentError(name, "too-long", limit=MAX_FILTER)
    return value


def _token(name: str, value: str) -> str:
    if not value or len(value) > _MAX_TOKEN:
        raise ArgumentError(name, "bad-cursor")
    return value


def _sortby(name: str, value: str) -> tuple[tuple[str, bool], ...]:
    """Columns with whether they go downwards; the plus of an address that was not encoded is a blank."""
    keys = tuple((part.lstrip("+- "), part.startswith("-")) for part in value.split(","))
    if len(keys) > _MAX_SORTED or len(dict(keys)) < len(keys):
        raise ArgumentError(name, "too-many-values", limit=_MAX_SORTED)
    return keys


_CRS_SCHEMA = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84.uri}

_FORMS = ("json", "html", *FORMS)

PARAMETERS = {
    parameter.key or parameter.name: parameter
    for parameter in (
        Parameter(
            "f",
            _one_of("json", "html"),
            {"type": "string", "enum": ["json", "html"]},
            _("Format of the answer; without it the header Accept decides."),
        ),
        Parameter(
            "f",
            _one_of(*_FORMS),
            {"type": "string", "enum": list(_FORMS)},
            _(
                "Format of the answer: json and html are a page, and without it the header Accept decides between them. The others are one "
                "file of all features that answer, or of limit many: at most 100,000 features and about 200 MB."
            ),
            key="f-items",
        ),
        Parameter(
            "limit", _limit, {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}, _("Features of a page.")
        ),
        Parameter(
            "bbox",
            _bbox,
            {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
            _(
                "Only features that intersect this box, and those without a shape: four or six numbers, lower corner first; heights are "
                "ignored. The first longitude is larger than the second when the box crosses the antimeridian."
            ),
        ),
        Parameter("bbox-crs", read_system, _CRS_SCHEMA, _("Coordinate reference system of bbox, whose axis order the numbers have.")),
        Parameter(
            "datetime",
            read_interval,
            {"type": "string", "minLength": 1},
            _(
                "Only features whose first column of dates or times intersects this date, time or interval (RFC 3339, an open end is ..), "
                "and those without one. A time without a zone is Vietnamese."
            ),
        ),
        Parameter("crs", read_system, _CRS_SCHEMA, _("Coordinate reference system of the answer, whose axis order its coordinates have.")),
        Parameter(
            "filter", _filter, {"type": "string", "minLength": 1, "maxLength": MAX_FILTER}, _("A condition in CQL2 on the queryables.")
        ),
        Parameter(
            "filter-lang",
            _one_of("cql2-text", "cql2-json"),
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
            _("How filter is written."),
        ),
        Parameter("filter-crs", read_system, _CRS_SCHEMA, _("Coordinate reference system of the shapes in filter.")),
        Parameter(
            "sortby",
            _sortby,
            {"type": "array", "minItems": 1, "maxItems": _MAX_SORTED, "items": {"type": "string", "pattern": "^[+-]?.+$"}},
            _("Columns to sort by, with - before one that goes downwards; empty values come last."),
        ),
        Parameter(
            "v", _version, {"type": "integer", "minimum": 0}, _("The release of which the tile is: an answer of that release may be kept.")
        ),
        Parameter(
            "cursor", _token, {"type": "string", "maxLength": _MAX_TOKEN}, _("Where the next page begins: taken from the link next.")
        ),
    )
}
"""Each parameter by its key."""
