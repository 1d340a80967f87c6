"""Attempts counted in Redis over a sliding window.

A counter is a sorted set of one member an attempt, scored by its time. An attempt is entered *before* what it attempts is tried and taken
back when that succeeds: a burst of parallel attempts cannot all pass a check that none of them has yet failed. An attempt over the limit
is not entered, so that hammering does not lengthen the wait.
"""

from __future__ import annotations

import ipaddress
import math
import secrets
import time
from dataclasses import dataclass
from typing import Any

import redis

__all__ = ["Attempt", "Attempts", "Refused", "network_of"]

_PREFIX = "binhduong:attempts:"

# Keys: the counter. Arguments: now, window, limit, member. Answers 0, or the time of the oldest attempt when the limit is reached.
_ENTER = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
  return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return '0'
"""


def network_of(address: str) -> str:
    """Return what one party is counted by: an IPv4 address, or the /64 of an IPv6 address, which one party has 2⁶⁴ addresses of.

    Args:
        address: as the proxy gave it; what is no address is returned as it is.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


@dataclass(frozen=True)
class Attempt:
    """An attempt that was let through."""

    counter: str
    member: str


@dataclass(frozen=True)
class Refused:
    """An attempt over the limit; ``retry_after`` is in seconds, at least 1."""

    retry_after: int


@dataclass(frozen=True)
class Attempts:
    """A limit on attempts.

    Attributes:
        store: Redis.
        limit: attempts let through in a window.
        window: its length in seconds.
    """

    store: redis.Redis
    limit: int
    window: int

    def enter(self, counter: str, *, now: float | None = None) -> Attempt | Refused:
        """Enter an attempt under ``counter`` if the limit lets it; ``now`` is in seconds since the epoch."""
        moment = time.time() if now is None else now
        attempt = Attempt(_PREFIX + counter, secrets.token_hex(8))
        arguments: list[Any] = [attempt.counter, moment, self.window, self.limit, attempt.member]
        oldest = float(self.store.eval(_ENTER, 1, *arguments))  # type: ignore[arg-type]
        if oldest:
            return Refused(max(1, math.ceil(oldest + self.window - moment)))
        return attempt

    def enter_all(self, counters: list[str]) -> list[Attempt] | Refused:
        """Enter one attempt under each of ``counters``, or, when one of them refuses, under none."""
        entered: list[Attempt] = []
        for counter in counters:
            outcome = self.enter(counter)
            if isinstance(outcome, Refused):
                self.take_back(entered)
                return outcome
            entered.append(outcome)
        return entered

    def take_back(self, attempts: list[Attempt]) -> None:
        """Count ``attempts`` no longer: they succeeded."""
        for attempt in attempts:
            self.store.zrem(attempt.counter, attempt.member)

    def remember(self, who: str, where: str, *, days: int = 30) -> None:
        """Note that ``who`` has succeeded from ``where``; kept for ``days``."""
        self.store.set(f"{_PREFIX}known:{who}:{where}", 1, ex=days * 86400)

    def is_known(self, who: str, where: str) -> bool:
        """Whether ``who`` has succeeded from ``where`` lately."""
        return bool(self.store.exists(f"{_PREFIX}known:{who}:{where}"))
