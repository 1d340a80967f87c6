"""Answers of the light path: their headers, and refusals in both languages."""

from __future__ import annotations

import hashlib
import json
from typing import IO

import psycopg2
from werkzeug.wrappers import Response
from werkzeug.wsgi import FileWrapper

from ckanext.binhduong.core.answer_headers.cross_origin import READABLE
from ckanext.binhduong.core.problems.request_errors import RequestError

__all__ = ["SOURCES_OF_PAGE", "file_answer", "refusal_of", "refusal_text", "text_answer", "tile_answer"]

_DATA = "default-src 'none'; frame-ancestors 'none'; sandbox"
SOURCES_OF_PAGE = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_BLOCK = 1 << 16
_RETRY_AFTER = {503: "5"}
_CODES = {400: "InvalidParameterValue", 404: "NotFound", 405: "MethodNotAllowed", 503: "ServerBusy"}
# A value that a column, an operator or a coordinate reference system cannot take.
_UNFIT = (psycopg2.DataError, psycopg2.errors.InternalError_)


def text_answer(text: str, media: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer that any page may read and that no cache keeps without asking again."""
    content_type = f"{media}; charset=utf-8" if media == "text/html" else media
    response = Response(text, status, content_type=content_type)
    policy = SOURCES_OF_PAGE if media == "text/html" else _DATA
    kept = "no-store" if status >= 400 else "no-cache"
    response.headers.update({**READABLE, "Vary": "Accept", "Cache-Control": kept, "Content-Security-Policy": policy, **(headers or {})})
    if status in _RETRY_AFTER:
        response.headers["Retry-After"] = _RETRY_AFTER[status]
    return response


def tile_answer(tile: bytes, media: str, *, is_lasting: bool) -> Response:
    """Return a tile; 204 for an empty one. One whose address names its release may be kept for a year, another not without asking."""
    response = Response(tile, 200 if tile else 204, content_type=media)
    kept = "public, max-age=31536000, immutable" if is_lasting else "no-cache"
    response.headers.update({**READABLE, "Cache-Control": kept, "Content-Security-Policy": _DATA})
    response.set_etag(hashlib.sha256(tile).hexdigest()[:32])
    return response


def file_answer(handle: IO[bytes], length: int, media: str, name: str, headers: dict[str, str]) -> Response:
    """Return an answer that is saved as a file; its handle is closed when it is sent, or when nobody takes it any more."""
    content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
    response = Response(FileWrapper(handle, _BLOCK), content_type=content_type)
    disposition = f'attachment; filename="{name}"'
    named = {
        "Content-Length": str(length),
        "Content-Disposition": disposition,
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _DATA,
    }
    response.headers.update({**READABLE, **named, **headers})
    response.call_on_close(handle.close)
    return response


def refusal_of(error: Exception) -> RequestError | None:
    """Return what to tell of an error that is the request's, None of one that is ours."""
    if isinstance(error, RequestError):
        return error
    return RequestError("cannot-evaluate") if isinstance(error, _UNFIT) else None


def refusal_text(error: RequestError) -> str:
    """Return a refusal as JSON: a code, the parameter it is about, and what to do in both languages."""
    body = {"code": _CODES.get(error.status, "Error"), "description": error.both}
    return json.dumps(body | ({"parameter": error.place} if error.place else {}), ensure_ascii=False)
