"""A circuit breaker: after failures in a row, calls to a dependency fail at once until one call has shown that it answers again.

Without one, each request to a dependency that hangs waits for its own time limit, and those that wait take every thread. Imports no CKAN.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["CircuitBreaker"]


class CircuitBreaker:
    """The state of one dependency in one process.

    Args:
        failures: failures in a row that open it.
        pause: seconds for which it stays open before one call may try.
        clock: the time in seconds, monotonic.
    """

    def __init__(self, *, failures: int = 2, pause: float = 2.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures = failures
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._opened = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the dependency is held to be down."""
        return self._failed >= self._failures

    def allows(self) -> bool:
        """Return whether a call may be made now; while open, one a pause may."""
        with self._lock:
            if not self.is_open:
                return True
            if self._clock() - self._opened < self._pause:
                return False
            self._opened = self._clock()
            return True

    def succeeded(self) -> None:
        """Note that a call was answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Note that a call was not answered in time, or not at all."""
        with self._lock:
            self._failed += 1
            self._opened = self._clock()
