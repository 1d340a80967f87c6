"""Where the guards of this package stand in the application: one list for requests, one for answers, one for WSGI.

CKAN makes its own handlers before plugins see the application, so that what must come first is put in front of them here.
"""

from __future__ import annotations

from ckan.config.middleware.flask_app import ckan_before_request
from ckan.types import CKANApp
from werkzeug.exceptions import default_exceptions

from ckanext.binhduong.observability import incidents
from ckanext.binhduong.observability.health import Health
from ckanext.binhduong.observability.request_log import RequestLog
from ckanext.binhduong.security import cors, csrf, headers
from ckanext.binhduong.security.anonymous_reads import AnonymousReads
from ckanext.binhduong.security.capacity import request_bounds
from ckanext.binhduong.security.capacity.lanes import Lanes
from ckanext.binhduong.security.config import lanes_are_on
from ckanext.binhduong.security.idempotency import requests
from ckanext.binhduong.security.proxy import TrustedProxy
from ckanext.binhduong.security.second_factor import sign_in as second_step
from ckanext.binhduong.security.sessions import PortalSessions

__all__ = ["guard_application", "guard_server"]

#: Once CKAN knows the visitor, and before anything reads the body: the CSRF check reads forms.
_REQUESTS = (
    *(cors.answer_preflight, request_bounds.check_request, csrf.refuse_foreign_site),
    *(second_step.require, requests.answer_repeated),
)
#: Flask runs them from the last to the first: an answer is cleaned before it gets its headers, and CKAN's own handler runs after these.
_ANSWERS = (cors.allow_reading, headers.add_policy, headers.say_deprecated, incidents.clean_answer)
#: From the innermost to the outermost.
_WSGI = (AnonymousReads, Lanes, Health, TrustedProxy, headers.SecurityHeaders, incidents.LastResort, RequestLog)


def guard_application(app: CKANApp) -> CKANApp:
    """Put the sessions, the guards and the error handlers into the Flask application."""
    app.session_interface = PortalSessions(app)
    request_bounds.set_caps(app)
    before = app.before_request_funcs.setdefault(None, [])
    known = before.index(ckan_before_request) + 1
    before[known:known] = _REQUESTS
    for guard in _ANSWERS:
        app.after_request(guard)
    app.after_request_funcs[None].insert(0, headers.keep_private)
    _handle_errors(app)
    return app


def _handle_errors(app: CKANApp) -> None:
    """Answer every error; in tests too, where CKAN lets them through."""
    pages = app.error_handler_spec[None]
    for code, kind in default_exceptions.items():
        app.register_error_handler(code, incidents.answer_refusal(pages[code][kind]))
    app.register_error_handler(Exception, incidents.answer_error)


def guard_server(app: CKANApp) -> CKANApp:
    """Put the outer guards round everything, other plugins' WSGI layers (the light path) included."""
    for layer in _WSGI:
        if layer is not Lanes or lanes_are_on():
            app.wsgi_app = layer(app.wsgi_app)
    return app
