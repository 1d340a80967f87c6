"""What records can be asked: one table from which requests are read and the OpenAPI document is written. Imports no CKAN.

After OGC API - Records - Part 1: Core 1.0 (OGC 20-004r1), clause 7.4 (record core query parameters), and its ``offset``, which is ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ckanext.binhduong.core.instants import Instant, Interval, read_interval
from ckanext.binhduong.core.parameters import MAX_NAMES, Box, read_box, read_limit, read_numbers, read_text, refuse_unknown
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["DEFAULT_LIMIT", "FORM", "LIST_NUMBER", "MOST_LIMIT", "PARAMETERS", "Parameter", "Search", "read_question", "search_of"]

DEFAULT_LIMIT, MOST_LIMIT = 10, 100
_MOST_OFFSET = 50_000
_MOST_VALUES = 100
LIST_NUMBER = "list-number"
"""The scheme of a dataset's number in the open-data list that the province has issued."""
_DATASET = "dataset"
_ID = re.compile(r"[0-9a-fA-F-]{36}")
_LIST = {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True)
class Parameter:
    """A parameter: what reads its text, its JSON schema, and what it does in English, which is the message's id."""

    read: Callable[[str, str], Any]
    schema: dict[str, Any]
    description: str


def _values(name: str, value: str) -> tuple[str, ...]:
    """Values with commas between; an empty list is one, and finds nothing."""
    found = tuple(part.strip() for part in read_text(name, value, MAX_NAMES).split(",") if part.strip())
    if len(found) > _MOST_VALUES:
        raise ArgumentError(name, "too-many-values", limit=_MOST_VALUES)
    return found


def _box(name: str, value: str) -> Box:
    """A box; of one with heights these are left out, since extents have none."""
    if value.count(",") != 5:
        return read_box(name, value)
    west, south, _low, east, north, _high = read_numbers(name, value, 6, "bbox-form")
    return read_box(name, [west, south, east, north])


def _limit(name: str, value: str) -> int:
    # The standard: more than the most is the most, no error.
    return min(read_limit(name, value, 10**9), MOST_LIMIT)


def _offset(name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ArgumentError(name, "not-a-whole-number")
    if int(value) > _MOST_OFFSET:
        raise ArgumentError(name, "out-of-range", allowed=f"0–{_MOST_OFFSET}")
    return int(value)


def _form(name: str, value: str) -> str:
    if value != "json":
        raise ArgumentError(name, "wrong-value", allowed="json")
    return value


FORM = Parameter(_form, {"type": "string", "enum": ["json"]}, _("The form of the answer; there is one."))
PARAMETERS = {
    "q": Parameter(
        _values,
        _LIST,
        _("Words of title, description, keywords, agency, place or columns, with or without marks; commas between alternatives."),
    ),
    "bbox": Parameter(
        _box,
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
        _("west,south,east,north in degrees (WGS 84): only datasets whose extent touches it."),
    ),
    "datetime": Parameter(
        read_interval,
        {"type": "string"},
        _("A day, a time or an interval of RFC 3339, open ends as ..: only datasets about some of it. Days are those of Vietnam."),
    ),
    "type": Parameter(
        _values, {"type": "array", "items": {"type": "string", "maxLength": 64}}, _("Types of records; all here are dataset.")
    ),
    "ids": Parameter(_values, _LIST, _("Identifiers of records.")),
    "externalIds": Parameter(
        _values,
        {"type": "array", "items": {"type": "string", "pattern": "([^:]+:)?[^:]+"}},
        _("Numbers in the province's open-data list, alone or as list-number:value; list-number alone finds all that have one."),
    ),
    "limit": Parameter(
        _limit, {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}, _("The most records of an answer.")
    ),
    "offset": Parameter(
        _offset, {"type": "integer", "minimum": 0, "maximum": _MOST_OFFSET, "default": 0}, _("How many records come before the answer's.")
    ),
    "f": FORM,
}


def read_question(sent: Mapping[str, Sequence[str]], known: Mapping[str, Parameter] = PARAMETERS) -> dict[str, Any]:
    """Return the values of a request's parameters by name.

    Args:
        sent: name → the values that were sent.
        known: what may be sent.

    Raises:
        ArgumentError: an unknown parameter, one sent twice, or a value that cannot be read.
    """
    refuse_unknown({name: list(values) for name, values in sent.items()}, tuple(known))
    return {name: known[name].read(name, values[0]) for name, values in sent.items()}


@dataclass(frozen=True)
class Search:
    """What ``package_search`` is asked: filter queries, which must all hold, and the box if any."""

    filters: list[str]
    box: Box | None


def search_of(question: Mapping[str, Any], quoted: Callable[[str], str]) -> Search | None:
    """Return what to ask the index; None when nothing can answer.

    Args:
        question: as :func:`read_question` gives it.
        quoted: writes a text as one value of Solr's language, in quotation marks.
    """
    filters: list[str] = []
    if "type" in question and _DATASET not in question["type"]:
        return None
    if "ids" in question:
        filters.append(_any("id", [value for value in question["ids"] if _ID.fullmatch(value)], quoted))
    if "externalIds" in question:
        filters.append(_numbers(question["externalIds"], quoted))
    if "q" in question:
        # Words between commas must stand together and in their order, which is what a phrase is.
        filters.append(_any("text", list(question["q"]), quoted))
    if "datetime" in question:
        filters += _period(question["datetime"])
    return Search(filters, question.get("bbox")) if all(filters) else None


def _any(field: str, values: list[str], quoted: Callable[[str], str]) -> str:
    return f"{field}:({' OR '.join(map(quoted, values))})" if values else ""


def _numbers(values: Sequence[str], quoted: Callable[[str], str]) -> str:
    if {LIST_NUMBER, f"{LIST_NUMBER}:"} & set(values):
        return "list_number:*"
    plain = [value.removeprefix(f"{LIST_NUMBER}:") for value in values]
    return _any("list_number", plain, quoted)


def _period(asked: Interval) -> list[str]:
    """The dataset is about some of a period: begun by its end, not over at its beginning; one of its days may be missing, not both."""
    first, last = (_day(instant) for instant in asked)
    found = ["temporal_start:* OR temporal_end:*"]
    if last:
        found.append(f'temporal_start:[* TO "{last}"] OR (*:* -temporal_start:*)')
    if first:
        found.append(f'temporal_end:["{first}" TO *] OR (*:* -temporal_end:*)')
    return found


def _day(instant: Instant | None) -> date | None:
    return instant.date() if isinstance(instant, datetime) else instant
