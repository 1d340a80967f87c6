"""Pages that begin after a row rather than after so many rows: the order, the condition, and the token that names the row.

A token is signed and belongs to its question: with another question, or changed by a letter, it is refused instead of answering something
arbitrary. No state is kept, so it works in every process and after a restart. Imports no CKAN.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from psycopg2 import sql

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["TEXT_KEY_LENGTH", "SortKey", "after", "order_clause", "read_token", "write_token"]

TEXT_KEY_LENGTH = 200
"""Characters of a long text that rows are sorted by: the token must hold them."""


@dataclass(frozen=True)
class SortKey:
    """One value that rows are sorted by.

    Attributes:
        value: its SQL.
        type: PostgreSQL's type, to which its text in a token is cast.
        down: from the greatest to the least.
        nullable: whether it may be missing; a missing value comes last whichever way.
    """

    value: sql.Composable
    type: str
    down: bool = False
    nullable: bool = True


def order_clause(keys: Sequence[SortKey], values: Sequence[sql.Composable] | None = None) -> sql.Composable:
    """Return what follows ORDER BY; the last key must tell all rows apart.

    Args:
        values: SQL that stands for the keys' own, where they are columns of a subquery.
    """
    shown = values or [key.value for key in keys]
    return sql.SQL(", ").join(
        sql.SQL("{} {}{}").format(value, sql.SQL("DESC" if key.down else "ASC"), sql.SQL(" NULLS LAST" if key.nullable else ""))
        for key, value in zip(keys, shown, strict=True)
    )


def after(keys: Sequence[SortKey], place: Sequence[str | None], bind: Callable[[Any], sql.Composable]) -> sql.Composable:
    """Return the condition that a row comes after a place: a later first value, or an equal one and a later second, …

    Args:
        place: the values of the keys there, as text.
        bind: takes a value and returns its placeholder.
    """
    condition: sql.Composable = sql.SQL("false")
    for key, text in reversed(list(zip(keys, place, strict=True))):
        value = sql.SQL("{}::{}").format(bind(text), sql.SQL(key.type))
        same = sql.SQL("({} IS NOT DISTINCT FROM {} AND {})").format(key.value, value, condition)
        later = sql.SQL("{} {} {}").format(key.value, sql.SQL("<" if key.down else ">"), value)
        if key.nullable:
            later = sql.SQL("({} OR {} IS NULL)").format(later, key.value)
        condition = same if text is None else sql.SQL("({} OR {})").format(later, same)
    return condition


def write_token(kind: str, secret: str, question: Any, place: Any) -> str:
    """Return the token of a place.

    Args:
        kind: which interface it belongs to.
        secret: the portal's key.
        question: all that decides which rows come in which order, as JSON has it.
        place: what is to be read back, as JSON has it.
    """
    return _signer(kind, secret).dumps([_fingerprint(question), place])  # type: ignore[return-value]


def read_token(argument: str, kind: str, secret: str, question: Any, token: str) -> Any:
    """Return the place of a token.

    Raises:
        ArgumentError: it is not ours, or belongs to another question.
    """
    try:
        fingerprint, place = _signer(kind, secret).loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise ArgumentError(argument, "bad-cursor") from error
    if fingerprint != _fingerprint(question):
        raise ArgumentError(argument, "bad-cursor")
    return place


def _signer(kind: str, secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"binhduong {kind}", signer_kwargs={"digest_method": hashlib.sha256})


def _fingerprint(question: Any) -> str:
    return hashlib.sha256(json.dumps(question, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
