"""Words of a reader as PostgreSQL's text search takes them. Imports no CKAN."""

from __future__ import annotations

import re

__all__ = ["text_query"]


def text_query(q: str) -> str:
    """Return a text-search query: all words, the last one as the beginning of a word."""
    words = re.findall(r"\w+", q)
    return " & ".join(f"'{word}'" for word in words) + (":*" if words and len(words[-1]) > 1 else "")
