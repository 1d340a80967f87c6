"""What a person typed, as a query that Solr's edismax parser reads the way the person meant it.

Most people type words. Brackets, colons, slashes and capital "OR" in them are punctuation, not operators: they become spaces, so that
"C/O (form A): xây dựng" is neither a syntax error nor a search in a field named A. Kept are a phrase in quotes, a word after a minus
and the beginning of a word before a star. A query that names one of the index's fields ("tags:thuốc", CKAN's API idiom) is left as it is.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["ALL_NEEDED", "FIELDS", "NOTHING", "is_fielded", "readable_query"]

# fmt: off
FIELDS = (
    "author", "author_email", "capacity", "dataset_type", "data_kind", "description", "download_url", "entity_type", "frequency",
    "groups", "has_extent", "id", "license", "license_id", "maintainer", "maintainer_email", "metadata_created", "metadata_modified",
    "name", "name_ngram", "notes", "notes_en", "organization", "owner_org", "res_description", "res_format", "res_name", "res_type",
    "res_url", "state", "tags", "text", "theme", "title", "title_en", "title_ngram", "title_string", "type", "units", "url", "version",
    "views_total",
)
# fmt: on
"""The fields a query may name, beside ``extras_…``, ``res_extras_…`` and ``vocab_…``."""

NOTHING = "id:none"
"""The query that finds nothing: for a text without a single letter or digit."""

_FIELDED = re.compile(rf"(?:^|[\s(+\-])(?:{'|'.join(FIELDS)}|(?:res_)?extras_\w+|vocab_\w+):\S")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_NO_WORD = re.compile(r"[^\w.\-]+")
_MIN_PREFIX = 2

ALL_NEEDED = 3
"""Up to so many words all must be found; of more, as many as ``mm`` says."""


def is_fielded(q: str) -> bool:
    """Whether the text uses Solr's own syntax: everything, or a field of the index."""
    return q.strip() == "*:*" or _FIELDED.search(q) is not None


def readable_query(q: str | None) -> str:
    """Give the query for Solr.

    Args:
        q: as typed, in NFC or NFD; None and blank mean everything.
    """
    text = unicodedata.normalize("NFC", q or "").strip()
    if not text:
        return "*:*"
    if is_fielded(text):
        return text
    pieces = [_phrase(quoted) if quoted else _word(plain) for quoted, plain in _PIECE.findall(text)]
    wanted = [piece for piece in pieces if piece and piece[0] != "-"]
    unwanted = [piece for piece in pieces if piece.startswith("-")]
    # CKAN sets q.op=AND, under which edismax takes every word and ignores mm; an explicit OR brings mm back.
    together = (" OR " if len(wanted) > ALL_NEEDED else " ").join(wanted)
    return " ".join([together, *unwanted]).strip() or NOTHING


def _phrase(text: str) -> str:
    words = _words(text)
    return f'"{words}"' if words else ""


def _word(text: str) -> str:
    """One typed word. A star counts only after letters, a minus only before one; both within a word are part of it or a space."""
    words = _words(text)
    if not words:
        return ""
    if text.endswith("*") and re.fullmatch(rf"\w{{{_MIN_PREFIX},}}", words):
        return f"{words}*"
    sign = "-" if text[0] == "-" and text[1:2].isalnum() else ""
    return f"{sign}{words}"


def _words(text: str) -> str:
    """The letters and digits of a text between single spaces; AND, OR and NOT in small letters, because only capitals are operators."""
    words = [word.strip(".-") for word in _NO_WORD.sub(" ", text).split()]
    return " ".join(word.lower() if word in ("AND", "OR", "NOT") else word for word in words if word)
