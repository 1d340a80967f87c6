"""Answers of actions that only read carry marks by which a client need not fetch them twice (RFC 9110, section 13).

The mark is a digest of the answer. What has a version (datasets, resources, agencies, themes) has it in front, so that a client also writes
with it (``If-Match``); the version alone would not tell an editor's answer, which has more, from a stranger's.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.security.conflicts.versions import KINDS, stored_version

__all__ = ["mark_answer", "mark_reading"]


def mark_reading(response: Response) -> Response:
    """Mark the answer of an action by GET; who has it already gets 304."""
    name = str((request.view_args or {}).get("logic_function", ""))
    if request.endpoint != "api.action" or request.method not in ("GET", "HEAD") or response.status_code != 200 or response.is_streamed:
        return response
    mark_answer(response, request.environ, _version(name))
    return response


def mark_answer(response: BaseResponse, environ: dict[str, Any], version: str | None = None) -> None:
    """Mark the answer to a request's WSGI environment, with the version of what it shows where that has one; 304 for who has it already."""
    digest = hashlib.sha256(response.get_data()).hexdigest()[:32]
    response.set_etag(f"{version};{digest}" if version else digest)
    if version and (moment := _moment(version)):
        response.last_modified = moment
    response.vary.update(["Authorization", "Cookie"])
    response.make_conditional(environ)


def _version(action: str) -> str | None:
    kind = action.removesuffix("_show")
    if not action.endswith("_show") or kind not in KINDS:
        return None
    return stored_version(kind, request.args.get("id") or request.args.get("name_or_id"))


def _moment(version: str) -> datetime | None:
    """Return the time of change that is a dataset's or resource's version; agencies and themes have a digest."""
    try:
        return datetime.fromisoformat(version)
    except ValueError:
        return None
