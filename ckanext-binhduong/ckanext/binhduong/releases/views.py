"""Downloads: every stored file is saved, never shown, under the type that we found in it.

An uploaded page or drawing with a script in it must not run on the portal's address (``docs/decisions/releases-downloads.md``).
"""

from __future__ import annotations

from ckan.lib import signals
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.binhduong.releases.intake.marked_workbook import marked_workbook
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.naming import attachment
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.serving import send

__all__ = ["releases"]

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
        if not release:
            return tk.abort(404, tk._("No download is available"))
        signals.resource_download.send(resource_id)
        return send_file(release)
    if not resource.get("url"):
        return tk.abort(404, tk._("No download is available"))
    return tk.redirect_to(resource["url"])


def send_file(release: Release) -> Response:
    """Send the file of a release; the caller has checked the permission. Answer 500 when the store has it not, or not all of it."""
    if not settings.store().holds(release.sha256, release.size):
        # Not 503: then nginx would send what it kept (docs/performance.md).
        return tk.abort(
            500, tk._("This file is damaged or missing in the portal's store. Nothing wrong is sent instead; tell the administrators.")
        )
    return send(release.sha256, release.mimetype, attachment(release.name))


# The same rules as CKAN's own, character for character: of two equal rules the plugin's wins.
for _ending in ("", "/<filename>"):
    releases.add_url_rule(f"/dataset/<id>/resource/<resource_id>/download{_ending}", view_func=download)
releases.add_url_rule("/dataset/<id>/resource/<resource_id>/marked.xlsx", view_func=marked_workbook)
