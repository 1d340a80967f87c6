"""The order of a collection's features, and where a page begins: keyset tokens, never offsets. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2 import sql

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.core.queries.keyset import TEXT_KEY_LENGTH, SortKey, after, order_clause, read_token, write_token
from ckanext.binhduong.core.type_words import SQL_TYPES
from ckanext.binhduong.features.ogc.columns import Collection, Column
from ckanext.binhduong.features.ogc.sql.values import Values

__all__ = ["Order", "Place", "order_of", "read_place", "write_place"]

_TOKENS = "geo items"


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
        return order_clause(self._sort_keys(), [*keys, row])

    def after(self, place: Place, values: Values) -> sql.Composable:
        """Return the condition on a row ``t`` that it comes after a place."""
        return after(self._sort_keys(), (*place.keys, str(place.row)), values.bind)

    def _sort_keys(self) -> list[SortKey]:
        keys = [SortKey(_key(column), SQL_TYPES[column.type], down) for column, down in self.columns]
        return [*keys, SortKey(sql.SQL("t._id"), "int", nullable=False)]


def _key(column: Column) -> sql.Composable:
    reference = sql.Identifier("t", column.name)
    if column.type == "text":
        return sql.SQL('left({}, {}) COLLATE "vi-x-icu"').format(reference, sql.Literal(TEXT_KEY_LENGTH))
    return reference


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
    return write_token(_TOKENS, secret, sorted(question), [list(place.keys), place.row, place.matched, place.release])


def read_place(token: str, question: Sequence[tuple[str, str]], secret: str) -> Place:
    """Return the place of a token.

    Raises:
        ArgumentError: it is not ours, or belongs to another question.
    """
    keys, row, matched, release = read_token("cursor", _TOKENS, secret, sorted(question), token)
    return Place(tuple(keys), row, matched, release)
