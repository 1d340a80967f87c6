"""What this package does after CKAN's own actions, once their changes are committed."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import SignalMapping

from ckanext.binhduong.releases.layers import renaming
from ckanext.binhduong.releases.publish import jobs

__all__ = ["get_subscriptions"]


def get_subscriptions() -> SignalMapping:
    """Return the receivers of CKAN's actions."""
    receivers = {
        "package_update": _dataset_changed,
        "package_create": _dataset_changed,
        "organization_update": _organization_changed,
    }
    return {tk.signals.action_succeeded: [{"sender": action, "receiver": receiver} for action, receiver in receivers.items()]}


def _dataset_changed(action: str, **kwargs: Any) -> None:
    """Queue the jobs of new files; show, hide or rename the dataset's layers."""
    result = kwargs["result"]
    package_id = result["id"] if isinstance(result, dict) else result
    if kwargs["context"].get("defer_commit") or not package_id:
        return
    jobs.enqueue_waiting(package_id)
    renaming.refresh_dataset(package_id)


def _organization_changed(action: str, **kwargs: Any) -> None:
    """Queue the job that brings an agency's new name to its layers: it may have hundreds of datasets."""
    if not kwargs["context"].get("defer_commit"):
        renaming.enqueue_agency(kwargs["result"]["id"] if isinstance(kwargs["result"], dict) else kwargs["result"])
