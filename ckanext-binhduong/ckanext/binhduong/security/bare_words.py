"""Words for the DataStore's full-text search that its statement cannot mistake for parameters. Knows no CKAN.

CKAN 2.12.0 writes the words into the statement as a quoted literal and hands the whole to ``sqlalchemy.text``, which takes ``:name`` for
a parameter wherever it stands. ``q=:value_0`` then became the value of the first filter, with its own quotes, inside those quotes: whoever
asked could end the literal and read any table of the DataStore, private ones included.
"""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["SEARCHED", "bare_words"]

SEARCHED = ("q", "full_text", "language")
"""The arguments of ``datastore_search`` that become literals."""

_PARAMETER = re.compile(r":(?=[\w$])")
"""``:*``, the prefix search of ``plain=false``, is none."""


def bare_words(asked: Any) -> Any:
    """Return an argument as CKAN understands it, with a blank for each colon before a letter or digit: words are parted there anyway.

    Args:
        asked: words, or words by column as an object or as its JSON (in which an escape can hide a colon).
    """
    if isinstance(asked, str) and asked.lstrip().startswith("{"):
        asked = _object_in(asked)
    if isinstance(asked, dict):
        return {column: bare_words(words) if isinstance(words, str) else words for column, words in asked.items()}
    return asked if asked is None else _PARAMETER.sub(" ", str(asked))


def _object_in(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
