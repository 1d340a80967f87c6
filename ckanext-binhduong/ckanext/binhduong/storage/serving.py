"""How a stored file leaves the portal: always saved, never shown, sent by nginx where one stands in front."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Response, request, send_file
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.storage import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = ["HEADERS", "content_type", "for_ever", "send"]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-cache",
}

_TEXTS = ("text/csv", "text/plain", "text/tab-separated-values")


class _Permanent(Response):
    """An answer that may be cached for ever. CKAN writes ``max-age=0`` into every answer after all handlers, so this is said last."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Return the headers as they are sent."""
        headers = super().get_wsgi_headers(environ)
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return headers


def send(sha256: str, mimetype: str, disposition: str, more: Mapping[str, str] | None = None) -> Response:
    """Send a content of the store; the caller has checked the permission and that it is there.

    Args:
        mimetype: what it is, by our own finding.
        disposition: its ``Content-Disposition``.
        more: further headers.
    """
    path = settings.store().path(sha256)
    if settings.accel_redirect():
        response = Response(headers={"X-Accel-Redirect": f"/_files/{path.relative_to(settings.storage_path()).as_posix()}"})
    else:
        response = send_file(Path(path).resolve(), conditional=True, etag=sha256)
    response.headers["Content-Type"] = content_type(mimetype)
    response.headers["Content-Disposition"] = disposition
    response.headers.update({**HEADERS, **(more or {})})
    return response


def for_ever(response: Response, dataset: dict[str, Any]) -> BaseResponse:
    """Let everybody keep an answer whose address never changes its content, while its dataset is public."""
    if not dataset.get("private") and dataset.get("state") == "active":
        return _Permanent.force_type(response, request.environ)
    return response


def content_type(mimetype: str) -> str:
    """Name text as what it most likely is; a browser that saves it does not look further."""
    return f"{mimetype}; charset=utf-8" if mimetype in _TEXTS else mimetype
