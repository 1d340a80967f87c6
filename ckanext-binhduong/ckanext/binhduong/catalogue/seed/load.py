"""Brings the catalogue to what the seed's files say, and does nothing where it already is.

What was loaded last is remembered in CKAN's own ``system_info`` table, one record a theme, agency or dataset: the digest of its source,
and for a dataset each file's checksum and resource id. A source whose digest is on record is not touched at all, so what an officer
changes in the portal stays, and a dataset that an administrator deleted does not come back. ``docs/decisions/catalogue-seed.md``.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.catalogue import fields, themes, vocabularies
from ckanext.binhduong.catalogue.seed.files import (
    AgencySource,
    DatasetSource,
    ResourceSource,
    SeedError,
    digest_of,
    read_agencies,
    read_datasets,
)

__all__ = ["load"]

Report = Callable[[str], None]


def load(folder: Path, report: Report, only: str | None = None) -> int:
    """Load themes, agencies and datasets, or one dataset; give the number of things changed.

    Args:
        folder: the folder with ``agencies.yaml`` and a folder a dataset.
        report: called with a line a thing changed, Vietnamese and English.
        only: a dataset's name; it is loaded even when it was deleted in the portal.

    Raises:
        SeedError: the files are wrong (nothing was changed), or CKAN refuses a value (everything before it is loaded).
    """
    agencies, datasets = read_agencies(folder), list(read_datasets(folder, only))
    _check_agencies(datasets, {agency.name for agency in agencies})
    changed = 0
    if only is None:
        changed += sum(_load_theme(code, report) for code in vocabularies.codes("themes"))
        changed += sum(_load_sector(code, report) for code in vocabularies.codes("sectors"))
        changed += sum(_load_agency(agency, report) for agency in agencies)
    return changed + sum(_load_dataset(dataset, report, again=only is not None) for dataset in datasets)


def _check_agencies(datasets: list[DatasetSource], known: set[str]) -> None:
    for dataset in datasets:
        agency = dataset.values["owner_org"]
        if agency not in known:
            raise SeedError(
                dataset.place,
                "agency",
                f"không có cơ quan “{agency}” trong agencies.yaml",
                f"there is no agency “{agency}” in agencies.yaml",
            )


def _call(action: str, data: dict[str, Any], place: str) -> dict[str, Any]:
    """Call an action as the site itself; CKAN's refusal becomes a SeedError that names file and field."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        return tk.get_action(action)({"user": user, "ignore_auth": True}, data)
    except tk.ValidationError as error:
        message = "; ".join(_messages(error.error_dict))
        raise SeedError(place, str(data.get("name") or data.get("id", "-")), message, message) from error


def _messages(errors: dict[str, Any], above: str = "") -> list[str]:
    """Return CKAN's nested errors as lines of "field: message"."""
    lines: list[str] = []
    for name, found in errors.items():
        for item in found if isinstance(found, list) else [found]:
            lines += _messages(item, f"{above}{name}.") if isinstance(item, dict) else [f"{above}{name}: {item}"]
    return lines


def _key(kind: str, name: str) -> str:
    return f"binhduong.seed.{kind}.{name}"


def _record(kind: str, name: str) -> dict[str, Any]:
    return json.loads(model.get_system_info(_key(kind, name)) or "{}")


def _remember(kind: str, name: str, record: dict[str, Any]) -> None:
    model.set_system_info(_key(kind, name), json.dumps(record))


def _load_group(kind: str, prefix: str, values: dict[str, Any], digest: str, place: str, report: Report) -> bool:
    """Create or update a theme (``group_…``) or an agency (``organization_…``)."""
    name = values["name"]
    exists = model.Group.by_name(name) is not None
    if exists and _record(kind, name).get("digest") == digest:
        return False
    filled = {key: value for key, value in values.items() if value != ""}
    _call(f"{prefix}_update" if exists else f"{prefix}_create", {**filled, "id": name} if exists else filled, place)
    _remember(kind, name, {"digest": digest})
    report(f"{values['title']} ({name})")
    return True


def _load_theme(code: str, report: Report) -> bool:
    values = themes.group_fields(code)
    return _load_group("theme", "group", values, digest_of(values), "themes.yaml", report)


def _load_sector(code: str, report: Report) -> bool:
    """Make a theme of a sector once; what an administrator has made of it since, or removed, stays so."""
    if _record("theme", code) or model.Group.by_name(code) is not None:
        return False
    values = themes.group_fields(code)
    return _load_group("theme", "group", values, digest_of(values), "sectors.yaml", report)


def _load_agency(agency: AgencySource, report: Report) -> bool:
    return _load_group("agency", "organization", agency.values, agency.digest, "agencies.yaml", report)


def _load_dataset(dataset: DatasetSource, report: Report, *, again: bool) -> bool:
    """Create or update one dataset and its files; only what differs from the record is sent."""
    record = _record("dataset", dataset.name)
    package = model.Package.get(dataset.name)
    gone = package is None or package.state == "deleted"
    if record.get("digest") == dataset.digest and not (gone and again):
        return False
    if gone and record and not again:
        report(f"{dataset.name}: đã bị xóa trên cổng; nạp lại bằng --only / deleted in the portal; --only loads it again")
        return False
    record = {} if package is None else record  # a deleted dataset still has its files
    package_id = _save_dataset(dataset, package is not None)
    _load_resources(dataset, package_id, record)
    report(f"{dataset.values['title']} ({dataset.name})")
    return True


def _save_dataset(dataset: DatasetSource, exists: bool) -> str:
    if not exists:
        return _call("package_create", {**dataset.values, "name": dataset.name}, dataset.place)["id"]
    emptied = dict.fromkeys(_may_be_emptied("dataset"), "")
    return _call("package_patch", {**emptied, **dataset.values, "id": dataset.name, "state": "active"}, dataset.place)["id"]


def _may_be_emptied(kind: str) -> list[str]:
    """Name the fields that a source empties by leaving them out."""
    kept = (*fields.CLEARED_BY_THE_PORTAL, "name", "owner_org", "tag_string", "url")
    return [name for name in fields.names(kind) if name not in kept]


def _load_resources(dataset: DatasetSource, package_id: str, record: dict[str, Any]) -> None:
    """Create, update and delete the dataset's files; the record is written after each one, so that a run cut short goes on from there."""
    known: dict[str, Any] = dict(record.get("resources", {}))
    for key in [key for key in known if key not in {resource.key for resource in dataset.resources}]:
        if model.Resource.get(known[key]["id"]):
            _call("resource_delete", {"id": known[key]["id"]}, dataset.place)
        del known[key]
    for resource in dataset.resources:
        known[resource.key] = _load_resource(resource, package_id, known.get(resource.key), dataset.place)
        _remember("dataset", dataset.name, {"digest": "", "resources": known})
    _sort_resources(package_id, [known[resource.key]["id"] for resource in dataset.resources], dataset.place)
    _remember("dataset", dataset.name, {"digest": dataset.digest, "resources": known})


def _load_resource(resource: ResourceSource, package_id: str, known: dict[str, Any] | None, place: str) -> dict[str, Any]:
    """Create or update one file; give its record. An unchanged file with unchanged fields is not sent."""
    now = {"sha256": resource.sha256, "fields": digest_of(resource.values)}
    there = model.Resource.get(known["id"]) if known else None
    if known and there and there.state == "active" and {**known, **now} == known:
        return known
    exists = known is not None and there is not None and there.state == "active"
    new_bytes = resource.path is not None and not (exists and known and known["sha256"] == resource.sha256)
    data = {**(dict.fromkeys(_may_be_emptied("resource"), "") if exists else {}), **resource.values}
    data |= {"id": known["id"]} if exists and known else {"package_id": package_id}
    saved = _send(
        data, resource.path if new_bytes else None, "resource_patch" if exists else "resource_create", f"{place} ({resource.key})"
    )
    return {**now, "id": saved["id"]}


def _send(data: dict[str, Any], path: Path | None, action: str, place: str) -> dict[str, Any]:
    if path is None:
        return _call(action, data, place)
    with path.open("rb") as stream:
        return _call(action, {**data, "upload": FileStorage(stream, filename=path.name)}, place)


def _sort_resources(package_id: str, wanted: list[str], place: str) -> None:
    """Put the files in the source's order, when they are not."""
    rows = model.Session.query(model.Resource).filter_by(package_id=package_id, state="active").order_by(model.Resource.position)
    if [row.id for row in rows if row.id in wanted] != wanted:
        _call("package_resource_reorder", {"id": package_id, "order": wanted}, place)
