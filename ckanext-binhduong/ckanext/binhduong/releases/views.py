"""Downloads: every stored file is saved, never shown, under the type that we found in it.

An uploaded page or drawing with a script in it must not run on the portal's address (``docs/decisions/releases-downloads.md``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ckan.lib import signals
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request, send_file
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.history import gone, numbered
from ckanext.binhduong.releases.marked import marked_workbook
from ckanext.binhduong.releases.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.vn import safe_file_name

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = ["releases"]

releases = Blueprint("binhduong_releases", __name__)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-cache",
}


class _Permanent(Response):
    """An answer that may be cached for ever. CKAN writes ``max-age=0`` into every answer after all handlers, so this is said last."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Give the headers as they are sent."""
        headers = super().get_wsgi_headers(environ)
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return headers


def download(id: str, resource_id: str, filename: str | None = None) -> Response:
    """Send the file that readers of a resource get, whatever name the address has, or go to a link's address.

    Args:
        id: the dataset's name or id.
        filename: ignored: addresses with a file's old name go on working.
    """
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
        tk.get_action("package_show")({}, {"id": id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Resource not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Not authorized to download resource"))
    if resource.get("url_type") == "upload":
        release = Release.current(resource_id) or Release.latest(resource_id)
        if not release or not config.store().path(release.sha256).exists():
            return tk.abort(404, tk._("No download is available"))
        signals.resource_download.send(resource_id)
        return _send(release)
    if not resource.get("url"):
        return tk.abort(404, tk._("No download is available"))
    return tk.redirect_to(resource["url"])


def download_release(id: str, resource_id: str, number: int, filename: str) -> BaseResponse:
    """Send the file of one release for ever: this address never changes its content.

    Args:
        number: the release's number; ``filename`` must be its file's name, so that one content has one address.
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
    if release.package_id != dataset["id"] or safe_file_name(release.name) != filename or not config.store().path(release.sha256).exists():
        return tk.abort(404, tk._("No download is available"))
    response = _send(release)
    if not dataset.get("private") and dataset.get("state") == "active":
        return _Permanent.force_type(response, request.environ)
    return response


def _send(release: Release) -> Response:
    path = config.store().path(release.sha256)
    if config.accel_redirect():
        response = Response(headers={"X-Accel-Redirect": f"/_files/{path.relative_to(config.storage_path()).as_posix()}"})
    else:
        response = send_file(Path(path).resolve(), conditional=True, etag=release.sha256)
    response.headers["Content-Type"] = _content_type(release.mimetype)
    response.headers["Content-Disposition"] = attachment(release.name)
    response.headers.update(_HEADERS)
    return response


def _content_type(mimetype: str) -> str:
    """Name text as what it most likely is; a browser that saves it does not look further."""
    return f"{mimetype}; charset=utf-8" if mimetype in ("text/csv", "text/plain", "text/tab-separated-values") else mimetype


# The same rules as CKAN's own, character for character: of two equal rules the plugin's wins.
for _ending in ("", "/<filename>"):
    releases.add_url_rule(f"/dataset/<id>/resource/<resource_id>/download{_ending}", view_func=download)
releases.add_url_rule("/dataset/<id>/resource/<resource_id>/release/<int:number>/<filename>", view_func=download_release)
releases.add_url_rule("/dataset/<id>/resource/<resource_id>/marked.xlsx", view_func=marked_workbook)
