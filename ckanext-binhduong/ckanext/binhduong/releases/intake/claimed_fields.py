"""What a caller may say of a resource's file without sending one.

The fields are the portal's own: it measures files and makes tables. A forged one would offer a download or a table that there is not, under
a hash nobody has computed. What a caller was shown may be sent back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

__all__ = ["TABLE_MARK", "forged_field", "is_portals_own", "portals_own"]

TABLE_MARK = "_datastore_only_resource"
"""The address CKAN gives a resource that `datastore_create` makes; it says so itself, on the caller's behalf."""

_OF_A_FILE = ("url_type", "hash", "size", "mimetype_inner")
_OF_A_TABLE = ("last_modified", "datastore_active")
"""CKAN itself writes these, in the caller's name, when a table was made or written."""
_NOTHING = (None, "", False, 0, "False", "false", "0")

_portals_own: ContextVar[bool] = ContextVar("binhduong_portals_own_change", default=False)


@contextmanager
def portals_own() -> Iterator[None]:
    """Save resources inside as the portal itself, which may say what its ledger says; CKAN tells an uploader nothing of the caller."""
    token = _portals_own.set(True)
    try:
        yield
    finally:
        _portals_own.reset(token)


def is_portals_own() -> bool:
    """Whether the portal itself is saving a resource."""
    return _portals_own.get()


def forged_field(resource: Mapping[str, Any], stored: Mapping[str, Any], has_table: Callable[[], bool] = lambda: False) -> str | None:
    """Return the field by which a resource claims a file or table that it has not, or None.

    Args:
        resource: as the caller sends it, without a file.
        stored: the same fields as they are stored; empty for a new resource.
        has_table: whether the DataStore has a table of the resource; called only when it matters.
    """
    claimed = [name for name in (*_OF_A_FILE, *_OF_A_TABLE) if resource.get(name) not in _NOTHING]
    differing = [name for name in claimed if _plain(resource[name]) != _plain(stored.get(name))]
    if not stored and resource.get("url_type") == "datastore" and resource.get("url") == TABLE_MARK:
        differing = [name for name in differing if name not in ("url_type", "last_modified")]
    if any(name in _OF_A_TABLE for name in differing) and has_table():
        differing = [name for name in differing if name not in _OF_A_TABLE]
    if stored.get("url_type") == "datastore" and resource.get("datastore_active") in _NOTHING:
        # `datastore_delete` notes when it took the table away, once it is gone.
        differing = [name for name in differing if name != "last_modified"]
    return differing[0] if differing else None


def _plain(value: Any) -> str:
    """Return a value as text in one spelling: times as the API writes them, numbers and yes/no as words."""
    if isinstance(value, datetime):
        value = value.isoformat()
    return str(value).strip().lower().removesuffix("z")
