"""The parameters of the service: one table from which requests are read and the OpenAPI document is written. Imports no CKAN."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ckanext.binhduong.core.parameters import read_numbers
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.features.downloads.forms import FORMS
from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.crs import CRS84, SYSTEMS, read_system
from ckanext.binhduong.features.ogc.instants import read_instant, read_interval

__all__ = ["DEFAULT_LIMIT", "MAX_FILTER", "MAX_LIMIT", "PARAMETERS", "Parameter", "column_schema", "read_arguments", "reserved"]

DEFAULT_LIMIT, MAX_LIMIT = 10, 10_000
MAX_FILTER = 4096
"""Characters of a filter, before it is parsed."""
_MAX_SORTED = 5
_LARGEST_TEXT = 500
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
_NAMES = {parameter.name for parameter in PARAMETERS.values()}


def reserved(column: Column) -> bool:
    """Whether a column cannot be filtered by a parameter of its own name, because that name means something else."""
    return column.name in _NAMES


_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
}


def column_schema(column: Column, language: str) -> dict[str, Any]:
    """Return the JSON schema of a column's values, with its title in ``vi`` or ``en``."""
    title = (column.title_en if language == "en" else "") or column.title
    return {"title": title, **_TYPES[column.type]}


def read_arguments(pairs: Sequence[tuple[str, str]], allowed: Sequence[str], collection: Collection | None = None) -> dict[str, Any]:
    """Return the values of a request's parameters by name; those of columns together under ``properties``.

    Args:
        pairs: names and values as they were sent. A name may come twice with the same value, ``limit`` with any: the largest counts.
        allowed: keys of ``PARAMETERS``.
        collection: whose columns may be named too.

    Raises:
        ArgumentError: an unknown parameter, one sent with two values, or a value that cannot be read.
    """
    columns = {column.name: column for column in collection.columns if not reserved(column)} if collection else {}
    readers = {PARAMETERS[key].name: PARAMETERS[key].read for key in allowed}
    found: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    sent: dict[str, str] = {}
    for name, value in pairs:
        if name not in readers and name not in columns:
            raise ArgumentError(name[:50], "unknown-argument", allowed=", ".join((*readers, *columns)))
        if sent.setdefault(name, value) != value and name != "limit":
            raise ArgumentError(name, "twice")
        if name in readers:
            read = readers[name](name, value)
            found[name] = max(read, found.get(name, 0)) if name == "limit" else read
        else:
            properties[name] = _property(columns[name], value)
    return found | {"properties": properties}


def _property(column: Column, value: str) -> Any:
    if column.type not in _READERS:
        if len(value) > _LARGEST_TEXT:
            raise ArgumentError(column.name, "too-long", limit=_LARGEST_TEXT)
        return unicodedata.normalize("NFC", value)
    read, code = _READERS[column.type]
    try:
        return read(column.name, value)
    except (ArgumentError, KeyError, InvalidOperation) as error:
        raise ArgumentError(column.name, code, column=column.name, value=value[:60]) from error


def _decimal(name: str, value: str) -> Decimal:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 300:
        raise ArgumentError(name, "not-a-number")
    return number


def _moment(name: str, value: str) -> datetime:
    instant = read_instant(name, value)
    if not isinstance(instant, datetime):
        raise ArgumentError(name, "datetime-form")
    return instant


def _day(name: str, value: str) -> Any:
    instant = read_instant(name, value)
    if isinstance(instant, datetime):
        raise ArgumentError(name, "datetime-form")
    return instant


_READERS: dict[str, tuple[Callable[[str, str], Any], str]] = {
    "integer": (_decimal, "bad-number"),
    "decimal": (_decimal, "bad-number"),
    "boolean": (lambda _name, value: {"true": True, "false": False}[value], "bad-boolean"),
    "date": (_day, "bad-date"),
    "timestamp": (_moment, "bad-timestamp"),
}
