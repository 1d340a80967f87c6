"""About how many bytes a row needs as text, so that a page ends before it is too large."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg2 import sql

__all__ = ["row_weight"]

# What else a row has (numbers, dates, the names of its columns) counts as one amount: its texts and its shape are what may be large.
_REST = sql.SQL("500")
_TEXT = sql.SQL(" + coalesce(pg_column_size({}), 0)")
# A position is 16 bytes in the table and about 26 as text.
_SHAPE = sql.SQL(" + 2 * coalesce(pg_column_size({}), 0)")


def row_weight(texts: Iterable[sql.Composable], shape: sql.Composable | None = None) -> sql.Composable:
    """Return SQL of about the bytes that a row needs as text.

    Args:
        texts: its text columns, as SQL names them.
        shape: its geometry, None for a row without one.
    """
    return sql.Composed([sql.SQL("("), _REST, *map(_TEXT.format, texts), *([_SHAPE.format(shape)] if shape else []), sql.SQL(")")])
