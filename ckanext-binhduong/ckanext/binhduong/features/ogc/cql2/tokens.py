"""CQL2 text cut into tokens, in one pass whose time grows with the text's length only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["Token", "syntax_error", "tokens_of"]

GEOMETRY_TYPES = ("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION")

_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    # A quotation mark inside is doubled, or has a backslash before it.
    r"|(?P<text>'(?:[^'\\]|''|\\'|\\)*')"
    r'|"(?P<name>(?:[^"]|"")+)"'
    r"|(?P<word>[^\W\d][\w.]*)"
    r"|(?P<sign><>|<=|>=|[=<>(),+\-*/%^])"
    r")"
)
# What stands in a WKT literal; the brackets are counted.
_WKT = re.compile(r"[\s\w.,+\-]*")


@dataclass(frozen=True)
class Token:
    """A piece of text: its kind (number, text, name, word, sign, wkt, end), what it says, and where it begins (from 0)."""

    kind: str
    value: str
    position: int

    @property
    def keyword(self) -> str:
        """The word in capitals; empty for what is no bare word."""
        return self.value.upper() if self.kind == "word" else ""


def syntax_error(place: str, text: str, position: int) -> ArgumentError:
    """Return the error for a text that cannot be read from a position on."""
    return ArgumentError(place, "filter-syntax", position=position + 1, near=text[position : position + 20])


def tokens_of(place: str, text: str) -> list[Token]:
    """Return the tokens of a text with an "end" token after them.

    Raises:
        ArgumentError: a character that begins no token.
    """
    found: list[Token] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise syntax_error(place, text, position + len(text[position:]) - len(text[position:].lstrip()))
        kind = match.lastgroup or ""
        token = Token(kind, match.group(kind), match.start(kind))
        position = match.end()
        if token.keyword in GEOMETRY_TYPES:
            position = _end_of_wkt(place, text, position)
            token = Token("wkt", text[token.position : position], token.position)
        found.append(token)
    return [*found, Token("end", "", len(text))]


def _end_of_wkt(place: str, text: str, start: int) -> int:
    position, depth = start, 0
    while True:
        position = _WKT.match(text, position).end()  # type: ignore[union-attr]
        if position >= len(text) or text[position] not in "()":
            raise syntax_error(place, text, start)
        depth += 1 if text[position] == "(" else -1
        position += 1
        if depth <= 0:
            return position
