"""Problems as HTTP answers: JSON for programs, a page of the portal for people, a bare page when no template can be rendered."""

from __future__ import annotations

import json
import logging
import re
import secrets
from html import escape

from ckan.lib import base
from flask import Response, request
from werkzeug.http import HTTP_STATUS_CODES

from ckanext.binhduong.core.problems.messages import Problem

__all__ = ["answer", "bare_answer", "bare_page", "json_body", "new_incident", "wants_json"]

log = logging.getLogger(__name__)

_TYPES = {True: "application/json; charset=utf-8", False: "text/html; charset=utf-8"}
_JSON_TYPES = ("application/json", "application/geo+json", "application/ld+json")
_JSON_FILES = (".json", ".geojson", ".jsonld")
#: Addresses that programs read, by their last part; a browser that opens one prefers a page.
_FOR_PROGRAMS = re.compile(
    r"/(?:export\.[\w.]+|rows(?:\.\w+)?|[^/]+\.(?:ttl|xml|rdf|n3|nt|atom)|release/\d+/[^/]+|dump/[^/]+|catalog(?:/all)?\.\w+)$"
)
_API = re.compile(r"^(?:/en|/vi)?/(?:api|records)(?:/|$)")


def new_incident() -> str:
    """Return an id that stands in the answer and in the log: what the visitor quotes finds the line."""
    return secrets.token_hex(5)


def wants_json() -> bool:
    """Whether the caller of this request is a program: it called the API, asked for a file of JSON or for metadata, a feed or an export
    without wanting a page, or prefers JSON to HTML."""
    if _API.match(request.path) or request.path.endswith(_JSON_FILES):
        return True
    if _FOR_PROGRAMS.search(request.path) and "text/html" not in request.headers.get("Accept", ""):
        return True
    return request.accept_mimetypes.best_match(["text/html", *_JSON_TYPES], "text/html") in _JSON_TYPES


def json_body(problem: Problem, incident: str | None = None) -> dict[str, object]:
    """Return the problem in the form of the Action API's errors."""
    error: dict[str, object] = {"__type": problem.kind, "message": problem.both}
    return {"success": False, "error": error | ({"incident": incident} if incident else {})}


def bare_page(problem: Problem, incident: str | None = None) -> str:
    """Return a whole HTML page that needs no template, database or session."""
    code = f"<p>Mã sự cố / Incident: <code>{escape(incident)}</code></p>" if incident else ""
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{problem.status}</title></head><body>'
        f'<h1>{problem.status}</h1><p>{escape(problem.vi)}</p><p lang="en">{escape(problem.en)}</p>{code}</body></html>'
    )


def _page(problem: Problem, incident: str | None) -> str:
    language = request.environ.get("CKAN_LANG", "vi")
    text = problem.in_language(language) + (f" ({'incident' if language == 'en' else 'mã sự cố'}: {incident})" if incident else "")
    try:
        facts = {"code": problem.status, "name": HTTP_STATUS_CODES[problem.status], "content": text}
        return base.render("error_document_template.html", facts)
    except Exception:
        # The page has links and names that come from the database: when that is what fails, the bare page still answers.
        log.warning("the error page itself could not be rendered", exc_info=True)
        return bare_page(problem, incident)


def bare_answer(problem: Problem, incident: str, *, as_json: bool) -> Response:
    """Return an answer that needs neither request nor template, for when both may be what is broken."""
    body = json.dumps(json_body(problem, incident), ensure_ascii=False) if as_json else bare_page(problem, incident)
    return _finish(Response(body, problem.status, content_type=_TYPES[as_json]), problem.retry_after)


def _finish(response: Response, retry_after: int | None) -> Response:
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def answer(problem: Problem, *, incident: str | None = None, retry_after: int | None = None) -> Response:
    """Return ``problem`` as the answer to the present request.

    Args:
        problem: what to say.
        incident: the id under which the cause was logged, if it was.
        retry_after: seconds to wait; without it the problem's own.
    """
    as_json = wants_json()
    body = json.dumps(json_body(problem, incident), ensure_ascii=False) if as_json else _page(problem, incident)
    response = Response(body, problem.status, content_type=_TYPES[as_json])
    return _finish(response, problem.retry_after if retry_after is None else retry_after)
