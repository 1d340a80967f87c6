"""Template helpers of the package ``comparisons``."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons.words import column_words, summary_words
from ckanext.binhduong.releases.ledger.model import PLAIN

__all__ = ["binhduong_column_words", "binhduong_release_words"]


def binhduong_release_words(release: dict[str, Any]) -> str:
    """Say in the page's language what a release changed; ``release`` as ``release_list`` gives it."""
    if release["kind"] == PLAIN:
        return tk._("A new file.")
    return summary_words(release["summary"], release.get("number"))[_language()]


def binhduong_column_words(change: dict[str, Any]) -> str:
    """Say in the page's language how a table's columns changed."""
    words = column_words(change)[_language()]
    return f"{words[0].upper()}{words[1:]}."


def _language() -> str:
    return "en" if tk.h.lang() == "en" else "vi"
