"""Security headers on every answer of the application: pages, API, light path, errors.

nginx adds the same to what it serves itself (docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, g, request

from ckanext.binhduong.core.answer_headers.deprecations import headers_of
from ckanext.binhduong.core.answer_headers.page_policy import allowed_sources
from ckanext.binhduong.security.config import behind_tls, site_origin

__all__ = ["POLICY_OF_DATA", "SecurityHeaders", "add_policy", "content_policy", "keep_private", "note_parameters", "say_deprecated"]

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # "Near me" asks for the position; nothing else of the device is needed.
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
_PARAMETERS = "binhduong.parameters"
#: What is no page shows nothing and runs nothing, even if a browser can be made to open it as one.
POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'; sandbox"

_POLICY: dict[str, str] = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Attributes only: core's and scheming's forms carry style="display:none" and the like. No <style> element of a page is applied.
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    # MapLibre makes its worker from a blob.
    "worker-src": "'self' blob:",
    "child-src": "blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def content_policy(*, origin: str, signed_in: bool, more: dict[str, str] | None = None) -> str:
    """Return the Content-Security-Policy of a page.

    Args:
        origin: the portal's public origin, to which forms redirect whatever host name the visitor typed.
        signed_in: an officer's forms of CKAN carry ``onclick`` attributes (resource upload, token list); visitors' pages carry no script
        at all.
        more: sources that one page needs beside the usual ones, by directive.
    """
    policy = _POLICY | {"form-action": f"'self' {origin}"}
    if signed_in:
        policy["script-src-attr"] = "'unsafe-inline'"
    for name, sources in (more or {}).items():
        policy[name] = sources if policy[name] == "'none'" else f"{policy[name]} {sources}"
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def _is_signed_in() -> bool:
    """Whether Flask-Login has found a user in this request; does not make it look for one, which may be what has just failed."""
    return getattr(g.get("_login_user"), "is_authenticated", False)


def keep_private(response: Response) -> Response:
    """Take "public" from answers that are no public ones.

    CKAN marks every answer that no template was rendered for as ``public``: a user's API answers too, and errors. Runs after CKAN's own
    handler.
    """
    if response.cache_control.no_store:
        response.headers["Cache-Control"] = "no-store"
    elif _is_signed_in() or response.status_code >= 500:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def add_policy(response: Response) -> Response:
    """Set an answer's Content-Security-Policy by what it is, unless its view has set one.

    A view whose page needs more than the others says so (``page_policy.allow_sources``): the finder does, for an outside base map and for
    ``embed=1``.
    """
    if "Content-Security-Policy" not in response.headers and response.status_code != 304:
        is_page = response.mimetype == "text/html" and "attachment" not in response.headers.get("Content-Disposition", "")
        more = allowed_sources()
        policy = content_policy(origin=site_origin(), signed_in=_is_signed_in(), more=more) if is_page else POLICY_OF_DATA
        response.headers["Content-Security-Policy"] = policy
    return response


def note_parameters(names: Iterable[str]) -> None:
    """Keep which parameters the call of an action has, in its address or its body, for :func:`say_deprecated`."""
    request.environ[_PARAMETERS] = {*request.environ.get(_PARAMETERS, ()), *names}


def say_deprecated(response: Response) -> Response:
    """Add what is to be said of a deprecated parameter that the request used."""
    for name, value in headers_of(request.path, {*request.args, *request.environ.get(_PARAMETERS, ())}, site_origin()):
        response.headers.add(name, value)
    return response


def _said_by_policy(headers: list[tuple[str, str]]) -> set[str]:
    """A page that may be framed says so in its policy; the older header could only forbid it."""
    return (
        {"x-frame-options"} if any("frame-ancestors *" in value for name, value in headers if name == "Content-Security-Policy") else set()
    )


class SecurityHeaders:
    """WSGI: add the headers that do not depend on the answer, where they are not set; no cache stores an answer with a cookie."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self.headers = dict([*_ALWAYS.items(), *([_HSTS] if behind_tls() else [])])

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on and complete the headers of its answer."""

        def complete(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            if "set-cookie" in {name.lower() for name, _ in headers}:
                # Set after Flask's own handlers have run. What gives one visitor a session is stored for nobody else.
                headers[:] = [*(pair for pair in headers if pair[0].lower() != "cache-control"), ("Cache-Control", "private, no-store")]
            present = {name.lower() for name, _ in headers} | _said_by_policy(headers)
            headers.extend((name, value) for name, value in self.headers.items() if name.lower() not in present)
            return start_response(status, headers, error) if error else start_response(status, headers)

        return self.app(environ, complete)
