"""Template helpers of the package ``exports``."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["binhduong_release_files"]


def binhduong_release_files(resource_id: str) -> dict[str, list[dict[str, Any]]]:
    """List the newest release's files as ``release_files`` does, by what they are for: "sheet", "map" or "program"."""
    listed = tk.get_action("release_files")({}, {"id": resource_id})
    return {use: [file for file in listed if file["use"] == use] for use in dict.fromkeys(file["use"] for file in listed)}
