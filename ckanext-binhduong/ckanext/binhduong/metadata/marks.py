"""The marks by which a reader of metadata need not fetch them twice."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Response

__all__ = ["mark"]


def mark(response: Response, environ: dict[str, Any], modified: datetime | None = None) -> Response:
    """Mark metadata by their content; who has them already gets 304.

    Args:
        environ: the request's WSGI environment.
        modified: when the dataset that they are of was changed (UTC).
    """
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.cache_control.no_cache = True
    response.vary.add("Accept")
    if modified:
        response.last_modified = modified
    return response.make_conditional(environ)
