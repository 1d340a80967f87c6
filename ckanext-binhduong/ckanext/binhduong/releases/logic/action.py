"""The state of a resource's release, and CKAN's actions that must not hurt a published table.

There is no action to publish: uploading is (``resource_create``, ``resource_update``).
"""

from __future__ import annotations

import logging
from typing import Any

from ckan import model
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong.core.connections.datastore_connection import Busy
from ckanext.binhduong.releases.datastore_writes import table_guards, table_release
from ckanext.binhduong.releases.intake.claimed_fields import portals_own
from ckanext.binhduong.releases.ledger import history
from ckanext.binhduong.releases.ledger.model import utcnow
from ckanext.binhduong.releases.ledger.release_status import status_of
from ckanext.binhduong.releases.ledger.resource_fields import is_hidden
from ckanext.binhduong.releases.ledger.visibility import may_edit
from ckanext.binhduong.releases.logic import schema
from ckanext.binhduong.releases.logic.action_check import ingest_check, ingest_check_status
from ckanext.binhduong.releases.maintenance import repair

__all__ = [
    "dataset_purge",
    "datastore_create",
    "datastore_delete",
    "datastore_upsert",
    "ingest_check",
    "ingest_check_status",
    "release_confirm",
    "release_create",
    "release_list",
    "release_rollback",
    "release_show",
    "release_status",
    "resource_search",
]

log = logging.getLogger(__name__)


@tk.side_effect_free
@validate(schema.release_status)
def release_status(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say what became of the newest file of a resource.

    Args:
        id: a resource's id.

    Returns:
        ``{id, state, number, rows, layer, published}``: state "" (no table), pending, running, published, refused, held or failed; number,
        rows, layer and time of the release that readers get, else None. Who may edit the dataset also gets ``attempt``, the newest file's
        ``{id, state, name, size, format, author, created, started, finished, report, progress}``, and ``findings``, as ``ingest_check``
        gives them. ``progress``: of a running file ``{step, rows, of, percent}``, of a waiting one ``{step, waits_for, ahead}``, else None.
    """
    tk.check_access("release_status", context, data_dict)
    resource = model.Resource.get(data_dict["id"])
    if not resource:
        raise tk.ObjectNotFound(tk._("Resource was not found."))
    return status_of(resource.id, with_attempt=may_edit(context, str(resource.package_id)))


@tk.side_effect_free
@validate(schema.release_list)
def release_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List the releases of a resource, newest first.

    Args:
        id: a resource's id.
        limit: how many, from 1 to 1,000; without it 100.
        offset: how many of the newest to leave out; without it 0.

    Returns:
        ``[{number, state, kind, name, size, mimetype, format, sha256, rows, layer, columns, created, published}]``; who may edit the
        dataset also gets the files that were not published, with ``id``, ``author`` and ``findings``.
    """
    tk.check_access("release_list", context, data_dict)
    return history.list_releases(data_dict["id"], _edits(context, data_dict["id"]), data_dict["limit"], data_dict["offset"])


@tk.side_effect_free
@validate(schema.release_show)
def release_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show one published release of a resource.

    Args:
        id: a resource's id.
        number: the release's number, from 1.
    """
    tk.check_access("release_show", context, data_dict)
    return history.describe_release(history.numbered(data_dict["id"], data_dict["number"]), _edits(context, data_dict["id"]))


@validate(schema.release_rollback)
def release_rollback(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish the file of an old release again, as a new release.

    Args:
        id: a resource's id.
        number: the number of the release to bring back.

    Returns:
        What ``release_status`` gives; a table is published by a job, as after an upload.
    """
    tk.check_access("release_rollback", context, data_dict)
    old = history.numbered(data_dict["id"], data_dict["number"])
    history.bring_back(old, context.get("user") or "")
    _save_again(context, old.resource_id)
    return status_of(data_dict["id"], with_attempt=True)


@validate(schema.release_confirm)
def release_confirm(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish the file that waits for a yes: a column is gone or has another type, or only the first of several tables would be published.

    Args:
        id: a resource's id.

    Returns:
        What ``release_status`` gives; the release is made by a job. 409 when none waits.
    """
    tk.check_access("release_confirm", context, data_dict)
    history.confirm(data_dict["id"], context.get("user") or "")
    _save_again(context, data_dict["id"])
    return status_of(data_dict["id"], with_attempt=True)


@validate(schema.release_create)
def release_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish what a table holds now as a new release: after an agency's system wrote to it (``datastore_upsert``, ``datastore_delete``).

    Args:
        id: a resource's id.

    Returns:
        What ``release_status`` gives; the release is made by a job. 409 when nothing has changed since the last release.
    """
    tk.check_access("release_create", context, data_dict)
    asked = table_release.ask(data_dict["id"], context.get("user") or "")
    _save_again(context, asked.resource_id)
    return status_of(data_dict["id"], with_attempt=True)


def _save_again(context: Context, resource_id: str) -> None:
    """Have CKAN save a resource, which brings it in line with the ledger and queues the job."""
    with portals_own():
        tk.get_action("resource_patch")(tk.fresh_context(context), {"id": resource_id, "last_modified": utcnow().isoformat()})


def _edits(context: Context, resource_id: str) -> bool:
    resource = model.Resource.get(resource_id)
    return bool(resource) and may_edit(context, str(resource.package_id))


@tk.chained_action
@tk.side_effect_free
def resource_search(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """As CKAN's, without the resources that have no accepted file yet."""
    found = next_action(context, data_dict)
    shown = [resource for resource in found["results"] if not is_hidden(resource)]
    found["count"] -= len(found["results"]) - len(shown)
    found["results"] = shown
    return found


@tk.chained_action
def dataset_purge(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; the tables, views, releases and files of the dataset go too."""
    dataset = model.Package.get(data_dict.get("id"))
    result = next_action(context, data_dict)
    if dataset:
        try:
            repair.forget_dataset(dataset.id)
        except Busy:
            # The dataset is purged and its layers are gone; `repair` finds by the ledger what is left.
            model.Session.rollback()
            log.warning("The tables of purged dataset %s are being read; the next repair removes them", dataset.id)
    return result


@tk.chained_action
def datastore_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; a published table keeps its geometry, its spatial indexes and its view."""
    # Before anything is looked at or taken away; CKAN's own check comes too late for that.
    tk.check_access("datastore_create", context, dict(data_dict))
    with table_guards.kept_whole(data_dict):
        return next_action(context, data_dict)


@tk.chained_action
def datastore_upsert(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; the layer's count and extent follow."""
    result = next_action(context, data_dict)
    table_guards.rows_changed(result.get("resource_id"))
    return result


@tk.chained_action
def datastore_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's, for rows and for whole tables (whose view goes with them); the layer's count and extent follow."""
    resource_id = data_dict.get("resource_id")
    result = next_action(context, data_dict)
    table_guards.rows_changed(resource_id)
    return result
