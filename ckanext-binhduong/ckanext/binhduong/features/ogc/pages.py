"""The order of a collection's features, and where a page begins: keyset tokens, never offsets. Imports no CKAN."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer
from psycopg2 import sql

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.core.type_words import SQL_TYPES
from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.values import Values

__all__ = ["Order", "Place", "order_of", "read_place", "write_place"]

_KEY_LENGTH = 200


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the feature with these sort values (as text) and this row number.

    ``matched`` is the number of all features that answer, counted for the first page; it holds as long as the layer is of ``release``.
    """

    keys: tuple[str | None, ...]
    row: int
    matched: int | None
    release: int


@dataclass(frozen=True)
class Order:
    """Columns in the order they are sorted by, with whether each goes downwards; the row number comes last."""

    columns: tuple[tuple[Column, bool], ...]

    def keys(self) -> list[sql.Composable]:
        """Return SQL of the sort values of a row ``t``; of a long text its beginning, which the token must hold."""
        return [_key(column) for column, _ in self.columns]

    def clause(self, keys: Sequence[sql.Composable], row: sql.Composable) -> sql.Composable:
        """Return what follows ORDER BY, given SQL of the sort values and of the row number."""
        directions = [sql.SQL("{} DESC NULLS LAST" if down else "{} ASC NULLS LAST") for _, down in self.columns]
        parts = [direction.format(key) for direction, key in zip(directions, keys, strict=True)]
        return sql.SQL(", ").join([*parts, row])

    def after(self, place: Place, values: Values) -> sql.Composable:
        """Return the condition on a row ``t`` that it comes after a place: a later first value, or an equal one and a later second, …"""
        row = sql.SQL("t._id > {}").format(values.bind(place.row))
        condition: sql.Composable = row
        for (column, down), text in reversed(list(zip(self.columns, place.keys, strict=True))):
            key, value = _key(column), _value(column, text, values)
            later = sql.SQL("({key} < {value} OR {key} IS NULL)" if down else "({key} > {value} OR {key} IS NULL)")
            same = sql.SQL("({key} IS NOT DISTINCT FROM {value} AND {rest})").format(key=key, value=value, rest=condition)
            condition = same if text is None else sql.SQL("({} OR {})").format(later.format(key=key, value=value), same)
        return condition


def _key(column: Column) -> sql.Composable:
    reference = sql.Identifier("t", column.name)
    if column.type == "text":
        return sql.SQL('left({}, {}) COLLATE "vi-x-icu"').format(reference, sql.Literal(_KEY_LENGTH))
    return reference


def _value(column: Column, text: str | None, values: Values) -> sql.Composable:
    return sql.SQL("{}::" + SQL_TYPES[column.type]).format(values.bind(text))


def order_of(collection: Collection, sortby: Sequence[tuple[str, bool]]) -> Order:
    """Return the order that ``sortby`` names.

    Raises:
        ArgumentError: the collection has no such column.
    """
    columns = []
    for name, down in sortby:
        column = collection.column(name)
        if column is None:
            raise ArgumentError("sortby", "no-such-column", value=name[:60], allowed=", ".join(collection.names))
        columns.append((column, down))
    return Order(tuple(columns))


def write_place(place: Place, question: Sequence[tuple[str, str]], secret: str) -> str:
    """Return the token of a place, which only this portal can make and which belongs to its question.

    Args:
        place: where the next page begins.
        question: the collection and the parameters that decide which features come in which order.
        secret: the portal's key.
    """
    content = [_fingerprint(question), list(place.keys), place.row, place.matched, place.release]
    return _signer(secret).dumps(content)  # type: ignore[return-value]


def read_place(token: str, question: Sequence[tuple[str, str]], secret: str) -> Place:
    """Return the place of a token.

    Raises:
        ArgumentError: it is not ours, or belongs to another question.
    """
    try:
        fingerprint, keys, row, matched, release = _signer(secret).loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise ArgumentError("cursor", "bad-cursor") from error
    if fingerprint != _fingerprint(question):
        raise ArgumentError("cursor", "bad-cursor")
    return Place(tuple(keys), row, matched, release)


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="binhduong geo items", signer_kwargs={"digest_method": hashlib.sha256})


def _fingerprint(question: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(sorted(question)).encode()).hexdigest()[:16]
