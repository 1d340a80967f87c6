"""What lets a page of another origin read an answer that is open to everybody. Imports no CKAN."""

from __future__ import annotations

__all__ = ["PREFLIGHT", "READABLE"]

READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Crs, Content-Disposition, Content-Range, Deprecation, ETag, Link, RateLimit-Policy, Retry-After, Sunset"
    ),
}
"""On each such answer, refusals included; never with credentials."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}
"""On the answer to a browser's question whether it may send a request."""
