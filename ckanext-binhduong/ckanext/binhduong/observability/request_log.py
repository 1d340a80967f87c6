"""One line a request: method, path, status, duration, address.

The query string stays out: it may hold what a citizen typed, a position, or a key. Health probes are not logged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wsgi import ClosingIterator

from ckanext.binhduong.core import request_id

__all__ = ["RequestLog"]

log = logging.getLogger("ckanext.binhduong.request")


class RequestLog:
    """WSGI: log each request when its answer has been sent."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on and log it at its end."""
        begun = time.perf_counter()
        request_id.follow(environ.get("HTTP_X_REQUEST_ID"))
        # Read now: CKAN takes the language out of the path on its way in.
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        fields: dict[str, Any] = {"method": environ.get("REQUEST_METHOD", ""), "path": path}

        def note(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            fields["status"] = int(status.split(" ", 1)[0])
            return start_response(status, headers, error) if error else start_response(status, headers)

        def finish() -> None:
            if fields["path"].startswith("/health/"):
                return
            fields["duration_ms"] = round((time.perf_counter() - begun) * 1000, 1)
            fields["address"] = environ.get("REMOTE_ADDR", "")
            log.info("%s %s %s", fields["method"], fields["path"], fields.get("status", "-"), extra={"fields": fields})
            # The thread goes on to another request.
            request_id.follow(None)

        return ClosingIterator(self.app(environ, note), finish)
