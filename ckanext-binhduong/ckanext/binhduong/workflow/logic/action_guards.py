"""CKAN's writing actions in an agency that asks for approval; elsewhere they are as they were."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.binhduong.releases.ledger.resource_fields import has_file
from ckanext.binhduong.workflow.approval import datasets, guards, versions
from ckanext.binhduong.workflow.schedule import file_time

__all__ = [
    "datastore_create",
    "datastore_delete",
    "datastore_run_triggers",
    "datastore_upsert",
    "group_create",
    "group_update",
    "member_create",
    "member_delete",
    "member_roles_list",
    "package_create",
    "package_delete",
    "package_relationship_create",
    "package_relationship_delete",
    "package_relationship_update",
    "package_update",
    "resource_create",
    "resource_update",
]


@tk.chained_action
@tk.side_effect_free
def member_roles_list(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; themes have no more roles than CKAN gives them."""
    roles = next_action(context, data_dict)
    return (
        roles
        if data_dict.get("group_type", "organization") != "group"
        else [each for each in roles if each["value"] in ("admin", "member")]
    )


def _theme_guarded(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    guards.refuse_theme(context, data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def member_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a public dataset that needs approval."""
    return _theme_guarded(next_action, context, data_dict)


@tk.chained_action
def member_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a public dataset that needs approval."""
    return _theme_guarded(next_action, context, data_dict)


def _datasets_guarded(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    guards.refuse_datasets_of_theme(context, data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def group_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not with public datasets that need approval."""
    return _datasets_guarded(next_action, context, data_dict)


@tk.chained_action
def group_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's, also for ``group_patch``; its public datasets that need approval stay as they are."""
    return _datasets_guarded(next_action, context, data_dict)


@tk.chained_action
def package_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; the dataset stays private until a second person approved it."""
    file_time.refuse_elsewhere(data_dict)
    return datasets.create(next_action, context, data_dict)


@tk.chained_action
def package_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; what everybody would see waits until a second person approved it, and ``approval`` in the answer says so."""
    file_time.refuse_elsewhere(data_dict)
    return datasets.update(next_action, context, data_dict)


@tk.chained_action
def package_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; a contributor does not delete what has a time."""
    package = model.Package.get(data_dict.get("id"))
    if package:
        guards.refuse_timed(package.id, context.get("user") or "")
    return next_action(context, data_dict)


def _relation_guarded(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    guards.refuse_relation(context, data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def package_relationship_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a dataset that needs approval."""
    return _relation_guarded(next_action, context, data_dict)


@tk.chained_action
def package_relationship_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a dataset that needs approval."""
    return _relation_guarded(next_action, context, data_dict)


@tk.chained_action
def package_relationship_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a dataset that needs approval."""
    return _relation_guarded(next_action, context, data_dict)


@tk.chained_action
def resource_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; a link in a public dataset waits as a change of it, and has no id before it is approved.

    With ``publish_at`` (ISO 8601 with a zone) the first file of a resource of a public dataset is checked at once and becomes public then.
    """
    with file_time.with_first_file(context, data_dict) as sent:
        return _created(next_action, context, sent)


def _created(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    package = None if has_file(data_dict) else datasets.guarded(data_dict.get("package_id"), user=context.get("user") or "")
    if not package or not datasets.is_public(package):
        return next_action(context, data_dict)
    tk.check_access("resource_create", context, data_dict)
    dataset = versions.shown(package.id)
    link = {**data_dict, "url": data_dict.get("url") or ""}
    saved = tk.get_action("package_update")(tk.fresh_context(context), {**dataset, "resources": [*dataset["resources"], link]})
    return {**link, "approval": saved.get("approval")}


@tk.chained_action
def resource_update(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's, also for ``resource_patch``.

    With a file and ``publish_at`` (ISO 8601 with a zone) the next file of a public dataset is checked at once and becomes public then.
    """
    with file_time.with_next_file(context, data_dict) as sent:
        return next_action(context, sent)


def _rows_guarded(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    guards.refuse_rows(data_dict, context.get("user") or "")
    return next_action(context, data_dict)


@tk.chained_action
def datastore_create(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a public table whose dataset needs approval."""
    return _rows_guarded(next_action, context, data_dict)


@tk.chained_action
def datastore_upsert(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a public table whose dataset needs approval."""
    return _rows_guarded(next_action, context, data_dict)


@tk.chained_action
def datastore_delete(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's, which ``datastore_records_delete`` calls; not of a public table whose dataset needs approval."""
    return _rows_guarded(next_action, context, data_dict)


@tk.chained_action
def datastore_run_triggers(next_action: Action, context: Context, data_dict: DataDict) -> Any:
    """As CKAN's; not of a public table whose dataset needs approval."""
    return _rows_guarded(next_action, context, data_dict)
