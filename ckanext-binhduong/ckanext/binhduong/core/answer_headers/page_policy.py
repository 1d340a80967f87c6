"""What the page of this request needs beyond the Content-Security-Policy of the others; a view says so, the header's writer reads it."""

from __future__ import annotations

from flask import g

__all__ = ["allow_sources", "allowed_sources"]


def allow_sources(sources: dict[str, str]) -> None:
    """Let the answer to this request use further sources (directive → sources)."""
    g.binhduong_page_policy = allowed_sources() | sources


def allowed_sources() -> dict[str, str]:
    """Return what was allowed for this request."""
    return g.get("binhduong_page_policy", {})
