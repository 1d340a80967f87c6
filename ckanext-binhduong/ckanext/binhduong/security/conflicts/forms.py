"""What a form needs of conflicts: the version it was made from, and the two versions side by side."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import g

from ckanext.binhduong.security.conflicts.preconditions import FIELD
from ckanext.binhduong.security.conflicts.versions import stored_version

__all__ = ["differences", "form_version"]

_NOT_COMPARED = {
    FIELD,
    "save",
    "id",
    "upload",
    "clear_upload",
    "image_upload",
    "clear_image_upload",
    "pkg_name",
    "metadata_modified",
    "package_id",
}
_SCHEMAS = {"package": "dataset_fields", "resource": "resource_fields", "organization": "fields", "group": "fields"}


def form_version(kind: str, data: dict[str, Any]) -> str:
    """Return the version that a form's next save is checked against: what is stored now, which a conflict has just shown, or what the form
    was opened with when another error brought it back."""
    if "binhduong_conflict" not in g and data.get(FIELD):
        return str(data[FIELD])
    return (stored_version(kind, data["id"]) if data.get("id") else None) or ""


def differences(kind: str) -> list[dict[str, Any]]:
    """Return, after a conflict, the fields whose typed text differs from what is stored now: label, typed, stored."""
    conflict = g.get("binhduong_conflict")
    if not conflict or conflict["kind"] != kind:
        return []
    stored = tk.get_action(f"{kind}_show")({}, {"id": conflict["id"]})
    stored["tag_string"] = ",".join(tag["name"] for tag in stored.get("tags") or [] if isinstance(tag, dict))
    labels = _labels(kind)
    rows = []
    for name, typed in conflict["typed"].items():
        if name not in _NOT_COMPARED and name in labels and _text(typed) != _text(stored.get(name)):
            rows.append({"label": labels[name], "typed": _text(typed), "stored": _text(stored.get(name))})
    return rows


def _labels(kind: str) -> dict[str, str]:
    schema = {
        "organization": lambda: tk.h.scheming_get_organization_schema("organization"),
        "group": lambda: tk.h.scheming_get_group_schema("group"),
    }.get(kind, lambda: tk.h.scheming_get_dataset_schema("dataset"))()
    return {field["field_name"]: tk.h.scheming_language_text(field["label"]) for field in schema[_SCHEMAS[kind]]}


def _text(value: Any) -> str:
    """Return a value as a form sends it: lists as words, nothing as an empty text, line ends in one form."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
