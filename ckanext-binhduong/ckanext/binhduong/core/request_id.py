"""The id of the request that is being answered, or of the one that queued the job that is being done. Imports no CKAN."""

from __future__ import annotations

import re
from contextvars import ContextVar

__all__ = ["current", "follow"]

_KNOWN = re.compile(r"[0-9a-f]{32}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def follow(request_id: str | None) -> None:
    """Go on in a request's name; anything but an id of nginx's (32 hexadecimal digits) ends it."""
    _current.set(request_id if request_id and _KNOWN.fullmatch(request_id) else "")


def current() -> str:
    """The id; empty outside of requests and their jobs."""
    return _current.get()
