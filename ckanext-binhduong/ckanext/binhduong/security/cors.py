"""Which answers a page of another origin may read.

Open data is for other people's pages too: reading actions, metadata and downloads answer ``Access-Control-Allow-Origin: *``, refusals and
missing things included, so that a page can tell why it got nothing. Never with credentials, so that such a page sees what an anonymous
visitor sees; never for what writes.
"""

from __future__ import annotations

import re

from ckan.plugins import toolkit as tk
from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from ckanext.binhduong.core.answer_headers.cross_origin import PREFLIGHT, READABLE

__all__ = ["allow_reading", "answer_preflight", "is_open", "open_to_all"]

_READING = {"GET", "HEAD"}
#: What a page of another origin reads by: actions take their parameters as JSON too, which a browser asks about first.
_ASKING = _READING | {"POST"}
#: Metadata and downloads by path, whichever package or plugin serves them: what stands in front is the language.
_OPEN_PATHS = re.compile(
    r"^(?:/en|/vi)?/(?:"
    r"(?:catalog(?:/all)?|dataset/[^/]+)\.(?:ttl|xml|jsonld|rdf|n3|nt)"
    r"|catalog/all\.csv"
    r"|dataset/[^/]+/resource/[^/]+/(?:download(?:/.*)?|export\.[a-z.]+|release/.+)"
    r"|dataset/[^/]+/(?:datapackage\.json|croissant\.jsonld)"
    r"|dataset/[^/]+/resource/[^/]+/(?:datapackage|(?:export\.)?csv-metadata)\.json"
    r"|dataset/[^/]+/resource/[^/]+/rows(?:\.[a-z]+|/openapi\.json)?"
    r"|datastore/dump/[^/]+"
    r"|dataset/[^/]+/(?:resource/[^/]+/)?releases\.atom"
    r"|dataset/[^/]+/resource/[^/]+/releases/\d+/\d+\.(?:json|csv)"
    r"|data\.json"
    r"|records(?:/.*)?"
    r"|feeds/.+\.atom"
    r"|id/[^/]+/[^/]+"
    r"|health/(?:live|ready)"
    r"|api/?(?:3/?)?"
    r")$"
)
_ACTION = re.compile(r"^(?:/en|/vi)?/api/(?:3/)?action/([^/]+)$")
_RDF = {"text/turtle", "text/n3", "application/ld+json", "application/rdf+xml"}


def _only_reads(action: str) -> bool:
    """Whether an action has no side effect; an unknown one has none."""
    try:
        return getattr(tk.get_action(action), "side_effect_free", False)
    except KeyError:
        return True


def is_open(path: str, method: str) -> bool:
    """Whether another origin may read the answer to this request.

    Args:
        path: the path as the visitor sees it.
        method: the method; for a preflight the one it asks about.
    """
    if action := _ACTION.match(path):
        return method in _ASKING and _only_reads(action.group(1))
    return method in _READING and bool(_OPEN_PATHS.match(path))


def answer_preflight() -> Response | None:
    """Answer a browser's question whether it may send a request."""
    asked = request.headers.get("Access-Control-Request-Method")
    if request.method != "OPTIONS" or not asked or not is_open(request.path, asked):
        return None
    allowed = _ASKING if _ACTION.match(request.path) else _READING
    methods = {"Access-Control-Allow-Methods": ", ".join([*sorted(allowed), "OPTIONS"])}
    return Response(status=204, headers=READABLE | PREFLIGHT | methods)


def allow_reading(response: Response) -> Response:
    """Let other origins read this answer if it is open; RDF is wherever it was asked for, also at the address of a page."""
    open_to_all(response, request.path, request.method)
    return response


def open_to_all(response: BaseResponse, path: str, method: str) -> None:
    """Let other origins read the answer to a request if it is open."""
    if is_open(path, method) or (method in _READING and response.mimetype in _RDF):
        response.headers.update(READABLE)
