"""Mark the answers that nginx may keep: ``X-Accel-Expires`` (nginx takes it out) and an ``ETag``."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.security.kept_answers.lifetimes import FILES, lifetime
from ckanext.binhduong.security.kept_answers.settings import are_kept

__all__ = ["PERSONAL", "keep", "mark_kept"]

#: What makes a request somebody's own, or makes its answer a part of one.
PERSONAL = ("Cookie", "Authorization", "X-CKAN-API-Key", "Range")

#: Left by `search.solr_connection` and `search.without_solr`: no commit tells that Solr is back.
_MAKESHIFT = ("binhduong_dependency_down", "binhduong_from_database")
#: The names that rdflib draws anew for the nodes without a name in a page's structured data; they mean nothing.
_BLANK_NODE = re.compile(rb"_:N[0-9a-f]{32}")


def mark_kept(response: Response) -> Response:
    """Let nginx keep the answer if it is the same for everybody who has no account; who has it already gets 304.

    Runs after all other handlers of Flask's, so that it sees what they decided. An answer that gets a cookie afterwards is not kept by
    nginx.
    """
    if _is_for_everybody() and _is_whole(response):
        action = str((request.view_args or {}).get("logic_function", ""))
        keep(response, request.environ, request.endpoint, action)
    return response


def keep(response: BaseResponse, environ: dict[str, Any], endpoint: str | None, action: str) -> None:
    """Mark an answer that is the same for everybody, if the table of lives has it (`lifetimes`)."""
    seconds = lifetime(endpoint, action, datetime.now(tk.h.get_display_timezone()))
    if not seconds:
        return
    response.headers["X-Accel-Expires"] = str(seconds)
    if not _names_file(response) and "ETag" not in response.headers:
        response.set_etag(hashlib.sha256(_BLANK_NODE.sub(b"_:N", response.get_data())).hexdigest()[:32])
        response.cache_control.no_cache = True
        response.make_conditional(environ)


def _is_for_everybody() -> bool:
    return are_kept() and request.method in ("GET", "HEAD") and not any(name in request.headers for name in PERSONAL)


def _is_whole(response: Response) -> bool:
    """Whether an answer is one that would be given again: no error, nothing left out because a dependency is down, nothing said once."""
    if response.status_code not in (200, 304) or response.is_streamed or response.cache_control.no_store:
        return False
    if request.endpoint in FILES and not _names_file(response):
        return False
    return "Set-Cookie" not in response.headers and not any(g.get(name) for name in _MAKESHIFT)


def _names_file(response: BaseResponse) -> bool:
    """Whether nginx sends a stored file for this answer, with marks of its own."""
    return "X-Accel-Redirect" in response.headers
