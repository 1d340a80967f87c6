"""SQL for DuckDB, put together so that a name from a file stays a name: the way of psycopg2.sql, for which DuckDB has no module.

A text becomes part of a statement only by `name`, which quotes it, or as a template that is written in our code (``LiteralString``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import LiteralString

__all__ = ["Fragment", "compose", "joined", "name"]


@dataclass(frozen=True)
class Fragment:
    """A part of a statement that is safe to put into another one; ``text`` of a whole statement is what DuckDB runs."""

    text: str


def name(*parts: str) -> Fragment:
    """Quote the name of a table, a column or, of several parts, of a column in a table."""
    return Fragment(".".join('"' + part.replace('"', '""') + '"' for part in parts))


def compose(template: LiteralString, /, **parts: Fragment) -> Fragment:
    """Put fragments into a template, at ``{their names}``.

    Raises:
        TypeError: something else than a fragment is to be put in.
    """
    for part in parts.values():
        if not isinstance(part, Fragment):
            raise TypeError("only fragments become part of a statement")
    return Fragment(template.format(**{key: part.text for key, part in parts.items()}))


def joined(separator: LiteralString, parts: Iterable[Fragment]) -> Fragment:
    """Return fragments with a separator between."""
    return Fragment(separator.join(part.text for part in parts))
