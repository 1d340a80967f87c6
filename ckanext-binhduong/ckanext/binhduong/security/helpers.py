"""What templates may ask this package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.binhduong.security.accounts import tokens as account_tokens
from ckanext.binhduong.security.conflicts import forms
from ckanext.binhduong.security.csrf import needs_token

__all__ = ["binhduong_differences", "binhduong_form_version", "binhduong_needs_csrf", "binhduong_tokens_with_ends"]


def binhduong_needs_csrf() -> bool:
    """Whether the present page's forms need a CSRF token; an anonymous visitor's do not, and such a page can be cached."""
    return needs_token()


def binhduong_form_version(kind: str, data: dict[str, Any]) -> str:
    """Return the version that a form's save is checked against; empty for what is new."""
    return forms.form_version(kind, data)


def binhduong_differences(kind: str) -> list[dict[str, Any]]:
    """Return the fields in which what was typed differs from what somebody else has saved: label, typed, stored."""
    return forms.differences(kind)


def binhduong_tokens_with_ends(tokens: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return an account's tokens with when each ends."""
    return account_tokens.with_ends(tokens)
