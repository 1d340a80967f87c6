"""Requests that are nobody's own are handed on as such, so that the light path answers them before Flask as the guards would have it.

What a guard of Flask's would look at in such a request is looked at when its arguments are asked for; what it would add to the answer
is added in ``finish``. Both use the guards' own functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from ckan.plugins import toolkit as tk
from werkzeug.wrappers import Response

from ckanext.binhduong.core.light_path.anonymous_read import KEY
from ckanext.binhduong.security import conditional, cors, headers
from ckanext.binhduong.security.capacity.request_bounds import READING, find_fault
from ckanext.binhduong.security.kept_answers import marks
from ckanext.binhduong.security.kept_answers.settings import are_kept
from ckanext.binhduong.security.parameters import find_wrong_parameter

__all__ = ["AnonymousReads"]

_ORIGINS = ("ckan.cors.origin_allow_all", "ckan.cors.origin_whitelist")


class AnonymousReads:
    """WSGI: note in the environment that a request is an anonymous reading one."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        names = {*marks.PERSONAL, str(tk.config["apitoken_header_name"])}
        # With these settings CKAN answers each origin by itself.
        if any(tk.config.get(name) for name in _ORIGINS):
            names.add("Origin")
        self._personal = tuple(f"HTTP_{name.upper().replace('-', '_')}" for name in sorted(names))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on."""
        if self._is_anonymous_read(environ):
            environ[KEY] = _Read(environ)
        return self.app(environ, start_response)

    def _is_anonymous_read(self, environ: Mapping[str, Any]) -> bool:
        has_body = (environ.get("CONTENT_LENGTH") or "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ
        is_read = environ.get("REQUEST_METHOD") in ("GET", "HEAD") and not has_body
        return is_read and not any(name in environ for name in self._personal)


class _Read:
    """See `core.light_path.anonymous_read`."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._environ = environ
        # CKAN takes the language out of the path on its way in; what is asked here knows both forms.
        self._path = environ.get("PATH_INFO", "")

    def arguments(self, action: str) -> dict[str, str] | None:
        """Return the arguments of an action that only reads; None when a guard would refuse them."""
        query = self._environ.get("QUERY_STRING", "")
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=READING.items)
        except ValueError:
            return None
        arguments = dict(pairs)
        if not query.isascii() or len(arguments) < len(pairs) or "callback" in arguments:
            return None
        return None if find_fault(arguments, READING) or find_wrong_parameter(action, arguments) else arguments

    def finish(self, response: Response, endpoint: str, action: str = "") -> Response:
        """Return an answer with the headers that the guards and CKAN give to a view's, in their order."""
        if action and response.status_code == 200:
            conditional.mark_answer(response, self._environ)
        cors.open_to_all(response, self._path, self._environ["REQUEST_METHOD"])
        response.headers.setdefault("Content-Security-Policy", headers.POLICY_OF_DATA)
        _let_ask_again(response)
        if response.status_code in (200, 304):
            self.keep(response, endpoint, action)
        # CKAN looks for a session at each request.
        response.vary.add("Cookie")
        return response

    def keep(self, response: Response, endpoint: str, action: str = "") -> None:
        """Let nginx keep an answer that has its headers already, if answers are kept and the table of lives has it."""
        if are_kept():
            marks.keep(response, self._environ, endpoint, action)


def _let_ask_again(response: Response) -> None:
    if response.status_code >= 500:
        response.headers["Cache-Control"] = "private, no-cache"
        return
    response.cache_control.public = True
    response.cache_control.max_age = tk.config["ckan.cache_expires"]
    response.cache_control.must_revalidate = True
