"""Fields of a resource that are not for people: what CKAN once wrote there itself, its marks of a table, times. Imports no CKAN.

CKAN takes any text in them and shows it to everybody: they would be free text that nobody reviews.
"""

from __future__ import annotations

from typing import Any

__all__ = ["TIMES", "UNUSED", "YES_OR_NO", "yes_or_no"]

UNUSED = ("cache_last_updated", "has_views", "on_same_domain", "resource_group_id", "revision_id", "tracking_summary")
"""Of older CKANs, or worked out when a resource is shown: nothing is kept of them."""
TIMES = ("publish_at", "publish_at_local")
"""When the file of a new resource becomes public: as a program writes it, with its zone; as a form does, by the portal's clock.
Before there were such times CKAN kept what was sent."""
YES_OR_NO = ("datastore_active", "datastore_contains_all_records_of_source_file")
"""CKAN's marks of a table, written in the name of who writes the table."""

_WORDS = {"true": True, "false": False}


def yes_or_no(value: Any) -> bool | None:
    """Return a mark as yes or no, None for what is neither."""
    return value if isinstance(value, bool) else _WORDS.get(str(value).strip().lower())
