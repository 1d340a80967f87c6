"""What the last drift check found, as it is kept in Redis: made anew every ten minutes, it need not outlive it. Imports no CKAN."""

from __future__ import annotations

import json
from typing import Any

import redis

__all__ = ["key_of", "read_result"]


def key_of(site: str) -> str:
    """Return the key of an instance, by its ``ckan.site_id``."""
    return f"binhduong:drift:{site}"


def read_result(store: redis.Redis, site: str) -> dict[str, Any]:
    """Return what the last check found; empty before the first.

    Returns:
        ``at`` (ISO 8601, UTC), ``seconds``, ``failed`` (names of comparisons), ``kinds``: kind → ``found``, ``repaired``, ``left``, and
        the first ``names`` of what is left.
    """
    kept: Any = store.get(key_of(site))
    return json.loads(kept) if kept else {}
