"""WSGI: what the light path answers by itself; the rest goes on to CKAN."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wrappers import Response

from ckanext.binhduong.core.light_path.anonymous_read import KEY, AnonymousRead
from ckanext.binhduong.features.light_path.reads import Reads
from ckanext.binhduong.features.light_path.requests import LightRequest, read_request
from ckanext.binhduong.features.ogc.routes import MVT
from ckanext.binhduong.features.ogc.service import GeoService

__all__ = ["LightPath"]

_MOUNT = "/geo"
_KEPT = (200, 204)
#: What stands in the path of every request that is answered here.
_PARTS = (_MOUNT, "/action/", "/feature/", "/dataset/")


class LightPath:
    """Answers ``/geo`` and what is below it, in each language, and anonymous reads; before Flask and behind the server's guards.

    Args:
        app: what answers the rest.
        geo: the features service.
        reads: the anonymous reads.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], geo: GeoService, reads: Reads) -> None:
        self.app, self.geo, self.reads = app, geo, reads

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request, or pass it on."""
        path = environ.get("PATH_INFO", "")
        if not any(part in path for part in _PARTS):
            return self.app(environ, start_response)
        answer = self._answer(environ)
        return (answer or self.app)(environ, start_response)

    def _answer(self, environ: dict[str, Any]) -> Response | None:
        request = read_request(environ)
        read: AnonymousRead | None = environ.get(KEY)
        if not _is_mounted(request):
            return self.reads.answer(request, read, environ) if read else None
        answer = self.geo.answer(request, request.path.removeprefix(_MOUNT) or "/")
        if read and answer.mimetype == MVT and answer.status_code in _KEPT:
            answer.make_conditional(environ)
            read.keep(answer, "geo.tile")
        return answer


def _is_mounted(request: LightRequest) -> bool:
    return request.path == _MOUNT or request.path.startswith(f"{_MOUNT}/")
