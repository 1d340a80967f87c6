"""Layers leave before their dataset does: called by CKAN for every changed dataset and resource, before it commits."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections.datastore_connection import Busy
from ckanext.binhduong.releases.layers import registry

__all__ = ["before_commit"]


def before_commit(entity: Any, operation: str) -> None:
    """Drop the views of what the public may no longer see once this transaction is committed.

    Raises:
        ValidationError: a reader holds a layer; the change is not made.
    """
    if entity is None:  # CKAN reports the dataset of each changed resource, and a purged resource has none
        return
    gone = operation == model.DomainObjectOperation.deleted or entity.state != "active"
    if isinstance(entity, model.Package) and (gone or entity.private):
        _hide("dataset_id", entity.id)
    elif isinstance(entity, model.Resource) and gone:
        _hide("resource_id", entity.id)


def _hide(column: str, value: str) -> None:
    try:
        registry.hide(column, value)
    except Busy as error:
        message = tk._("Somebody is reading this dataset's map layer without a pause. Nothing was changed; try again in a minute.")
        raise tk.ValidationError({"message": [message]}) from error
