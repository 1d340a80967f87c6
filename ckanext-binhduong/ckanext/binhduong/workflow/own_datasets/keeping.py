"""Bring the portal's own dataset to what the plans say now, and do nothing where it already is. It may be cut short and run again, and what
somebody changed in the dataset by hand is put back.

The files go the way of every upload (``package_update``, a release each); an unchanged file is not sent. No person publishes here, so no
second one approves: the guards of approval let pass exactly the bytes that are recorded first, and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.core import datastore_connection
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval.switch import carrying_out
from ckanext.binhduong.workflow.open_list.tables import TABLES, Change
from ckanext.binhduong.workflow.own_datasets import record
from ckanext.binhduong.workflow.own_datasets.description import Table, dataset_fields, tables
from ckanext.binhduong.workflow.plan.listing import Listed, select_items
from ckanext.binhduong.workflow.plan.measure import today
from ckanext.binhduong.workflow.plan.model import PlanChange
from ckanext.binhduong.workflow.plan.sheet import as_csv

__all__ = ["PUBLISHER", "keep"]

log = logging.getLogger(__name__)

PUBLISHER = "ckanext.binhduong.open_list.publisher"
_AGAIN = timedelta(hours=1)
"""How long after a failure of the machine's the same file is sent once more."""


def keep() -> str:
    """Make, renew or restore the dataset; return what was done, for the log. Commits."""
    with datastore_connection.resource_lock("open-list") as held:
        return _keep() if held else "another process is at it"


def _keep() -> str:
    found = select_items(today())
    publisher = _publisher()
    if not found or not publisher:
        return _take_away() if not found else f"no agency {tk.config[PUBLISHER]!r} with an e-mail address to publish the open-data list"
    contents = _contents(found)
    model.Session.commit()
    noted = record.read()
    noted.dataset = noted.dataset or make_uuid()
    noted.files = {table.resource_id(noted.dataset): _sha256(contents[table.name]) for table in tables()}
    record.write(noted)
    shown = _shown(noted.dataset) or _created(noted.dataset, publisher)
    wanted = _wanted(noted, publisher, contents, shown)
    if not wanted:
        return "the open-data list is as the plans say"
    with carrying_out(noted.dataset):
        _call("package_update", **wanted)
    return "the open-data list is renewed"


def _publisher() -> dict[str, Any] | None:
    """The agency that publishes the list, with an address to write to; None while the portal has none of the configured name."""
    name = tk.config[PUBLISHER]
    group = model.Group.get(name) if name else None
    if not group or not group.is_organization or group.state != "active":
        return None
    said = _call("organization_show", id=group.id, include_dataset_count=False, include_users=False)
    email = said.get("contact_email") or tk.config.get("email_to")
    return {**said, "contact_email": email} if email else None


def _contents(found: list[Listed]) -> dict[str, bytes]:
    zone = tk.h.get_display_timezone()
    changes = list(_changes(found))
    return {table.name: as_csv(table.columns, TABLES[table.name](found, changes, zone)) for table in tables()}


def _changes(found: list[Listed]) -> Iterator[Change]:
    items = {each.item.id: each for each in found}
    for row in model.Session.scalars(sa.select(PlanChange).order_by(PlanChange.id).execution_options(yield_per=1000)):
        if row.item_id in items:
            yield Change(row.id, items[row.item_id], row.made, bool(row.author), row.field, row.old, row.new, row.reason)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _shown(dataset_id: str) -> dict[str, Any] | None:
    return _call("package_show", id=dataset_id) if model.Package.get(dataset_id) else None


def _created(dataset_id: str, publisher: Mapping[str, Any]) -> dict[str, Any]:
    """The dataset, private and empty: what becomes public does so with its files. Its name is made from its title."""
    return _call("package_create", **dataset_fields(publisher), id=dataset_id, private=True)


def _wanted(noted: record.Record, publisher: Mapping[str, Any], contents: Mapping[str, bytes], shown: dict[str, Any]) -> dict[str, Any]:
    """What CKAN is sent; empty when the dataset and its files are as they should be."""
    fields = {**dataset_fields(publisher), "private": False, "state": "active"}
    resources, differs = [], _differs(fields, shown)
    ids = [table.resource_id(noted.dataset) for table in tables()]
    stored = {each["id"]: each for each in shown["resources"]}
    for table, resource_id in zip(tables(), ids, strict=True):
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


def _take_away() -> str:
    """Without an item there is nothing to show; the dataset comes back, under its address, with the first one."""
    model.Session.commit()
    package = model.Package.get(noted) if (noted := record.read().dataset) else None
    if package and package.state == "active":
        _call("package_delete", id=package.id)
        return "the open-data list is taken away: no plan has an item"
    return "no plan has an item"


def _call(action: str, **data: Any) -> dict[str, Any]:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True}, data)
