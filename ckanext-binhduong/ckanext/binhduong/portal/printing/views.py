"""``/print/code.svg?path=/dataset/…``: a QR code with the address of a page of this portal, and of no other site."""

from __future__ import annotations

from ckan.common import config
from ckan.plugins import toolkit as tk
from flask import Response, request
from werkzeug.urls import iri_to_uri

from ckanext.binhduong.portal.printing.address_code import LONGEST, address_code, is_path

__all__ = ["show_code"]


def show_code() -> Response:
    """Draw the address of the page ``path``; 400 where it is no path of this portal."""
    path = request.args.get("path", "")
    if not is_path(path):
        message = tk._("`path` must be a path of this portal with at most {longest} characters, for example /dataset/nha-thuoc.")
        tk.abort(400, message.format(longest=LONGEST))
    response = Response(address_code(iri_to_uri(config["ckan.site_url"].rstrip("/") + path)), mimetype="image/svg+xml")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
