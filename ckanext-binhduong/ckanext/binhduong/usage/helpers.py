"""What pages say of the use of datasets."""

from __future__ import annotations

from datetime import timedelta

from ckanext.binhduong.core.clock import today
from ckanext.binhduong.usage import stored

__all__ = ["binhduong_most_used", "binhduong_usage"]

_DAYS = 30


def binhduong_usage(dataset_id: str) -> dict[str, int]:
    """Return the uses of a dataset in the last 30 days by kind (``view``, ``download``, ``api``), empty without any: one statement."""
    return stored.totals([dataset_id], today() - timedelta(days=_DAYS)).get(dataset_id, {})


def binhduong_most_used(limit: int) -> list[tuple[str, dict[str, int]]]:
    """Return the ids of the public datasets most used in the last 30 days, the most used first, with their counts: one statement."""
    return stored.most_used(today() - timedelta(days=_DAYS), limit)
