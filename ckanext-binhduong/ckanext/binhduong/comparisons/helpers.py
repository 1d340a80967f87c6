"""Template helpers of the package ``comparisons``."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import answers
from ckanext.binhduong.comparisons.words import column_words, summary_words
from ckanext.binhduong.releases.ledger.model import PLAIN, Release

__all__ = ["binhduong_column_words", "binhduong_release_words", "binhduong_submitted_difference"]

_ROWS = 50


def binhduong_release_words(release: dict[str, Any]) -> str:
    """Say in the page's language what a release changed; ``release`` as ``release_list`` gives it."""
    if release["kind"] == PLAIN:
        return tk._("A new file.")
    return summary_words(release["summary"], release.get("number"))[_language()]


def binhduong_column_words(change: dict[str, Any]) -> str:
    """Say in the page's language how a table's columns changed."""
    words = column_words(change)[_language()]
    return f"{words[0].upper()}{words[1:]}."


def binhduong_submitted_difference(release_id: str) -> dict[str, Any] | None:
    """Return how a release that waits for approval differs from what readers have: the answer of ``release_diff`` with ``titles`` and
    ``types`` of the columns; None when there is nothing to compare. The caller has checked that the reader may see it."""
    new = Release.get(release_id)
    old = new.previous() if new else None
    if not new or not old or not new.canonical or not old.canonical or old.retired:
        return None
    columns = [*old.columns, *new.columns]
    return answers.describe(old, new, None, 0, _ROWS) | {
        "titles": {column["name"]: column["title"] or column["name"] for column in columns},
        "types": {column["name"]: column["type"] for column in columns},
    }


def _language() -> str:
    return "en" if tk.h.lang() == "en" else "vi"
