"""WSGI: what the light path answers by itself; the rest goes on to CKAN."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ckanext.binhduong.features.light_path.requests import LightRequest, read_request
from ckanext.binhduong.features.ogc.service import GeoService

__all__ = ["LightPath"]

_MOUNT = "/geo"


class LightPath:
    """Answers ``/geo`` and what is below it, in each language; stands before Flask and behind the guards of the server.

    Args:
        app: what answers the rest.
        geo: the features service.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], geo: GeoService) -> None:
        self.app, self.geo = app, geo

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request, or pass it on."""
        if _MOUNT not in environ.get("PATH_INFO", ""):
            return self.app(environ, start_response)
        request = read_request(environ)
        if not _is_mounted(request):
            return self.app(environ, start_response)
        return self.geo.answer(request, request.path.removeprefix(_MOUNT) or "/")(environ, start_response)


def _is_mounted(request: LightRequest) -> bool:
    return request.path == _MOUNT or request.path.startswith(f"{_MOUNT}/")
