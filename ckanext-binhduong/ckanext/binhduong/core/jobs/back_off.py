"""How long to wait before what failed is tried again. Imports no CKAN."""

from __future__ import annotations

from datetime import timedelta

__all__ = ["pause_after"]


def pause_after(failures: int, first: timedelta, most: timedelta) -> timedelta:
    """Return the pause after so many failures in a row: the first one, then twice as long each time, never more than the longest.

    Args:
        failures: at least 1.
    """
    doublings = min(failures - 1, 30)
    return min(first * 2**doublings, most)
