"""No exception text leaves the portal: one mapper from errors to answers, and a search for what slipped through.

Every failure is logged under an incident id, whole and with its stack where it is ours (5xx); the answer carries the id and a message of
``messages.py``, nothing of the error. CKAN itself puts error texts into answers (search errors with Solr's words and address,
CVE-2024-41674; database errors with their statement),
so API errors are rewritten by their type, and any error answer that names something internal is replaced as a whole.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pysolr
import sqlalchemy.exc
from ckan import logic
from ckan.lib.search import SearchError, SearchIndexError, SearchQueryError, SolrConnectionError
from ckan.plugins import toolkit as tk
from flask import Response, g, request, session
from flask_wtf.csrf import CSRFError
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException

from ckanext.binhduong.core.disk_space import is_full
from ckanext.binhduong.core.problems.action_errors import RequestNotFound, RequestRefused, is_busy
from ckanext.binhduong.core.problems.answers import answer, bare_answer, new_incident, wants_json
from ckanext.binhduong.core.problems.api_errors import completed, said, what_a_string_means
from ckanext.binhduong.core.problems.messages import (
    BAD_QUERY,
    DISK_FULL,
    FAILED,
    NOT_ALLOWED,
    NOT_FOUND,
    REFUSED,
    SEARCH_FAILED,
    STALE_FORM,
    TOO_DEEP,
    TOO_LARGE,
    UNAVAILABLE,
    Problem,
)
from ckanext.binhduong.core.problems.request_errors import RequestError

__all__ = ["LastResort", "answer_error", "answer_refusal", "clean_answer", "names_something_internal", "problem_of"]

log = logging.getLogger(__name__)

#: The first class an error is an instance of decides; what is not listed is our fault.
_PROBLEMS: tuple[tuple[type[BaseException], Problem], ...] = (
    (sqlalchemy.exc.OperationalError, UNAVAILABLE),
    (sqlalchemy.exc.InterfaceError, UNAVAILABLE),
    (sqlalchemy.exc.TimeoutError, UNAVAILABLE),
    (RedisError, UNAVAILABLE),
    (SolrConnectionError, UNAVAILABLE),
    (SearchIndexError, UNAVAILABLE),
    (SearchQueryError, BAD_QUERY),
    (SearchError, SEARCH_FAILED),
    (pysolr.SolrError, UNAVAILABLE),
    (sqlalchemy.exc.DataError, REFUSED),
    (RecursionError, TOO_DEEP),
    # Some of CKAN's views let these through (DataStore dump, autocomplete).
    (tk.ValidationError, REFUSED),
    (tk.ObjectNotFound, NOT_FOUND),
    (tk.NotAuthorized, NOT_ALLOWED),
)
#: What CKAN's API view writes as an error's type, and what we say instead.
_API_PROBLEMS = {
    "Search Query Error": BAD_QUERY,
    "Search Error": SEARCH_FAILED,
    "Search Index Error": UNAVAILABLE,
    "Search Connection Error": UNAVAILABLE,
    "Internal Server Error": FAILED,
}
#: What CKAN's views answer when Solr is down or starts.
_CKAN_FAULTS = {409, 500}
_BY_STATUS = {403: NOT_ALLOWED, 404: NOT_FOUND, 413: TOO_LARGE, 500: FAILED, 503: UNAVAILABLE}

#: Marks of a stack, a statement, a driver or a path of this machine, in an answer that reports an error.
_INTERNAL = re.compile(
    r"Traceback \(most recent call last\)|site-packages|\bFile \\?[\"'&][^\n]{0,200}\.py\b"
    r"|psycopg2?\.|sqlalchemy\.|sqlalche\.me|pysolr|jinja2\."
    r"|(?:Programming|Operational|Integrity|Data)Error\)|\borg\.apache\.(?:solr|lucene)|java\.lang\.|\b(?:postgresql|redis)://"
    r"|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s[^\n<]{1,300}\s(?:FROM|VALUES|SET|WHERE)\s|Connection refused"
    r"|/(?:home|root|usr|var|srv|opt|tmp)/[\w.-]+/"
)


@cache
def _own_addresses(solr: str, database: str, store: str, storage: str) -> tuple[str, ...]:
    """Host and port of each dependency, and the directory of the files, as literal text."""
    hosts = [urlsplit(url).netloc.rpartition("@")[2] for url in (solr, database, store)]
    return tuple(filter(None, [*hosts, storage]))


def names_something_internal(text: str) -> bool:
    """Whether a text would tell a stranger something of the machine: a stack, SQL, a driver, a path, a dependency's address."""
    config = tk.config
    own = _own_addresses(config["solr_url"], config["sqlalchemy.url"], config["ckan.redis.url"], config["ckan.storage_path"] or "")
    return bool(_INTERNAL.search(text)) or any(address in text for address in own)


def problem_of(error: BaseException) -> Problem:
    """Return what to tell about ``error``."""
    if is_full(error):
        return DISK_FULL
    if is_busy(error):
        return UNAVAILABLE
    if isinstance(error, RequestRefused | RequestNotFound):
        return error.problem.problem
    if isinstance(error, RequestError):
        return error.problem
    return next((problem for kind, problem in _PROBLEMS if isinstance(error, kind)), FAILED)


def _record(problem: Problem, what: str, error: BaseException | None = None) -> str:
    """Log a failure under a new incident id and return the id; what a visitor asked wrongly is no error of ours and needs no stack."""
    incident, ours = new_incident(), problem.status >= 500
    fields = {"incident": incident, "method": request.method, "path": request.path}
    log.log(logging.ERROR if ours else logging.INFO, "%s", what, exc_info=error if ours else None, extra={"fields": fields})
    return incident


def answer_error(error: Exception) -> Response:
    """Answer a request that ended in an exception: the handler for what nobody else handled."""
    g.binhduong_clean = True
    problem = problem_of(error)
    if isinstance(error, RequestError) and problem.status < 500:
        return answer(problem)
    return answer(problem, incident=_record(problem, f"{type(error).__name__} ended the request", error))


def answer_refusal(page: Callable[[Exception], Any]) -> Callable[[HTTPException], Any]:
    """Return the handler of HTTP errors (404, 405, 413 …): JSON for the API, CKAN's own page ``page`` for people."""

    def handle(error: HTTPException) -> Any:
        if error.response is not None:
            return error.response
        if isinstance(error, CSRFError) and not wants_json():
            return answer(STALE_FORM)
        if not wants_json():
            answered = page(error)
            # CKAN's `abort` also flashes its text. The page has just said it; kept for the next page it would cost a reader a session.
            if "_flashes" in session:
                del session["_flashes"]
            return answered
        return answer(_problem_of_refusal(error))

    return handle


def _problem_of_refusal(error: HTTPException) -> Problem:
    """Return what to tell a program about an HTTP error: what the view said of a wrong request, else the words for its status."""
    status = error.code or 500
    usual = _BY_STATUS.get(status, Problem(status, error.name, REFUSED.vi, REFUSED.en))
    return usual if error.description in (None, type(error).description) else said(usual, error.description)


def _complete(response: Response) -> Problem | None:
    """Bring an error of the API into its one form; return what to say instead of it when CKAN put an error's own text into it."""
    data = json.loads(response.get_data())
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(data, str):
        return what_a_string_means((request.view_args or {}).get("logic_function", ""), logic._actions)
    if not isinstance(error, dict):
        return None
    if error.get("__type", "") in _API_PROBLEMS:
        return _API_PROBLEMS[error["__type"]]
    data["error"] = completed(error)
    if data["error"] != error:
        response.set_data(json.dumps(data, ensure_ascii=False))
    return None


def clean_answer(response: Response) -> Response:
    """Replace an error answer that carries an error's own text; the text goes to the log."""
    if response.status_code < 400 or response.is_streamed or g.get("binhduong_clean"):
        return response
    text = response.get_data(as_text=True)
    if response.status_code in _CKAN_FAULTS and g.get("binhduong_dependency_down"):
        g.binhduong_clean = True
        return answer(UNAVAILABLE, incident=_record(UNAVAILABLE, f"a dependency is down; answer replaced: {text[:4000]}"))
    problem = _complete(response) if response.is_json and request.blueprint == "api" else None
    if problem is None and names_something_internal(response.get_data(as_text=True)):
        status = response.status_code
        problem = _BY_STATUS.get(status, Problem(status, REFUSED.kind, REFUSED.vi, REFUSED.en))
    if problem is None:
        return response
    g.binhduong_clean = True
    return answer(problem, incident=_record(problem, f"answer replaced: {text[:4000]}"))


class LastResort:
    """WSGI: an answer when even the error handlers fail, for instance when the session or the error page needs what is down."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on; answer whatever it raises by a bare page."""
        try:
            return self.app(environ, start_response)
        except Exception as error:
            problem, incident = problem_of(error), new_incident()
            log.critical("nothing handled %s", type(error).__name__, exc_info=True, extra={"fields": {"incident": incident}})
            return bare_answer(problem, incident, as_json=environ.get("PATH_INFO", "").startswith("/api/"))(environ, start_response)
