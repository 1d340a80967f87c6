"""What this room does after CKAN's own actions, once their changes are committed."""

from __future__ import annotations

import logging
from typing import Any

import psycopg2
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import SignalMapping

from ckanext.binhduong.core.datastore_connection import Busy, Locked
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.releases.publish.settlement import dataset_for

__all__ = ["get_subscriptions"]

log = logging.getLogger(__name__)


def get_subscriptions() -> SignalMapping:
    """Give the receivers of CKAN's actions."""
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
    _refresh(package_id)


def _organization_changed(action: str, **kwargs: Any) -> None:
    """Bring an agency's new name to its layers."""
    if kwargs["context"].get("defer_commit"):
        return
    agency_id = kwargs["result"]["id"] if isinstance(kwargs["result"], dict) else kwargs["result"]
    for (package_id,) in model.Session.query(model.Package.id).filter_by(owner_org=agency_id).all():
        _refresh(package_id)


def _refresh(package_id: str) -> None:
    """Bring a dataset's layers in line. What fails here only shows too little, and `repair` mends it."""
    try:
        if registry.has_layers(package_id):
            dataset = dataset_for(package_id)
            # Reading opened a transaction; the layers' own connection must find the dataset's row free.
            model.Session.commit()
            registry.refresh(dataset)
    except (Busy, Locked, psycopg2.Error):
        log.exception("The layers of dataset %s wait for the next repair", package_id)
