"""What pages of other rooms may ask of this one."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.comparisons.words import column_words, summary_words
from ckanext.binhduong.releases.marked import mark
from ckanext.binhduong.releases.model import PLAIN
from ckanext.binhduong.vn import safe_file_name

__all__ = [
    "binhduong_column_words",
    "binhduong_marked_workbook",
    "binhduong_release_files",
    "binhduong_release_words",
    "binhduong_releases",
]


def binhduong_marked_workbook(path: Path, report: dict[str, Any]) -> IO[bytes] | None:
    """Give an officer's XLSX, not published yet, with what its check found marked in the cells; None when there is nothing to mark.

    Args:
        path: the file, in the folder of stored files.
        report: its flight-check report.
    """
    return mark(path, report) if report["source"]["format"] == "XLSX" and report["findings"] else None


def binhduong_releases(resource_id: str) -> list[dict[str, Any]]:
    """List the published releases of a resource, newest first, as ``release_list`` gives them.

    Each also has ``file_name`` as in its address, and ``compared_with``, the release before it while the files of both are kept, or None.
    """
    listed = [each for each in tk.get_action("release_list")({}, {"id": resource_id}) if each["state"] == "published"]
    kept = {each["number"] for each in listed if not each["retired"]}
    return [{**each, "file_name": safe_file_name(each["name"]), "compared_with": _compared_with(each, kept)} for each in listed]


def _compared_with(release: dict[str, Any], kept: set[int]) -> int | None:
    since = (release["summary"] or {}).get("from")
    return since if {since, release["number"]} <= kept else None


def binhduong_release_files(resource_id: str) -> dict[str, list[dict[str, Any]]]:
    """List the newest release's files as ``release_files`` does, by what they are for: "sheet", "map" or "program"."""
    listed = tk.get_action("release_files")({}, {"id": resource_id})
    return {use: [file for file in listed if file["use"] == use] for use in dict.fromkeys(file["use"] for file in listed)}


def binhduong_release_words(release: dict[str, Any]) -> str:
    """Say in the page's language what a release changed; ``release`` as ``release_list`` gives it."""
    if release["kind"] == PLAIN:
        return tk._("A new file.")
    return summary_words(release["summary"], release.get("number"))[_language()]


def binhduong_column_words(change: dict[str, Any]) -> str:
    """Say in the page's language how a table's columns changed."""
    words = column_words(change)[_language()]
    return f"{words[0].upper()}{words[1:]}."


def _language() -> str:
    return "en" if tk.h.lang() == "en" else "vi"
