"""Health on a port of its own, in a thread of the web process: a process whose threads all wait still says that it lives."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from ckanext.binhduong.observability.health import Health
from ckanext.binhduong.security.headers import SecurityHeaders

__all__ = ["health_application", "serve_health"]

log = logging.getLogger(__name__)

#: Seconds between attempts while a process that ends still holds the port.
_RETRY = 1.0


class _Quiet(WSGIRequestHandler):
    timeout = 5

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: probes come every few seconds."""


def _nothing_else(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return Response("", 404)(environ, start_response)


def health_application() -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application that answers ``/health/live`` and ``/health/ready``, and nothing else."""
    return SecurityHeaders(Health(_nothing_else))


def serve_health(host: str, port: int) -> threading.Thread:
    """Answer health on ``host:port`` in a thread that ends with the process; return the thread."""
    thread = threading.Thread(target=_serve, args=(host, port), name="health", daemon=True)
    thread.start()
    return thread


def _serve(host: str, port: int) -> None:
    _bound(host, port).serve_forever()


def _bound(host: str, port: int) -> BaseWSGIServer:
    while True:
        try:
            return make_server(host, port, health_application(), threaded=True, request_handler=_Quiet)
        except (OSError, SystemExit):  # werkzeug exits when the port is taken
            log.warning("the health port %s is taken; trying again", port)
            time.sleep(_RETRY)
