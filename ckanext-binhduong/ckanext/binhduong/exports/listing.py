"""Which files a release can be had in, and what is there of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import has_request_context

from ckanext.binhduong.exports import jobs, make
from ckanext.binhduong.exports.formats.registry import Format
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["list_files"]

_UNASKED = "on-request"
_UrlOf = Callable[[Format, int], str]


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
    there = {(export.ext, export.epsg): export for export in Export.of(release.id)}
    url_of = _newest(release) if is_newest else _numbered(release, there)
    return [
        {**_words(format, epsg), **_state(there.get((format.ext, epsg))), "url": url_of(format, epsg)}
        for format in formats
        for epsg in format.epsg or (WGS84,)
    ]


def _state(export: Export | None) -> dict[str, Any]:
    return {"state": export.state, "size": export.size} if export else {"state": _UNASKED, "size": None}


def _words(format: Format, epsg: int) -> dict[str, Any]:
    label = format.en if has_request_context() and tk.h.lang() == "en" else format.vi
    if epsg != WGS84:
        label += ", VN-2000"
    return {"format": format.ext, "use": format.use, "label": label, "ext": format.ext, "crs": f"EPSG:{epsg}" if format.epsg else None}


def _newest(release: Release) -> _UrlOf:
    """Return what gives the addresses that always mean the newest release: they have the dataset's name, and nothing else of it is read."""
    package = model.Session.get(model.Package, release.package_id)
    place = _place(package.name if package else release.package_id, release)

    def url(format: Format, epsg: int) -> str:
        asked = {} if epsg == WGS84 else {"crs": f"EPSG:{epsg}"}
        return tk.h.url_for("binhduong_exports.export", ext=format.ext, **asked, **place)

    return url


def _numbered(release: Release, there: dict[tuple[str, int], Export]) -> _UrlOf:
    """Return what gives the addresses of this release, which end in the file's name."""
    facts, resource = make.facts_of(release)
    place = _place(facts.dataset, release)

    def url(format: Format, epsg: int) -> str:
        export = there.get((format.ext, epsg))
        name = (export.name if export else None) or make.file_name(facts, resource, format.ext, epsg)
        return tk.h.url_for("binhduong_exports.download_release", number=release.number, filename=name, **place)

    return url


def _place(dataset: str, release: Release) -> dict[str, Any]:
    return {"id": dataset, "resource_id": release.resource_id, "locale": "default", "qualified": True}
