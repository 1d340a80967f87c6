"""What a WSGI request says, decoded and within bounds. Imports no CKAN."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from ckanext.binhduong.core.problems.request_errors import RequestError

__all__ = ["MAX_PARAMETERS", "LightRequest", "read_request"]

MAX_PARAMETERS = 100
_LANGUAGE = re.compile(r"^/(en|vi)(?=/)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class LightRequest:
    """A request.

    Attributes:
        method: GET, HEAD, …
        prefix: the language as it stands before the path, "/en", "/vi" or "".
        path: without the language.
        query: the query string as it was sent.
        accept: the header Accept.
    """

    method: str
    prefix: str
    path: str
    query: str
    accept: str

    @property
    def language(self) -> str:
        """``vi`` or ``en``."""
        return "en" if self.prefix == "/en" else "vi"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return names and values of the parameters.

        Raises:
            RequestError: they are no UTF-8, too many, or hold a control character.
        """
        try:
            pairs = parse_qsl(self.query, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
        except ValueError as error:
            raise RequestError("bad-address", limit=MAX_PARAMETERS) from error
        if any(_CONTROLS.search(text) for pair in pairs for text in pair):
            raise RequestError("bad-address", limit=MAX_PARAMETERS)
        return tuple(pairs)

    def has_readable_path(self) -> bool:
        """Whether the path is text without control characters: nothing has an address with one."""
        return not _CONTROLS.search(self.path)

    def wants_html(self) -> bool:
        """Whether the header Accept puts HTML before JSON; anything, or nothing, is JSON."""
        accepted = parse_accept_header(self.accept, MIMEAccept)
        return accepted.best_match(["application/json", "application/geo+json", "text/html"], "application/json") == "text/html"


def read_request(environ: dict[str, Any]) -> LightRequest:
    """Return the request of a WSGI environment; bytes of the path that are no UTF-8 are replaced."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    found = _LANGUAGE.match(path)
    prefix = found.group() if found else ""
    method, query = environ.get("REQUEST_METHOD", "GET"), environ.get("QUERY_STRING", "")
    return LightRequest(method, prefix, path[len(prefix) :], query, environ.get("HTTP_ACCEPT", ""))
