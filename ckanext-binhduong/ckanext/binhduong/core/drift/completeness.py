"""When an index lacks so much that its readers must know. Imports no CKAN."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["count", "expected", "is_incomplete"]

_LACKED = 100
"""One dataset in so many may be missing for a while: the drift check puts it back within ten minutes."""
_DELETING = 0.3
"""Seconds between the two looks at an index that lacks something."""
_EXPECTED = """SELECT count(*) FROM package WHERE NOT EXISTS (
    SELECT FROM binhduong_index_left_out l WHERE l.package_id = package.id AND package.metadata_modified <= l.at)"""


def expected(*, with_deleted: bool) -> str:
    """Return the statement that counts the datasets that the index should have.

    What the last new index was taken without (``search.index.left_out``) is not expected until somebody changes it: no other index would
    have it, and the drift check names it.

    Args:
        with_deleted: whether deleted datasets stay in the index.
    """
    return _EXPECTED if with_deleted else f"{_EXPECTED} AND state <> 'deleted'"


def is_incomplete(datasets: int, indexed: int) -> bool:
    """Whether an index of ``indexed`` documents lacks all of the ``datasets`` it should have, or more than one and than a hundredth."""
    return datasets - indexed > max(1.0, datasets / _LACKED) or (datasets > 0 and not indexed)


def count(counts: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    """Return how many datasets and documents there are, counted twice when many are missing.

    CKAN indexes before it commits, so a dataset that is just being deleted leaves the index before the database.
    """
    found = counts()
    if not is_incomplete(*found):
        return found
    time.sleep(_DELETING)
    return counts()
