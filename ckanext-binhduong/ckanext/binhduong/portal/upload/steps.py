"""The steps of a guided upload before its file is published, each through CKAN's actions and in the officer's own name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.portal.upload import prefill, reading
from ckanext.binhduong.portal.upload.drafts import Draft, Drafts

__all__ = [
    "RESOURCE_FIELDS",
    "can_publish",
    "check",
    "declared_schema",
    "drafts",
    "follow",
    "is_document",
    "keep_typed",
    "kept_columns",
    "kept_reading",
    "max_bytes",
    "target_of",
    "values_of",
]

RESOURCE_FIELDS = {"name": "res_name", "description": "res_description", "key_column": "key_column"}
"""A resource's field → its name in the form, where the dataset has fields of the same name."""


def drafts() -> Drafts:
    """Return the drafts of this portal."""
    return Drafts(Path(tk.config["ckan.storage_path"]) / "drafts", tk.config["ckanext.binhduong.releases.disk_reserve"] / 100)


def max_bytes() -> int:
    """Return the largest file, in bytes."""
    return tk.config["ckan.max_resource_size"] * (1 << 20)


def target_of(arguments: dict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    """Find where an upload is to go, and see that the caller may put it there.

    Args:
        arguments: ``resource`` (its next release), ``dataset`` (a new resource of it) or ``agency`` (a new dataset); nothing is a new
            dataset of one of the caller's agencies.

    Returns:
        the target to keep, and ``{"dataset", "resource", "agency"}`` as CKAN shows them, what applies.

    Raises:
        ObjectNotFound, NotAuthorized.
    """
    if arguments.get("resource"):
        resource = tk.get_action("resource_show")({}, {"id": arguments["resource"]})
        tk.check_access("resource_update", {}, {"id": resource["id"]})
        dataset = tk.get_action("package_show")({}, {"id": resource["package_id"]})
        return {"resource": resource["id"], "dataset": dataset["id"]}, {"dataset": dataset, "resource": resource}
    if arguments.get("dataset"):
        dataset = tk.get_action("package_show")({}, {"id": arguments["dataset"]})
        tk.check_access("package_update", {}, {"id": dataset["id"]})
        return {"dataset": dataset["id"]}, {"dataset": dataset}
    own = {agency["name"]: agency for agency in tk.get_action("organization_list_for_user")({}, {"permission": "create_dataset"})}
    agency = own.get(arguments.get("agency", "")) or (next(iter(own.values())) if len(own) == 1 and not arguments.get("agency") else None)
    if not own or (arguments.get("agency") and not agency):
        raise tk.NotAuthorized
    return ({"agency": agency["name"]}, {"agency": agency}) if agency else ({}, {})


def check(draft: Draft, options: dict[str, Any]) -> None:
    """Have a draft's file checked; the report, or the job that makes it, is kept in the draft.

    Raises:
        ValidationError: the file cannot be taken, or an option makes no sense.
    """
    with drafts().file(draft).open("rb") as stream:
        data: dict[str, Any] = {"upload": FileStorage(stream, filename=draft.name), "options": options}
        if draft.target.get("resource"):
            # What the form leaves empty is not to come from the resource again.
            data |= {"resource_id": draft.target["resource"], "options": dict.fromkeys(reading.OPTIONS, "") | options}
        answer = tk.get_action("ingest_check")({}, data)
    draft.options = options
    draft.job, draft.report = (answer["job_id"], None) if "job_id" in answer else ("", answer)
    drafts().save(draft)


def follow(draft: Draft) -> tuple[str, dict[str, Any]]:
    """Say how far a draft's check is: ``none`` (no file yet), ``running``, ``lost`` (send the file again) or ``done``; and of a running one
    the ``progress`` of ``ingest_check_status``."""
    if draft.report is not None:
        return "done", {}
    if not draft.job:
        return ("lost" if draft.name else "none"), {}
    try:
        status = tk.get_action("ingest_check_status")({}, {"job_id": draft.job})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return "lost", {}
    if status["state"] == "finished":
        draft.report, draft.job = status["report"], ""
        drafts().save(draft)
        return "done", {}
    return ("lost" if status["state"] == "failed" else "running"), status["progress"] or {}


def can_publish(draft: Draft) -> bool:
    """Return whether a draft's file may be published: checked and without an error; or no table at all, as a document of its own."""
    report = draft.report or {}
    return bool(report.get("ok")) or is_document(report, draft.target)


def is_document(report: dict[str, Any], target: dict[str, str]) -> bool:
    """Return whether a file is no table but may be published as it is."""
    errors = [finding["code"] for finding in report.get("findings", []) if finding["severity"] == "error"]
    return errors == ["format-not-supported"] and not target.get("resource")


def declared_schema(found: dict[str, Any]) -> dict[str, Any]:
    """Return the Table Schema that the resource of an upload has."""
    schema = (found.get("resource") or {}).get("schema") or {}
    return json.loads(schema) if isinstance(schema, str) else schema


def kept_reading(found: dict[str, Any]) -> dict[str, str]:
    """Return the form's values of how the resource's files are read."""
    kept = (found.get("resource") or {}).get("read_as") or {}
    return reading.form_of({**(json.loads(kept) if isinstance(kept, str) else kept), "schema": declared_schema(found)})


def kept_columns(resource: dict[str, Any] | None) -> dict[str, dict[str, str]]:
    """Return the data dictionary that a resource has."""
    kept = (resource or {}).get("columns") or {}
    return json.loads(kept) if isinstance(kept, str) else kept


def values_of(draft: Draft, found: dict[str, Any]) -> dict[str, Any]:
    """Return the form's values: what was typed, else what is stored, else what the data and the agency suggest."""
    resource = found.get("resource")
    values: dict[str, Any] = {"private": "False", "license_id": "CC-BY-4.0"}
    values |= prefill.suggested(draft.report) if draft.report and draft.report["columns"] else {}
    if draft.report and not draft.report["columns"]:
        values |= dict.fromkeys(("title", "res_name"), prefill.title_of(draft.name))
    if agency := (found.get("agency") or {}).get("id") or draft.values.get("owner_org"):
        values |= {"owner_org": agency, **_contact(agency)}
    if resource:
        values |= {form: resource.get(name) or "" for name, form in RESOURCE_FIELDS.items()}
    values |= reading.form_of(draft.options) if draft.report else kept_reading(found)
    return values | draft.values


def keep_typed(draft: Draft, typed: dict[str, Any], found: dict[str, Any]) -> None:
    """Keep what was typed into the form that shows the draft's report; what nobody touched is left to what the next report suggests."""
    suggested = values_of(replace(draft, values={}), found)
    drafts().keep_values(draft, prefill.touched(typed, suggested))


def _contact(agency: str) -> dict[str, str]:
    try:
        shown = tk.get_action("organization_show")({}, {"id": agency, "include_datasets": False, "include_users": False})
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):  # a form may name any agency; publishing says what is wrong with it
        return {}
    return {field: shown[field] for field in ("contact_email", "contact_phone") if shown.get(field)} | {"contact_name": shown["title"]}
