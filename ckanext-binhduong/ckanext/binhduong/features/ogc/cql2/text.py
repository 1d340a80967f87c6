"""CQL2 text read into the tree that CQL2 JSON has (``{"op": …, "args": […]}``). Imports no CKAN.

A parser of our own because neither package on PyPI can be used: pygeofilter 0.4 does not read doubled quotation marks, dates or
arithmetic, and cql2 0.6 needs twice the time for each further opening bracket (44 characters: nine seconds) and ends the process at some
thousand signs. This one reads each token once and counts how deep it is.
"""

from __future__ import annotations

from typing import Any

import shapely
from shapely.errors import ShapelyError

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.cql2.tokens import Token, syntax_error, tokens_of

__all__ = ["MAX_DEPTH", "read_text_filter"]

MAX_DEPTH = 40
"""Brackets, negations and functions inside one another; each costs some frames of Python's stack."""

_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_SUMS = {"+": "+", "-": "-"}
_PRODUCTS = {"*": "*", "/": "/", "%": "%", "DIV": "div"}
_RESERVED = frozenset(("AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "DIV"))
_CONSTANTS = {"TRUE": True, "FALSE": False}
_INSTANTS = {"DATE": "date", "TIMESTAMP": "timestamp"}


def read_text_filter(place: str, text: str) -> Any:
    """Return the tree of a condition.

    Args:
        place: the parameter's name, for errors.
        text: CQL2 text.

    Raises:
        ArgumentError: it is no CQL2 text, naming where; or it is nested too deeply.
    """
    return _Parser(place, text).read()


class _Parser:
    def __init__(self, place: str, text: str) -> None:
        self.place, self.text = place, text
        self.tokens, self.next, self.depth = tokens_of(place, text), 0, 0

    def read(self) -> Any:
        tree = self._either()
        if self._token.kind != "end":
            raise self._error()
        return tree

    @property
    def _token(self) -> Token:
        return self.tokens[self.next]

    def _take(self) -> Token:
        token = self._token
        self.next += 1
        return token

    def _error(self) -> ArgumentError:
        return syntax_error(self.place, self.text, self._token.position)

    def _is(self, *values: str) -> bool:
        return self._token.keyword in values or (self._token.kind == "sign" and self._token.value in values)

    def _skip(self, value: str) -> bool:
        if self._is(value):
            self.next += 1
            return True
        return False

    def _expect(self, value: str) -> None:
        if not self._skip(value):
            raise self._error()

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ArgumentError(self.place, "too-deep", limit=MAX_DEPTH)

    def _either(self) -> Any:
        return self._joined("OR", lambda: self._joined("AND", self._negation))

    def _joined(self, word: str, read: Any) -> Any:
        parts = [read()]
        while self._skip(word):
            parts.append(read())
        return parts[0] if len(parts) == 1 else {"op": word.lower(), "args": parts}

    def _negation(self) -> Any:
        if not self._skip("NOT"):
            return self._predicate()
        self._deeper()
        tree = {"op": "not", "args": [self._negation()]}
        self.depth -= 1
        return tree

    def _predicate(self) -> Any:
        left = self._sum()
        if self._is(*_COMPARISONS):
            return {"op": self._take().value, "args": [left, self._sum()]}
        if self._skip("IS"):
            negated = self._skip("NOT")
            self._expect("NULL")
            return _negated({"op": "isNull", "args": [left]}, negated)
        negated = self._skip("NOT")
        if self._skip("LIKE"):
            return _negated({"op": "like", "args": [left, self._sum()]}, negated)
        if self._skip("BETWEEN"):
            low = self._sum()
            self._expect("AND")
            return _negated({"op": "between", "args": [left, low, self._sum()]}, negated)
        if self._skip("IN"):
            self._expect("(")
            return _negated({"op": "in", "args": [left, self._list()]}, negated)
        if negated:
            raise self._error()
        return left

    def _list(self) -> list[Any]:
        """The values up to the closing bracket, which is taken too."""
        self._deeper()
        values = [self._either()]
        while self._skip(","):
            values.append(self._either())
        self._expect(")")
        self.depth -= 1
        return values

    def _sum(self) -> Any:
        return self._chain(_SUMS, lambda: self._chain(_PRODUCTS, self._power))

    def _chain(self, operators: dict[str, str], read: Any) -> Any:
        tree, length = read(), 0
        while self._is(*operators):
            length += 1
            if length + self.depth > MAX_DEPTH:
                raise ArgumentError(self.place, "too-deep", limit=MAX_DEPTH)
            operator = operators[self._take().value.upper()]
            tree = {"op": operator, "args": [tree, read()]}
        return tree

    def _power(self) -> Any:
        base = self._signed()
        return {"op": "^", "args": [base, self._signed()]} if self._skip("^") else base

    def _signed(self) -> Any:
        if not self._skip("-"):
            return self._value()
        self._deeper()
        value = self._signed()
        self.depth -= 1
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return -value if number else {"op": "*", "args": [-1, value]}

    def _value(self) -> Any:
        token = self._take()
        if token.kind == "number":
            return _number(token.value)
        if token.kind == "text":
            return token.value[1:-1].replace("''", "'").replace("\\'", "'")
        if token.kind == "name":
            return {"property": token.value.replace('""', '"')}
        if token.kind == "wkt":
            return self._geometry(token)
        if token.kind == "word" and token.keyword not in _RESERVED:
            return self._word(token)
        if token.kind == "sign" and token.value == "(":
            self._deeper()
            inner = self._either()
            self._expect(")")
            self.depth -= 1
            return inner
        self.next -= 1
        raise self._error()

    def _word(self, token: Token) -> Any:
        if token.keyword in _CONSTANTS:
            return _CONSTANTS[token.keyword]
        if not self._skip("("):
            return {"property": token.value}
        arguments = [] if self._skip(")") else self._list()
        if token.keyword in _INSTANTS and len(arguments) == 1:
            return {_INSTANTS[token.keyword]: arguments[0]}
        if token.keyword == "INTERVAL":
            return {"interval": arguments}
        return {"bbox": arguments} if token.keyword == "BBOX" else {"op": token.value, "args": arguments}

    def _geometry(self, token: Token) -> dict[str, Any]:
        try:
            return shapely.geometry.mapping(shapely.from_wkt(token.value))
        except (ShapelyError, ValueError) as error:
            raise ArgumentError(self.place, "not-a-shape") from error


def _negated(tree: dict[str, Any], negated: bool) -> dict[str, Any]:
    return {"op": "not", "args": [tree]} if negated else tree


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)
