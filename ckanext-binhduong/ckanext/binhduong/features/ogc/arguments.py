"""The arguments of a request, read by the table of parameters and the columns of a collection. Imports no CKAN."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ckanext.binhduong.core.instants import read_instant
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.parameters import PARAMETERS

__all__ = ["read_arguments", "reserved"]

_LARGEST_TEXT = 500
_NAMES = {parameter.name for parameter in PARAMETERS.values()}


def reserved(column: Column) -> bool:
    """Whether a column cannot be filtered by a parameter of its own name, because that name means something else."""
    return column.name in _NAMES


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
