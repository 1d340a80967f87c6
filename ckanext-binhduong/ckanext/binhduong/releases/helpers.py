"""What pages of other packages may ask of this one."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.intake.marked_workbook import mark
from ckanext.binhduong.releases.ledger.newest import newest_uploads
from ckanext.binhduong.releases.logic.schema import LIST_MAX
from ckanext.binhduong.vn import safe_file_name

__all__ = [
    "binhduong_marked_workbook",
    "binhduong_newest_uploads",
    "binhduong_releases",
]


def binhduong_marked_workbook(path: Path, report: dict[str, Any]) -> IO[bytes] | None:
    """Return an officer's XLSX, not published yet, with what its check found marked in the cells; None when there is nothing to mark.

    Args:
        path: the file, in the folder of stored files.
        report: its flight-check report.
    """
    return mark(path, report) if report["source"]["format"] == "XLSX" and report["findings"] else None


def binhduong_newest_uploads(resource_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return resource id → ``{state, name, created, errors, warnings}`` of its newest upload, in one statement; for pages of its agency."""
    return newest_uploads(resource_ids)


def binhduong_releases(resource_id: str) -> list[dict[str, Any]]:
    """List the published releases of a resource, newest first, as ``release_list`` gives them; of very many the newest.

    Each also has ``file_name`` as in its address, and ``compared_with``, the release before it while the files of both are kept, or None.
    """
    newest = tk.get_action("release_list")({}, {"id": resource_id, "limit": LIST_MAX})
    listed = [each for each in newest if each["state"] == "published"]
    kept = {each["number"] for each in listed if not each["retired"]}
    return [{**each, "file_name": safe_file_name(each["name"]), "compared_with": _compared_with(each, kept)} for each in listed]


def _compared_with(release: dict[str, Any], kept: set[int]) -> int | None:
    since = (release["summary"] or {}).get("from")
    return since if {since, release["number"]} <= kept else None
