"""What a resource's page shows of its table and of its last upload."""

from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["binhduong_preview", "binhduong_release_status"]

_PREVIEW_ROWS = 10


def binhduong_preview(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Give the first rows of a resource's table: ``{"fields": [{"id", "title"}], "rows": [...], "total"}``; None when it has no table."""
    if not resource.get("datastore_active"):
        return None
    try:
        found = tk.get_action("datastore_search")({}, {"resource_id": resource["id"], "limit": _PREVIEW_ROWS})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    fields = [
        {"id": field["id"], "title": _column_title(field), "type": field["type"]} for field in found["fields"] if field["id"] != "_id"
    ]
    return {"fields": fields, "rows": found["records"], "total": found.get("total", 0)}


def binhduong_release_status(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Give ``{"state", "findings", "workbook"}`` of the last uploaded file; None for a resource that is no table.

    ``workbook`` says whether the findings can be had marked in the file itself.
    """
    if not resource.get("release_state"):
        return None
    try:
        status = tk.get_action("release_status")({}, {"id": resource["id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    workbook = status["state"] == "refused" and (status.get("attempt") or {}).get("format") == "XLSX"
    return {"state": status["state"], "findings": status.get("findings", []), "workbook": workbook}


def _column_title(field: dict[str, Any]) -> str:
    info = field.get("info") or {}
    english = info.get("label_en") if tk.h.lang() == "en" else ""
    return english or info.get("label") or field["id"]
