"""The types that parameters are declared with. A value comes from an address (text) or from JSON (anything)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["KINDS", "MESSAGES", "Check", "Wrong"]

LONGEST_TEXT = 1000
LONGEST_PASSWORD = 256
LONGEST_NOTE = 2_000_000
LONGEST_LIST = 1000
MOST_DAYS = 36_500
LATEST = 4_102_444_800
"""The year 2100, in seconds since 1970."""
LARGEST_COUNT = 2**31 - 1
"""PostgreSQL's ``integer``; CKAN casts limits and offsets to it."""

MESSAGES: dict[str, tuple[str, str]] = {
    "text": ("phải là văn bản, dài tối đa {most} ký tự", "must be text of at most {most} characters"),
    "flag": ("phải là true hoặc false", "must be true or false"),
    "count": ("phải là số nguyên từ 0 đến {most}", "must be a whole number from 0 to {most}"),
    "names": ("phải là danh sách tối đa {most} văn bản", "must be a list of at most {most} texts"),
    "object": ("phải là đối tượng JSON", "must be a JSON object"),
    "objects": ("phải là danh sách tối đa {most} đối tượng JSON", "must be a list of at most {most} JSON objects"),
    "items": ("phải là danh sách tối đa {most} phần tử", "must be a list of at most {most} items"),
    "moment": ("phải là thời điểm (giây từ 1970 hoặc ngày giờ)", "must be a moment (seconds since 1970, or a date and time)"),
    "days": ("phải là số ngày từ 0 đến {most}", "must be a number of days from 0 to {most}"),
    "resource": ("phải là một tài nguyên có package_id", "must be a resource with its package_id"),
    "rdf_format": ("phải là một trong: xml, rdf, ttl, n3, jsonld", "must be one of: xml, rdf, ttl, n3, jsonld"),
    "rdf_profiles": ("không nhận ở đây; hãy bỏ tham số này", "is not accepted here; leave it out"),
    "required": ("là bắt buộc", "is required"),
    "scalar": ("phải là một giá trị đơn, dài tối đa {most} ký tự", "must be one plain value of at most {most} characters"),
}

# What `ckan.common.asbool` reads; any other text raises there.
_TRUTHS = {"true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "1", "0"}
_COUNT = re.compile(r"\d{1,10}", re.ASCII)


@dataclass(frozen=True)
class Wrong:
    """A value is not of its type: ``code`` is a key of :data:`MESSAGES`, ``most`` fills its place."""

    code: str
    most: int = 0


Check = Callable[[Any], Wrong | None]


def _text(most: int) -> Check:
    def check(value: Any) -> Wrong | None:
        return None if isinstance(value, str) and len(value) <= most else Wrong("text", most)

    return check


def _scalar(value: Any) -> Wrong | None:
    return Wrong("scalar", LONGEST_TEXT) if isinstance(value, dict | list) or len(str(value)) > LONGEST_TEXT else None


def _flag(value: Any) -> Wrong | None:
    truth = isinstance(value, bool) or (isinstance(value, int | str) and str(value).strip().lower() in _TRUTHS)
    return None if truth else Wrong("flag")


def _count(value: Any) -> Wrong | None:
    number = value if isinstance(value, int) and not isinstance(value, bool) else _digits(value)
    return None if number is not None and 0 <= number <= LARGEST_COUNT else Wrong("count", LARGEST_COUNT)


def _digits(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and _COUNT.fullmatch(value.strip()) else None


def _names(value: Any) -> Wrong | None:
    """A list of texts, its JSON, or one text: an address has no lists of one."""
    found = _parsed(value) if isinstance(value, str) and value.lstrip().startswith("[") else value
    parts = [found] if isinstance(found, str) else found
    fits = isinstance(parts, list) and len(parts) <= LONGEST_LIST and not any(_text(LONGEST_TEXT)(part) for part in parts)
    return None if fits else Wrong("names", LONGEST_LIST)


def _object(value: Any) -> Wrong | None:
    found = _parsed(value) if isinstance(value, str) else value
    return None if isinstance(found, dict) else Wrong("object")


def _objects(value: Any) -> Wrong | None:
    fits = isinstance(value, list) and len(value) <= LONGEST_LIST and all(isinstance(part, dict) for part in value)
    return None if fits else Wrong("objects", LONGEST_LIST)


def _items(value: Any) -> Wrong | None:
    return None if isinstance(value, list) and len(value) <= LONGEST_LIST and not any(map(_scalar, value)) else Wrong("items", LONGEST_LIST)


def _named(value: Any) -> Wrong | None:
    return Wrong("text", LONGEST_TEXT) if value == "" else _text(LONGEST_TEXT)(value)


def _note(value: Any) -> Wrong | None:
    """A text of any length that the bounds of a call let through, or nothing: what a `…_show` answered is sent back with its nulls."""
    return None if value is None else _text(LONGEST_NOTE)(value)


def _filters(value: Any) -> Wrong | None:
    fits = isinstance(value, str) or (isinstance(value, list) and all(isinstance(part, str) for part in value))
    return None if fits else Wrong("names", LONGEST_LIST)


def _moment(value: Any) -> Wrong | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return Wrong("moment")
    try:
        return None if 0 <= float(value) <= LATEST else Wrong("moment")
    except ValueError:
        return None  # a date; CKAN says what is wrong with it
    except OverflowError:
        return Wrong("moment")


def _days(value: Any) -> Wrong | None:
    return Wrong("days", MOST_DAYS) if _count(value) or int(value) > MOST_DAYS else None


def _resource(value: Any) -> Wrong | None:
    return None if isinstance(value, dict) and isinstance(value.get("package_id"), str) else Wrong("resource")


def _rdf_format(value: Any) -> Wrong | None:
    return None if value in ("xml", "rdf", "ttl", "n3", "jsonld") else Wrong("rdf_format")


def _nothing(value: Any) -> Wrong | None:
    return Wrong("rdf_profiles")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _own(value: Any) -> Wrong | None:
    """Checked by the action itself, which names the parameter and the remedy."""
    return None


KINDS: dict[str, Check] = {
    "text": _text(LONGEST_TEXT),
    "password": _text(LONGEST_PASSWORD),
    "flag": _flag,
    "count": _count,
    "names": _names,
    "object": _object,
    "objects": _objects,
    "items": _items,
    "named": _named,
    "note": _note,
    "filters": _filters,
    "moment": _moment,
    "days": _days,
    "resource": _resource,
    "rdf_format": _rdf_format,
    "rdf_profiles": _nothing,
    "scalar": _scalar,
    "own": _own,
}
