"""Which files a release can be had in, and what is there of each."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import has_request_context

from ckanext.binhduong.exports import jobs, make
from ckanext.binhduong.exports.formats.registry import Format
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["list_files"]

_UNASKED = "on-request"


def list_files(release: Release, is_newest: bool) -> list[dict[str, Any]]:
    """List the files of a release, a row a format and system of coordinates.

    Args:
        is_newest: give the addresses that always mean the newest release; else those that name this one.

    Returns:
        ``{format, use, label, ext, crs, state, size, url}`` each; ``size`` in bytes, None until the file is made.
    """
    formats = jobs.formats_of(release)
    if not formats:
        return []
    facts, resource = make.facts_of(release)
    there = {(export.ext, export.epsg): export for export in Export.of(release.id)}
    place = {"id": facts.dataset, "resource_id": release.resource_id, "locale": "default", "qualified": True}
    listed = []
    for format in formats:
        for epsg in format.epsg or (WGS84,):
            export = there.get((format.ext, epsg))
            name = (export.name if export else None) or make.file_name(facts, resource, format.ext, epsg)
            url = _newest(format, epsg, place) if is_newest else _numbered(release, name, place)
            listed.append(
                {**_words(format, epsg), "state": export.state if export else _UNASKED, "size": export.size if export else None, "url": url}
            )
    return listed


def _words(format: Format, epsg: int) -> dict[str, Any]:
    label = format.en if has_request_context() and tk.h.lang() == "en" else format.vi
    if epsg != WGS84:
        label += ", VN-2000"
    return {"format": format.ext, "use": format.use, "label": label, "ext": format.ext, "crs": f"EPSG:{epsg}" if format.epsg else None}


def _newest(format: Format, epsg: int, place: dict[str, Any]) -> str:
    asked = {} if epsg == WGS84 else {"crs": f"EPSG:{epsg}"}
    return tk.h.url_for("binhduong_exports.export", ext=format.ext, **asked, **place)


def _numbered(release: Release, name: str, place: dict[str, Any]) -> str:
    return tk.h.url_for("binhduong_exports.download_release", number=release.number, filename=name, **place)
