"""What templates may ask this room."""

from __future__ import annotations

from ckanext.binhduong.security.csrf import needs_token

__all__ = ["binhduong_needs_csrf"]


def binhduong_needs_csrf() -> bool:
    """Whether the present page's forms need a CSRF token; an anonymous visitor's do not, and such a page can be cached."""
    return needs_token()
