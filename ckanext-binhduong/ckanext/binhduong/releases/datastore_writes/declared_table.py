"""What a caller may declare of a DataStore table: names for it and types of its columns.

A list of what is allowed, because PostgreSQL has more of both than anybody can list: an alias is a view in the schema of all tables, and
some types look into the database's own catalogue (``regclass``), parse what they are given (``xml``) or cannot be written to any file.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["TYPES", "alias_fault", "refused_type"]

TYPES = frozenset(
    {
        *("text", "varchar", "character varying", "json", "jsonb", "uuid"),
        *("int", "int2", "int4", "int8", "smallint", "integer", "bigint", "numeric", "decimal"),
        *("float", "float4", "float8", "real", "double precision", "bool", "boolean"),
        *("date", "time", "timetz", "timestamp", "timestamptz", "interval"),
        *(f"{name} {zone} time zone" for name in ("time", "timestamp") for zone in ("with", "without")),
    }
)
"""CKAN's documented types and PostgreSQL's other names for them; each also as an array (``_int4``, ``int4[]``)."""

_ALIAS = re.compile(r"[a-z][a-z0-9_-]{1,62}")
_RESERVED = re.compile(r"pg_.*|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def alias_fault(alias: Any) -> bool:
    """Whether an alias is of the wrong form: lower-case letters, digits, ``_`` and ``-``, a letter first, 2 to 63 characters; no
    name of PostgreSQL's own (``pg_…``) and no resource's id."""
    return not isinstance(alias, str) or not _ALIAS.fullmatch(alias) or bool(_RESERVED.fullmatch(alias))


def refused_type(fields: Any) -> tuple[str, str] | None:
    """Return the first column whose declared type is not allowed and that type, or None.

    Args:
        fields: as given to `datastore_create`; what is no list of objects is CKAN's to refuse.
    """
    for field in fields if isinstance(fields, list) else []:
        declared = field.get("type") if isinstance(field, dict) else None
        if declared and _plain_type(declared) not in TYPES:
            return str(field.get("id", ""))[:100], str(declared)[:100]
    return None


def _plain_type(declared: Any) -> str:
    name = " ".join(str(declared).lower().split())
    name = re.sub(r"\(\s*\d+\s*(?:,\s*\d+\s*)?\)", "", name).strip()
    return " ".join(name.removesuffix("[]").removeprefix("_").split())
