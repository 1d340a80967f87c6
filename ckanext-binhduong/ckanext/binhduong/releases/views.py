"""Downloads: every stored file is saved, never shown, under the type that we found in it.

An uploaded page or drawing with a script in it must not run on the portal's address (``docs/decisions/releases-downloads.md``).
"""

from __future__ import annotations

from ckan.lib import signals
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.exports.views import exports, named_export
from ckanext.binhduong.releases.history import gone, numbered
from ckanext.binhduong.releases.marked import marked_workbook
from ckanext.binhduong.releases.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.releases.pages import versions
from ckanext.binhduong.releases.sending import for_ever, send
from ckanext.binhduong.vn import safe_file_name

__all__ = ["exports", "releases", "versions"]

releases = Blueprint("binhduong_releases", __name__)


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
        number: the release's number.
        filename: its file's name, or that of a file made of it (``exports``), so that one content has one address.
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
        return named_export(dataset, release, filename)
    if not config.store().path(release.sha256).exists():
        return tk.abort(404, tk._("No download is available"))
    return for_ever(_send(release), dataset)


def _send(release: Release) -> Response:
    return send(release.sha256, release.mimetype, attachment(release.name))


# The same rules as CKAN's own, character for character: of two equal rules the plugin's wins.
for _ending in ("", "/<filename>"):
    releases.add_url_rule(f"/dataset/<id>/resource/<resource_id>/download{_ending}", view_func=download)
releases.add_url_rule("/dataset/<id>/resource/<resource_id>/release/<int:number>/<filename>", view_func=download_release)
releases.add_url_rule("/dataset/<id>/resource/<resource_id>/marked.xlsx", view_func=marked_workbook)
