"""Requests forged by another site.

CKAN 2.12.0 exempts a *view* from the CSRF check when a request comes without a session or with an API token, and never takes that back:
after one anonymous visit the view is open for the life of the process (CVE-2026-41255; mended in 2.11.5, not in 2.12.0).
:class:`PerRequestCSRF` takes the place of CKAN's object, so that an exemption ends with its request.

As a second wall, :func:`refuse_foreign_site` asks the browser itself: an unsafe request that carries a session, or that would begin one,
must come from this origin. A login form needs no session then, and an anonymous page needs no token.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ckan.common import current_user
from ckan.config.middleware import flask_app
from flask import Response, current_app, g, has_request_context, request
from flask_wtf.csrf import CSRFProtect, generate_csrf

from ckanext.binhduong.core.problems.answers import answer
from ckanext.binhduong.core.problems.messages import FOREIGN_SITE
from ckanext.binhduong.security.config import site_origin

__all__ = ["PerRequestCSRF", "comes_from_here", "install", "needs_token", "refuse_foreign_site"]

_UNSAFE_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
#: Views that begin a session or change an account without one.
_DOORSTEPS = {"user.login", "binhduong_second_factor.ask", "user.register", "user.request_reset", "user.perform_reset"}


class PerRequestCSRF(CSRFProtect):
    """Flask-WTF's check, with exemptions that end with their request and tokens for those only who have a session to protect."""

    def init_app(self, app: Any) -> None:
        """Start the check, and give templates our ``csrf_token``."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = page_token
        app.context_processor(lambda: {"csrf_token": page_token})

    def exempt(self, view: Any) -> Any:
        """Exempt ``view``: for the present request when there is one, else (at start) for good, as Flask-WTF promises."""
        if not has_request_context():
            return super().exempt(view)
        g.binhduong_csrf_exempt = True
        return view

    def protect(self, apply_exemptions: bool = False) -> None:
        """Check the present request's token unless the request is exempt."""
        if apply_exemptions and g.get("binhduong_csrf_exempt"):
            return
        super().protect(apply_exemptions)


def install() -> None:
    """Put our check in the place of CKAN's, once; to be called before the application is made.

    CKAN exempts views by the module's name for the object, and the application checks the one that it was made with: they must be one.
    """
    if not isinstance(flask_app.csrf, PerRequestCSRF):
        flask_app.csrf = PerRequestCSRF()


def needs_token() -> bool:
    """Whether forms of the present page need a CSRF token: only a signed-in user's do, and one's between the two steps of a sign-in."""
    return current_user.is_authenticated or request.endpoint == "binhduong_second_factor.ask"


def page_token() -> str:
    """Return the token for this page; empty for an anonymous visitor, to whom a token would bring a session and a cookie."""
    return generate_csrf() if needs_token() else ""


def comes_from_here(fetch_site: str | None, origin: str | None, own_origins: set[str]) -> bool:
    """Whether a browser says that a request comes from one of the portal's own pages, or from no page at all.

    Args:
        fetch_site: the header ``Sec-Fetch-Site`` (W3C Fetch Metadata), which only browsers send and no script can set.
        origin: the header ``Origin`` (RFC 6454); "null" from sandboxed and local pages.
        own_origins: the portal's origins.

    Programs send neither header; they have no cookie that a page could misuse.
    """
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    return origin is None or origin in own_origins


def refuse_foreign_site() -> Response | None:
    """Refuse an unsafe request that another site makes with a visitor's session, or to sign the visitor in."""
    if request.method not in _UNSAFE_METHODS:
        return None
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies and request.endpoint not in _DOORSTEPS:
        return None
    scheme = urlsplit(site_origin()).scheme
    own = {site_origin(), f"{scheme}://{request.host}"}
    if comes_from_here(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), own):
        return None
    return answer(FOREIGN_SITE)
