"""One way to Redis for the portal's packages, with time limits: CKAN's own connection waits without end for a Redis that hangs."""

from __future__ import annotations

from functools import cache

import redis
from ckan.lib import redis as ckan_redis
from ckan.plugins import toolkit as tk
from redis.backoff import NoBackoff
from redis.retry import Retry

__all__ = ["bound_ckan_connections", "client"]

#: Seconds for an answer, and for connecting.
_PATIENCE = 2
_CONNECTING = 0.5


@cache
def _pool(url: str) -> redis.ConnectionPool:
    # One retry, for a connection that died in the pool; more would let a request wait for a Redis that is down.
    return redis.ConnectionPool.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_CONNECTING, retry=Retry(NoBackoff(), 1))


def client() -> redis.Redis:
    """Return a client on this process's pool."""
    return redis.Redis(connection_pool=_pool(tk.config["ckan.redis.url"]))


def bound_ckan_connections() -> None:
    """Set the same time limits on CKAN's own connections (job queue); for web processes, for a worker waits for jobs on purpose."""
    ckan_redis._connection_pool = _pool(tk.config["ckan.redis.url"])
