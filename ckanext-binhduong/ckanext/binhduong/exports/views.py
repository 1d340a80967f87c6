"""The addresses of a release's files: ``export.<ext>`` is the newest release's, and is asked about each time; the address that names the
release never changes its content.

A file that is not there yet is made at once when that takes a moment, else by a job: 202 and ``Retry-After`` meanwhile.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.exports import jobs, make
from ckanext.binhduong.exports.filtered.answers import ARGUMENTS, filtered, licence, refuse_unknown
from ckanext.binhduong.exports.formats.registry import FORMATS, Format
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.canonical.archive import canonical_of
from ckanext.binhduong.releases.ledger.history import gone, numbered
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.releases.views import send_file
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.serving import for_ever, send
from ckanext.binhduong.vn import safe_file_name

__all__ = ["exports"]

exports = Blueprint("binhduong_exports", __name__)

_AT_ONCE = (20_000, 20 << 20)
"""Rows and bytes of a canonical file up to which a request makes a file itself: a second's work."""

_RETRY_AFTER = "5"


def export(id: str, resource_id: str, ext: str) -> BaseResponse:
    """Send the newest release in a format.

    Args:
        id: the dataset's name or id.
        ext: the format, as ``formats.FORMATS`` has it.
    """
    dataset = _readable(id, resource_id)
    release = Release.current(resource_id)
    format = next((each for each in (jobs.formats_of(release) if release else []) if each.ext == ext), None)
    if release is None or format is None:
        return tk.abort(404, tk._("There is no file of this format."))
    if any(name in ARGUMENTS for name in request.args):
        return filtered(dataset, release, format)
    refuse_unknown(("crs", *ARGUMENTS))
    return _answer(dataset, release, format, _epsg(format))


def download_release(id: str, resource_id: str, number: int, filename: str) -> BaseResponse:
    """Send the file of one release for ever: this address never changes its content.

    Args:
        number: the release's number.
        filename: its file's name, or that of a file made of it , so that one content has one address.
    """
    try:
        tk.get_action("resource_show")({}, {"id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": id})
        release = numbered(resource_id, number)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Resource not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Not authorized to download resource"))
    if release.package_id == dataset["id"] and release.retired:
        return tk.abort(410, gone(release))
    if release.package_id != dataset["id"]:
        return tk.abort(404, tk._("No download is available"))
    if safe_file_name(release.name) != filename:
        return _named_export(dataset, release, filename)
    return for_ever(send_file(release), dataset)


def _named_export(dataset: dict[str, Any], release: Release, name: str) -> BaseResponse:
    """Send the file of a release that has this name; one that is not made yet is, when it is the name that it would have."""
    row = next((row for row in Export.of(release.id) if row.name == name), None)
    ext, epsg = (row.ext, row.epsg) if row else _expected(release, name)
    response = _answer(dataset, release, FORMATS[ext], epsg)
    return for_ever(response, dataset) if response.status_code in (200, 206, 304) else response


def _expected(release: Release, name: str) -> tuple[str, int]:
    facts, resource = make.facts_of(release)
    for format in jobs.formats_of(release):
        for epsg in format.epsg or (WGS84,):
            if make.file_name(facts, resource, format.ext, epsg) == name:
                return format.ext, epsg
    return tk.abort(404, tk._("No download is available"))


def _readable(id: str, resource_id: str) -> dict[str, Any]:
    """Return the dataset when the caller may read the resource in it."""
    try:
        tk.get_action("resource_show")({}, {"id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Resource not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Not authorized to download resource"))
    if all(resource["id"] != resource_id for resource in dataset["resources"]):
        return tk.abort(404, tk._("Resource not found"))
    return dataset


def _epsg(format: Format) -> int:
    """Read ``crs``: EPSG:4326 or, where the format carries it, EPSG:9210."""
    given = request.args.get("crs")
    offered = [f"EPSG:{code}" for code in format.epsg or (WGS84,)]
    if given is None:
        return WGS84
    if given.upper() not in offered:
        tk.abort(400, tk._("crs: this format can be had in {offered}").format(offered=", ".join(offered)))
    return int(given[5:])


def _answer(dataset: dict[str, Any], release: Release, format: Format, epsg: int) -> Response:
    row = Export.find(release.id, format.ext, epsg) or jobs.request(release, format.ext, epsg)
    if row.state == "ready" and not _stands(row) and canonical_of(release):
        jobs.again(row)
    if row.state == "pending" and _is_small(release):
        jobs.run_one(release.id, row.id)
        row = Export.find(release.id, format.ext, epsg) or row
    if row.state == "pending":
        jobs.enqueue()
        return _later(format)
    if row.state == "failed" or not _stands(row):
        # Of a file that is not whole nginx must not send what it kept, as it does for 503 (docs/performance.md).
        status = 503 if row.state == "failed" else 500
        return tk.abort(status, tk._("This file could not be made; the release itself is whole. The portal tries again during the night."))
    return send(row.sha256 or "", format.media_type, attachment(row.title or "", row.name), licence(dataset))


def _stands(row: Export) -> bool:
    return settings.store().holds(row.sha256 or "0" * 64, row.size or 0)


def _is_small(release: Release) -> bool:
    rows, size = _AT_ONCE
    return (release.rows or 0) <= rows and (release.canonical_size or 0) <= size


def _later(format: Format) -> Response:
    """Say that the file is being made, in the words of whoever asks: a page that comes back by itself, or JSON."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        response = Response(tk.render("binhduong/releases/export_pending.html", {"format": format}), 202)
        response.headers["Refresh"] = _RETRY_AFTER
    else:
        response = jsonify({"state": "pending", "format": format.ext, "message": tk._("The file is being made. Try again in a moment.")})
        response.status_code = 202
    response.headers["Retry-After"] = _RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response


exports.add_url_rule("/dataset/<id>/resource/<resource_id>/export.<ext>", view_func=export)
exports.add_url_rule("/dataset/<id>/resource/<resource_id>/release/<int:number>/<filename>", view_func=download_release)
