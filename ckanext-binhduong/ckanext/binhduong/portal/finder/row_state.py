"""What a row's own words mean today: a state is as old as its data, a picture may not be there. Imports no CKAN."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

__all__ = ["has_picture_column", "is_present", "picture_fault"]

# Names that no address can have (RFC 2606): what an invented row says.
_RESERVED = (".example", ".invalid", ".test", ".localhost")
# How tables of cameras call the column with the address of a picture.
_PICTURE_NAMES = ("anh", "hinh_anh", "url_anh", "link_anh", "snapshot", "image")
#: A state that somebody looked at yesterday is still worth its colour.
_PRESENT = timedelta(days=2)


def is_present(state: str, as_of: str, today: date) -> bool:
    """Return whether a state in the data (open, working) may be shown as one of now.

    Args:
        state: the dataset's badge, see ``core.freshness.age``.
        as_of: the ISO day of its data, empty when nobody says it.
        today: the day it is looked at.
    """
    if state == "fresh" and as_of:
        return True
    return bool(as_of) and today - date.fromisoformat(as_of) <= _PRESENT


def has_picture_column(fields: list[dict[str, Any]]) -> bool:
    """Return whether the rows are of things that show a picture, such as cameras."""
    return any(field["id"].startswith(_PICTURE_NAMES) for field in fields)


def picture_fault(picture: str, status_kind: str) -> str:
    """Return why there is no picture to see: ``invented`` (an address that cannot exist), ``off`` (the thing is out of order), ``none``
    (the agency gives no address); empty when there may be one."""
    host = (urlsplit(picture).hostname or "") if picture else ""
    if host.endswith(_RESERVED):
        return "invented"
    if status_kind == "bad":
        return "off"
    return "" if picture else "none"
