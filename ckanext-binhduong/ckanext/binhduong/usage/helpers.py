"""What pages say of the use of a dataset."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ckanext.binhduong.usage import stored

__all__ = ["binhduong_usage"]

_DAYS = 30


def binhduong_usage(dataset_id: str) -> dict[str, int]:
    """Return the uses of a dataset in the last 30 days by kind (``view``, ``download``, ``api``), empty without any: one statement."""
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    return stored.totals([dataset_id], today - timedelta(days=_DAYS)).get(dataset_id, {})
