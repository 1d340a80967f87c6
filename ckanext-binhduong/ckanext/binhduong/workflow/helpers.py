"""Template helpers of the package ``workflow``."""

from __future__ import annotations

from ckanext.binhduong.workflow.approval import listing

__all__ = ["binhduong_waits_for_approval"]


def binhduong_waits_for_approval(package_id: str) -> list[str]:
    """Return the ids of what waits of a dataset, the oldest first; the caller has checked that the reader may edit it."""
    return listing.waiting_of(package_id)
