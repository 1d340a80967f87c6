"""Template helpers of the package ``exports``."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import g

from ckanext.binhduong.exports.described import described_tables
from ckanext.binhduong.exports.formats.registry import FORMATS
from ckanext.binhduong.exports.served import served_forms

__all__ = ["binhduong_described_tables", "binhduong_export_formats", "binhduong_release_files", "binhduong_served_forms"]


def binhduong_release_files(resource_id: str) -> dict[str, list[dict[str, Any]]]:
    """List the newest release's files as ``release_files`` does, by what they are for: "sheet", "map" or "program"; read once a request."""
    kept = g.setdefault("binhduong_release_files", {})
    if resource_id not in kept:
        kept[resource_id] = tk.get_action("release_files")({}, {"id": resource_id})
    listed = kept[resource_id]
    return {use: [file for file in listed if file["use"] == use] for use in dict.fromkeys(file["use"] for file in listed)}


def binhduong_served_forms(resource_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the forms that the tables of resources are served in, by resource; the caller may see the resources."""
    return served_forms(resource_ids)


def binhduong_described_tables(resources: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the columns and the unchanging files of the published tables of resources; the caller may see the resources."""
    return described_tables(resources)


def binhduong_export_formats() -> dict[str, str]:
    """Return what ``export.<ext>`` can end in, in the order of the list of files: ext → media type."""
    return {format.ext: format.media_type for format in FORMATS.values()}
