"""Bring a dataset of the portal's own to what the portal knows now, and do nothing where it already is. It may be cut short and run again,
and what somebody changed in the dataset by hand is put back.

The files go the way of every upload (``package_update``, a release each); an unchanged file is not sent. No person publishes here, so no
second one approves: the guards of approval let pass exactly the bytes that are recorded first, and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval.switch import carrying_out
from ckanext.binhduong.workflow.own_datasets import record
from ckanext.binhduong.workflow.own_datasets.description import Table, dataset_fields, tables
from ckanext.binhduong.workflow.own_datasets.registry import OwnDataset
from ckanext.binhduong.workflow.plan.workbook.sheet import as_csv

__all__ = ["PUBLISHER", "keep"]

PUBLISHER = "ckanext.binhduong.open_list.publisher"
_AGAIN = timedelta(hours=1)
"""How long after a failure of the machine's the same file is sent once more."""


def keep(own: OwnDataset) -> str:
    """Make, renew or restore a dataset; return what was done, for the log. Commits."""
    with datastore_connection.resource_lock(own.key) as held:
        return _keep(own) if held else "another process is at it"


def _keep(own: OwnDataset) -> str:
    rows, publisher = own.rows(), _publisher()
    if rows is None:
        return _take_away(own)
    if not publisher:
        return f"no agency {tk.config[PUBLISHER]!r} with an e-mail address to publish {own.name}"
    described = tables(own.description)
    contents = {table.name: as_csv(table.columns, rows[table.name]) for table in described}
    model.Session.commit()
    noted = record.read(own.key)
    noted.dataset = noted.dataset or make_uuid()
    noted.files = {table.resource_id(noted.dataset): _sha256(contents[table.name]) for table in described}
    record.write(own.key, noted)
    fields = dataset_fields(own.description, publisher)
    shown = _shown(noted.dataset) or _created(noted.dataset, fields)
    wanted = _wanted(noted, fields, described, contents, shown)
    if not wanted:
        return f"{own.name}: nothing is new"
    with carrying_out(noted.dataset):
        _call("package_update", **wanted)
    return f"{own.name}: renewed"


def _publisher() -> dict[str, Any] | None:
    """The agency that publishes, with an address to write to; None while the portal has none of the configured name."""
    name = tk.config[PUBLISHER]
    group = model.Group.get(name) if name else None
    if not group or not group.is_organization or group.state != "active":
        return None
    said = _call("organization_show", id=group.id, include_dataset_count=False, include_users=False)
    email = said.get("contact_email") or tk.config.get("email_to")
    return {**said, "contact_email": email} if email else None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _shown(dataset_id: str) -> dict[str, Any] | None:
    return _call("package_show", id=dataset_id) if model.Package.get(dataset_id) else None


def _created(dataset_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The dataset, private and empty: what becomes public does so with its files. Its name is made from its title."""
    return _call("package_create", **fields, id=dataset_id, private=True)


def _wanted(
    noted: record.Record,
    described: Mapping[str, Any],
    files: Sequence[Table],
    contents: Mapping[str, bytes],
    shown: dict[str, Any],
) -> dict[str, Any]:
    """What CKAN is sent; empty when the dataset and its files are as they should be."""
    fields = {**described, "private": False, "state": "active"}
    resources, differs = [], _differs(fields, shown)
    ids = [table.resource_id(noted.dataset) for table in files]
    stored = {each["id"]: each for each in shown["resources"]}
    for table, resource_id in zip(files, ids, strict=True):
        changed = _differs(table.fields, stored.get(resource_id, {}))
        sent = changed or _needs_file(resource_id, noted.files[resource_id])
        resources.append({**table.fields, "id": resource_id, **(_upload(table, contents) if sent else {})})
        differs = differs or sent
    differs = differs or [each["id"] for each in shown["resources"]] != ids
    return {**fields, "id": noted.dataset, "name": shown["name"], "resources": resources} if differs else {}


def _upload(table: Table, contents: Mapping[str, bytes]) -> dict[str, FileStorage]:
    return {"upload": FileStorage(io.BytesIO(contents[table.name]), table.file)}


def _needs_file(resource_id: str, sha256: str) -> bool:
    """Whether readers have another file than the right one, and the right one is neither on its way nor refused."""
    current, latest = Release.current(resource_id), Release.latest(resource_id)
    if latest and latest.sha256 == sha256:
        return latest.state == "failed" and utcnow() - latest.created > _AGAIN
    return not current or current.sha256 != sha256


def _differs(wanted: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
    return any(_plain(name, value) != _plain(name, shown.get(name)) for name, value in wanted.items())


def _plain(name: str, value: Any) -> Any:
    """A field's value in one form, whether sent or shown."""
    if name == "tags":
        return sorted(tag["name"] for tag in value or [])
    if name in ("columns", "schema"):
        return json.loads(value) if isinstance(value, str) else value
    return value


def _take_away(own: OwnDataset) -> str:
    """Without a row there is nothing to show; the dataset comes back, under its address, with the first one."""
    model.Session.commit()
    package = model.Package.get(noted) if (noted := record.read(own.key).dataset) else None
    if package and package.state == "active":
        _call("package_delete", id=package.id)
        return f"{own.name}: taken away, there is nothing to show"
    return f"{own.name}: there is nothing to show"


def _call(action: str, **data: Any) -> dict[str, Any]:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True}, data)
