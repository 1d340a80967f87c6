"""What a person typed, as a query that Solr's edismax parser reads the way the person meant it.

Most people type words. Brackets, colons, slashes and capital "OR" in them are punctuation, not operators: they become spaces, so that
"C/O (form A): xây dựng" is neither a syntax error nor a search in a field named A. Kept are a phrase in quotes, a word after a minus
and the beginning of a word before a star. A query that names one of the index's fields ("tags:thuốc", CKAN's API idiom) is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["FIELDS", "NOTHING", "Typed", "is_fielded", "typed_words"]

# fmt: off
FIELDS = (
    "author", "author_email", "capacity", "dataset_type", "data_kind", "description", "download_url", "entity_type", "frequency",
    "geometry_type", "groups", "has_extent", "hvd_category", "id", "license", "license_id", "maintainer", "maintainer_email",
    "metadata_created", "metadata_modified", "name", "name_ngram", "notes", "notes_en", "organization", "own_units", "owner_org",
    "res_description", "res_format", "res_name", "res_type", "res_url", "served_formats", "state", "tags", "text", "theme", "title",
    "title_en", "title_ngram", "title_string", "type", "units", "url", "version", "views_total",
)
# fmt: on
"""The fields a query may name, beside ``extras_…``, ``res_extras_…`` and ``vocab_…``."""

NOTHING = "id:none"
"""The query that finds nothing: for a text without a single letter or digit."""

_FIELDED = re.compile(rf"(?:^|[\s(+\-])(?:{'|'.join(FIELDS)}|(?:res_)?extras_\w+|vocab_\w+):\S")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_NO_WORD = re.compile(r"[^\w.\-]+")
_CODE = re.compile(r"(?=[^\d]*\d)\w+(?:[./:\-]\w+)*[/:]\w+(?:[./:\-]\w+)*")
_MIN_PREFIX = 2
_DAY_AND_NIGHT = ("24/24", "24/7")
"""Opening hours, not the number of a document."""


@dataclass(frozen=True)
class Typed:
    """The parts of a text that a person typed.

    ``words`` are single words in their order, ``exact`` is what must stand together (a phrase in quotes, a number such as 36/2019/QĐ-UBND),
    ``prefixes`` end in a star, ``unwanted`` stood after a minus.
    """

    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def is_fielded(q: str) -> bool:
    """Return whether the text uses Solr's own syntax: everything, or a field of the index."""
    return q.strip() == "*:*" or _FIELDED.search(q) is not None


def typed_words(text: str) -> Typed:
    """Return the parts of ``text`` (NFC, no field named): no sign in them is an operator of Solr's."""
    parts: dict[str, list[str]] = {"words": [], "exact": [], "prefixes": [], "unwanted": []}
    for quoted, plain in _PIECE.findall(text):
        kind, found = ("exact", [_phrase(quoted)]) if quoted else _sorted(plain)
        parts[kind] += [each for each in found if each]
    return Typed(**{kind: tuple(found) for kind, found in parts.items()})


def _phrase(text: str) -> str:
    words = _words(text)
    return f'"{words}"' if words else ""


def _sorted(text: str) -> tuple[str, list[str]]:
    """Return what one typed word is. A star counts only after letters, a minus only before one; else both are part of it or a space."""
    words = "24h" if text in _DAY_AND_NIGHT else _words(text)
    if words == "24h":
        return "words", [words]
    if text.endswith("*") and re.fullmatch(rf"\w{{{_MIN_PREFIX},}}", words):
        return "prefixes", [f"{words}*"]
    if text[0] == "-" and text[1:2].isalnum():
        return "unwanted", [f"-{words}"]
    return ("exact", [_phrase(text)]) if _CODE.fullmatch(text) else ("words", words.split())


def _words(text: str) -> str:
    """The letters and digits of a text between single spaces; AND, OR and NOT in small letters, because only capitals are operators."""
    words = [word.strip(".-") for word in _NO_WORD.sub(" ", text).split()]
    return " ".join(word.lower() if word in ("AND", "OR", "NOT") else word for word in words if word)
