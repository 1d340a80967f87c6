"""How far a rebuild is, for whoever asks, and the wish that it stops: in Redis, for a day. Without Redis a rebuild goes on unseen."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.binhduong.core.connections.redis_client import client

__all__ = ["begin", "last", "note", "stop", "stop_is_wanted"]

_KEPT = timedelta(days=1)


def begin() -> None:
    """Forget a wish to stop that was meant for an earlier rebuild."""
    with suppress(RedisError):
        client().delete(_key("stop"))


def note(phase: str, done: int = 0, total: int = 0, detail: str = "") -> None:
    """Keep how far it is.

    Args:
        phase: ``building``, ``comparing``, ``swapped``, ``stopped``, ``failed`` or ``unfinished``.
        done, total: datasets.
        detail: what is in the way, when it failed.
    """
    kept = {"phase": phase, "done": done, "total": total, "detail": detail, "at": datetime.now(UTC).isoformat(timespec="seconds")}
    with suppress(RedisError):
        client().set(_key("progress"), json.dumps(kept, ensure_ascii=False), ex=_KEPT)


def last() -> dict[str, Any]:
    """Return what :func:`note` kept last, with ``at`` (ISO 8601, UTC); {} when nothing is kept. Raises RedisError."""
    kept: Any = client().get(_key("progress"))
    return json.loads(kept) if kept else {}


def stop() -> None:
    """Have the rebuild that runs stop at its next batch. Raises RedisError."""
    client().set(_key("stop"), 1, ex=_KEPT)


def stop_is_wanted() -> bool:
    """Whether somebody wants it to stop."""
    with suppress(RedisError):
        return bool(client().exists(_key("stop")))
    return False


def _key(what: str) -> str:
    return f"binhduong:index-rebuild:{what}:{tk.config['ckan.site_id']}"
