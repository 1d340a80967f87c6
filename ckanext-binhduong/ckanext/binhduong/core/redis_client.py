"""One way to Redis for this room, with time limits: CKAN's own connection waits for ever for a Redis that hangs."""

from __future__ import annotations

from functools import cache

import redis
from ckan.plugins import toolkit as tk
from redis.backoff import NoBackoff
from redis.retry import Retry

__all__ = ["client"]

#: Seconds for connecting and for an answer.
_PATIENCE = 2


@cache
def _pool(url: str) -> redis.ConnectionPool:
    # One retry, for a connection that died in the pool; more would let a request wait for a Redis that is down.
    return redis.ConnectionPool.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=Retry(NoBackoff(), 1))


def client() -> redis.Redis:
    """Return a client on this process's pool."""
    return redis.Redis(connection_pool=_pool(tk.config["ckan.redis.url"]))
