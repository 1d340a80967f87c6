"""The part of Solr's query language that CKAN documents, read before Solr reads it: what is not in it is refused. Imports no CKAN.

In it are words, phrases, ``field:value``, groups in brackets, ``AND``, ``OR``, ``NOT``, ``+``, ``-``, ranges, words with a star or question
mark behind their first letter, fuzzy words and weights. Not in it are local parameters, other parsers, functions, joins, regular
expressions, comments and fields that the index does not have for callers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.binhduong.search.query.bounds.fields import NAMED, is_field
from ckanext.binhduong.search.query.search_errors import SearchArgumentError

__all__ = ["check_syntax", "is_readable"]

_PHRASE = r'"(?:[^"\\]|\\.)*"'
# A character that may begin a word, and one that may go on in it, as in Lucene's grammar.
_FIRST = r"(?:[^\s+\-!(){}\[\]^\"~*?:\\/&|\x00-\x1f]|\\.)"
_NEXT = r"(?:[^\s!(){}\[\]^\"~:\\/&|\x00-\x1f]|\\.)"
_BOUND = rf"(?:{_PHRASE}|\*|[\w.:\-+/]+)"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<both>(?:AND|OR)(?![^\s(])|&&|\|\|)
    |(?P<sign>NOT(?![^\s(])|[+\-!])
    |(?P<open>\()|(?P<close>\))
    |(?P<all>\*:\*)
    |(?P<field>[A-Za-z_][\w\-.]*)\s*:
    |(?P<operand>{_PHRASE}(?:~\d{{1,3}})?|(?!(?:AND|OR|NOT)(?!{_NEXT})){_FIRST}{_NEXT}*(?:~(?:0?\.\d{{1,3}}|[012])?)?|\*(?![\w*?]))
    |(?P<range>[\[{{]\s*{_BOUND}\s+TO\s+{_BOUND}\s*[\]}}])
    |(?P<weight>\^\d{{1,4}}(?:\.\d{{1,6}})?)""",
    re.VERBOSE,
)
_SHOWN = 20


@dataclass
class _Reader:
    """Where in a query the reader is.

    ``expects`` is what must come: ``clause`` (at the beginning, after a sign or an operator), ``value`` (after a field's colon) or nothing
    in particular (after a clause); ``last`` says what a weight may follow.
    """

    expects: str = "clause"
    depth: int = 0
    after_sign: bool = False
    weighable: bool = False
    is_empty: bool = True

    def take(self, kind: str) -> bool:
        """Go on by one token; return whether it may stand here."""
        taken = _RULES[kind](self)
        if kind != "space":
            self.is_empty = False
            self.weighable = kind in ("operand", "range", "close", "all")
        else:
            self.weighable = False
        return taken

    def operand(self) -> bool:
        """A word, phrase, or everything: may follow anything."""
        self.expects, self.after_sign = "", False
        return True

    def field_range(self) -> bool:
        """A range needs a field; inside a field's brackets it has one."""
        fits = self.expects == "value" or self.depth > 0
        self.operand()
        return fits

    def everything(self) -> bool:
        """``*:*`` is no value of a field."""
        return self.expects != "value" and self.operand()

    def field(self) -> bool:
        """A field needs a value next, and is none itself."""
        fits = self.expects != "value"
        self.expects, self.after_sign = "value", False
        return fits

    def both(self) -> bool:
        """An operator stands between two clauses."""
        fits = not self.expects
        self.expects = "clause"
        return fits

    def sign(self) -> bool:
        """One sign before a clause."""
        fits = self.expects != "value" and not self.after_sign
        self.expects, self.after_sign = "clause", True
        return fits

    def open(self) -> bool:
        """A group begins with a clause."""
        self.depth += 1
        self.expects, self.after_sign = "clause", False
        return True

    def close(self) -> bool:
        """A group ends after a clause."""
        self.depth -= 1
        return not self.expects and self.depth >= 0

    def weight(self) -> bool:
        """A weight stands at what it weighs."""
        return self.weighable

    def ends(self) -> bool:
        """Return whether the query may end here."""
        return self.is_empty or (not self.expects and self.depth == 0)


_RULES = {
    "space": lambda reader: True,
    "both": _Reader.both,
    "sign": _Reader.sign,
    "open": _Reader.open,
    "close": _Reader.close,
    "all": _Reader.everything,
    "field": _Reader.field,
    "operand": _Reader.operand,
    "range": _Reader.field_range,
    "weight": _Reader.weight,
}


def check_syntax(name: str, text: str) -> None:
    """Refuse a query that is not in the language or names a field that there is not.

    Args:
        name: of the parameter.
        text: the query; blank is in the language.

    Raises:
        SearchArgumentError: with the position of the first character that does not fit, or the field.
    """
    reader, at = _Reader(), 0
    while at < len(text):
        token = _TOKENS.match(text, at)
        if token is None or not reader.take(str(token.lastgroup)):
            raise SearchArgumentError(name, "query-syntax", position=at + 1, near=text[at : at + _SHOWN])
        if token["field"] and not is_field(token["field"]):
            raise SearchArgumentError(name, "unknown-field", value=token["field"][:50], allowed=", ".join(sorted(NAMED)))
        at = token.end()
    if not reader.ends():
        raise SearchArgumentError(name, "query-syntax", position=len(text) + 1, near="")


def is_readable(text: str) -> bool:
    """Return whether a query is in the language."""
    try:
        check_syntax("q", text)
    except SearchArgumentError:
        return False
    return True
