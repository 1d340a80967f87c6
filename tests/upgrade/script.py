"""Reads the rows of a table out of a plain SQL dump of the fixture, without a database."""

from __future__ import annotations

import lzma
import re

from tests.upgrade.dump import VAR

__all__ = ["rows", "script"]

_ESCAPES = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}


def script(database: str) -> str:
    """Return the SQL of a database's dump."""
    return lzma.decompress((VAR / f"{database}.sql.xz").read_bytes()).decode()


def rows(database: str, table: str) -> list[dict[str, str | None]]:
    """Return a table's rows, column → text as PostgreSQL writes it, None for NULL.

    Args:
        table: as it stands in the dump, with its schema: ``public.package``.

    Raises:
        LookupError: the dump has no such table.
    """
    found = re.search(rf"^COPY {re.escape(table)} \((.*?)\) FROM stdin;\n(.*?)^\\\.$", script(database), flags=re.M | re.S)
    if not found:
        raise LookupError(table)
    columns = [column.strip('"') for column in found[1].split(", ")]
    return [dict(zip(columns, map(_value, line.split("\t")), strict=True)) for line in found[2].splitlines()]


def _value(text: str) -> str | None:
    return None if text == "\\N" else re.sub(r"\\[tnr\\]", lambda escape: _ESCAPES[escape[0]], text)
