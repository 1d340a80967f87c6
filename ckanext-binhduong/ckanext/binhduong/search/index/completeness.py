"""Whether the index has what the database has, as the clock found it; every search says when it has not.

The clock counts (``search/rebuild/watch.py``) and keeps what it found in Redis for a minute, so that no search pays for the counting.
"""

from __future__ import annotations

import time
from typing import Any

from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.binhduong.core.connections.redis_client import client

__all__ = ["keep", "lacks_datasets"]

_KEPT = 60
"""Seconds: a clock that does not run any more must not have every search say this for good."""
_FRESH = 5.0
_read: tuple[float, bool] = (float("-inf"), False)


def keep(*, incomplete: bool) -> bool:
    """Keep what was counted; return whether it is other than before. Raises RedisError."""
    if incomplete:
        return client().set(_key(), 1, ex=_KEPT, get=True) is None
    return bool(client().delete(_key()))


def lacks_datasets() -> bool:
    """Whether the index is incomplete; what this process read serves it for five seconds. False without Redis."""
    global _read
    if time.monotonic() - _read[0] > _FRESH:
        _read = (time.monotonic(), _ask())
    return _read[1]


def _ask() -> bool:
    try:
        found: Any = client().exists(_key())
    except RedisError:
        return False
    return bool(found)


def _key() -> str:
    return f"binhduong:index-incomplete:{tk.config['ckan.site_id']}"
