"""Anonymous reads of the Action API, of a feature's documents and of those that other packages registered: the same actions as CKAN's own,
without Flask round them.

Only what succeeds is answered here. A refusal is CKAN's to say: it calls the action again, and its validators and guards have the words.
The one exception is a database that does not answer in time: calling again would double the load that causes it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from ckan import model
from ckan.common import json
from ckan.plugins import toolkit as tk
from ckan.types import Context
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from ckanext.binhduong.core.light_path import documents
from ckanext.binhduong.core.light_path.anonymous_read import AnonymousRead
from ckanext.binhduong.core.light_path.feature_documents import HTML, document_of, kind_asked
from ckanext.binhduong.core.problems.action_errors import RequestRefused, is_busy
from ckanext.binhduong.core.problems.api_errors import completed
from ckanext.binhduong.features.layers import layers_read_once
from ckanext.binhduong.features.light_path.requests import LightRequest

__all__ = ["ACTIONS", "Reads"]

log = logging.getLogger(__name__)

ACTIONS = ("feature_search", "feature_show", "feature_suggest", "layer_list", "place_at", "place_search", "place_show")
_ACTION = re.compile(r"/api/(?:3/)?action/(\w+)")
_FEATURE = re.compile(r"/feature/([^/]+)/([^/].*[^/]|[^/])")
_JSON = "application/json;charset=utf-8"
_REFUSALS = (tk.ValidationError, tk.ObjectNotFound, tk.NotAuthorized)


class Reads:
    """The reads.

    Args:
        site: the portal's public address, without a stroke at its end.
    """

    def __init__(self, site: str) -> None:
        self.site = site

    def answer(self, request: LightRequest, read: AnonymousRead, environ: dict[str, Any]) -> Response | None:
        """Return the answer to an anonymous request; None when it is CKAN's to answer."""
        ask = self._find(request, read, environ)
        if ask is None:
            return None
        try:
            with layers_read_once():
                return ask()
        except _REFUSALS:
            return None
        except Exception:
            # CKAN meets the same error, and answers it under an incident's id; if it does not, this line is the only sign.
            log.warning("the light path could not answer; CKAN does", exc_info=True)
            return None
        finally:
            model.Session.remove()

    def _find(self, request: LightRequest, read: AnonymousRead, environ: dict[str, Any]) -> Callable[[], Response | None] | None:
        if (called := _ACTION.fullmatch(request.path)) and called[1] in ACTIONS:
            return lambda: self._action(request.prefix, called[1], read)
        if (named := _FEATURE.fullmatch(request.path)) and not request.query and _is_plain(request.path):
            return lambda: self._document(request, named[1], named[2], read)
        if not request.query:
            for document, arguments in documents.find(request.path):
                return lambda document=document, arguments=arguments: _registered(document, arguments, read, environ)
        return None

    def _action(self, prefix: str, name: str, read: AnonymousRead) -> Response | None:
        arguments = read.arguments(name)
        if arguments is None:
            return None
        envelope: dict[str, Any] = {"help": f"{self.site}{prefix}/api/3/action/help_show?name={name}"}
        try:
            envelope |= {"success": True, "result": _call(name, arguments)}
        except RequestRefused as refused:
            if not is_busy(refused):
                raise
            return read.finish(_busy(envelope, refused), "api.action", name)
        text = json.dumps(envelope, default=_iso, for_json=True)
        return read.finish(Response(text, content_type=_JSON), "api.action", name)

    def _document(self, request: LightRequest, layer: str, rest: str, read: AnonymousRead) -> Response | None:
        feature_id, kind = kind_asked(rest, parse_accept_header(request.accept, MIMEAccept))
        if kind == HTML:
            return None
        feature = _call("feature_show", {"layer": layer, "id": feature_id})
        known = next((each for each in _call("layer_list", {}) if each["id"] == layer), {})
        response = Response(document_of(feature, known.get("fields", []), kind, self.site), content_type=kind)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.vary.add("Accept")
        return read.finish(response, "binhduong.feature")


def _registered(document: documents.Document, arguments: tuple[str, ...], read: AnonymousRead, environ: dict[str, Any]) -> Response | None:
    response = document.make(environ, *arguments)
    return read.finish(response, document.endpoint) if response else None


def _call(name: str, arguments: dict[str, str]) -> Any:
    context: Context = {"user": "", "auth_user_obj": model.AnonymousUser()}
    return tk.get_action(name)(context, arguments)


def _iso(moment: date) -> str:
    return moment.isoformat()


def _is_plain(path: str) -> bool:
    """Whether Flask would take a path as it stands: text, and no stroke after another, which it redirects."""
    return path.isprintable() and "\ufffd" not in path and "//" not in path


def _busy(envelope: dict[str, Any], refused: RequestRefused) -> Response:
    error = completed({**refused.error_dict, "__type": "Validation Error"})
    text = json.dumps({**envelope, "error": error, "success": False}, ensure_ascii=False)
    return Response(text, refused.problem.status, {"Retry-After": str(refused.problem.retry_after)}, content_type=_JSON)
