"""When an index lacks so much that its readers must know. Imports no CKAN."""

from __future__ import annotations

__all__ = ["is_incomplete"]

_LACKED = 100
"""One dataset in so many may be missing for a while: the drift check puts it back within ten minutes."""


def is_incomplete(datasets: int, indexed: int) -> bool:
    """Whether an index of ``indexed`` documents lacks more than a hundredth of the ``datasets`` that the database holds."""
    return (datasets - indexed) * _LACKED > datasets
