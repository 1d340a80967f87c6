"""What a resource's page shows of its last upload."""

from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["binhduong_release_status"]


def binhduong_release_status(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return ``{"state", "findings", "workbook"}`` of the last uploaded file; None for a resource that is no table.

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
