"""The last step of a guided upload: its file, and a new dataset around it, through CKAN's actions and in the officer's own name."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.portal.upload import prefill, reading, steps, timing
from ckanext.binhduong.portal.upload.drafts import Draft

__all__ = ["publish"]

_DATASET_FIELDS = (
    *("title", "notes", "owner_org", "theme", "license_id", "data_kind", "contact_name", "contact_email"),
    *("private", "tag_string", "frequency", "units", "temporal_start", "temporal_end", "contact_phone", "title_en", "notes_en"),
    *("legal_basis", "provenance"),
)
"""What the form asks of a new dataset; the rest is on the dataset's own page."""


def publish(draft: Draft, values: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Publish a draft's file, or have it wait for its time: a new dataset with it, a new resource, or a resource's next release; give the
    resource.

    A new dataset and its resource that were made before something failed are seen by their agency alone, and are used by the next try.

    Raises:
        ValidationError: what CKAN finds wrong, by the form's names.
    """
    moment = timing.time_of(values) if timing.field_of(found)["shown"] else ""
    with steps.drafts().file(draft).open("rb") as stream:
        fields = _resource_fields(draft, values, found) | {"upload": FileStorage(stream, filename=draft.name)}
        timed = {"publish_at": moment} if moment else {}
        if found.get("resource"):
            return _call("resource_patch", {"id": found["resource"]["id"], **fields, **timed}, steps.RESOURCE_FIELDS)
        if found.get("dataset"):
            return _call("resource_create", {"package_id": found["dataset"]["id"], **fields, **timed}, steps.RESOURCE_FIELDS)
        _make_dataset(draft, {**values, "private": "True"} if moment else values)
        if moment:
            timing.check_may(draft.dataset)
        resource = _make_resource(draft, fields)
    private = "True" if moment else values.get("private") or "False"
    _call("package_patch", {"id": draft.dataset, "state": "active", "private": private}, {})
    if moment:
        timing.put(draft.dataset, moment)
    return resource


def _make_dataset(draft: Draft, values: dict[str, Any]) -> None:
    data = {name: values[name] for name in _DATASET_FIELDS if values.get(name) not in (None, "")}
    if draft.dataset:
        # Who sees it changes last, with its state: an earlier try may have made it active.
        said = {name: value for name, value in {**dict.fromkeys(_DATASET_FIELDS, ""), **data}.items() if name != "private"}
        _call("package_patch", {"id": draft.dataset, **said}, {})
        return
    # Without it CKAN drops an editor's state, and the dataset is public before it has its file; where approval is asked, it is refused.
    draft.dataset = _call("package_create", {**data, "state": "draft"}, {}, {"allow_state_change": True})["id"]
    steps.drafts().save(draft)


def _make_resource(draft: Draft, fields: dict[str, Any]) -> dict[str, Any]:
    """Make the resource of a new dataset, or change the one that an earlier try made; its id is kept first, for an answer may be lost."""
    dataset = tk.get_action("package_show")({"use_cache": False}, {"id": draft.dataset})
    if draft.resource in [each["id"] for each in dataset["resources"]]:
        return _call("resource_patch", {"id": draft.resource, "columns": "", "schema": "", **fields}, steps.RESOURCE_FIELDS)
    draft.resource = str(uuid4())
    steps.drafts().save(draft)
    return _call("resource_create", {"package_id": draft.dataset, "id": draft.resource, **fields}, steps.RESOURCE_FIELDS)


def _resource_fields(draft: Draft, values: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    fields = {name: values.get(form, "") for name, form in steps.RESOURCE_FIELDS.items()}
    report = draft.report or {}
    if report.get("columns"):
        fields["columns"] = json.dumps(prefill.dictionary(report, values, steps.kept_columns(found.get("resource"))), ensure_ascii=False)
    fields["read_as"] = json.dumps({**reading.reading_of(draft.options), **_table_seen(report)}, ensure_ascii=False)
    schema = draft.options.get("schema")
    if schema or steps.declared_schema(found):
        fields["schema"] = json.dumps(schema, ensure_ascii=False) if schema else ""
    return fields


def _table_seen(report: dict[str, Any]) -> dict[str, str]:
    """Return the option of the table that was read, where the sheet has several: whoever publishes has seen on the page which it is."""
    table = report.get("source", {}).get("table")
    return {"table": table} if table else {}


def _call(action: str, data: dict[str, Any], names: dict[str, str], context: dict[str, Any] | None = None) -> dict[str, Any]:
    """Call an action; its validation errors come back under the form's names."""
    try:
        return tk.get_action(action)(context or {}, data)  # type: ignore[arg-type]
    except tk.ValidationError as error:
        raise tk.ValidationError({names.get(name, name): words for name, words in error.error_dict.items()}) from error
