"""The columns of a published table, as the database has them, with what the publisher says of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from psycopg2 import sql

from ckanext.binhduong.core.connections.connection_pool import Database
from ckanext.binhduong.core.problems.request_errors import LayerNotFoundError

__all__ = ["Column", "Name", "Table", "finite", "read_table"]

#: PostgreSQL's types, by what can be asked of them.
_KINDS = {
    **dict.fromkeys(("text", "varchar"), "text"),
    **dict.fromkeys(("int2", "int4", "int8", "numeric", "float4", "float8"), "number"),
    **dict.fromkeys(("timestamp", "timestamptz"), "timestamp"),
    "bool": "boolean",
    "date": "date",
}
_ORDERED = ("time", "timetz", "interval", "uuid")
"""Of the types of no kind, those whose values have an order and can be told apart."""
_WITH_NAN = ("numeric", "float4", "float8")
_COLUMNS = sql.SQL(
    "SELECT a.attname AS id, t.typname AS type, col_description(a.attrelid, a.attnum) AS comment, greatest(c.reltuples, 0)::bigint AS rows "
    "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE c.oid = to_regclass(%(table)s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
)


class Name(sql.Identifier):
    """A name in a statement that runs with values: psycopg2 reads ``%`` there as a placeholder's sign, also between quotes, unless doubled.
    CKAN lets columns be called so (``datastore_create``)."""

    def as_string(self, context: Any) -> str:
        """Write the name in quotes, each ``%`` twice."""
        return super().as_string(context).replace("%", "%%")


@dataclass(frozen=True)
class Column:
    """One column: PostgreSQL's ``type``, its ``kind`` (text, number, boolean, date, timestamp, other), and its entry of the data dictionary
    (``label``, ``label_en``, ``notes``, ``notes_en``, ``unit``, ``role``; each may be missing)."""

    id: str
    type: str
    info: dict[str, str]

    @property
    def kind(self) -> str:
        """What can be asked of it."""
        return _KINDS.get(self.type, "other")

    @property
    def is_sortable(self) -> bool:
        """Whether rows can be sorted and grouped by it; JSON and lists of it cannot."""
        return self.kind != "other" or self.type in _ORDERED

    @property
    def role(self) -> str:
        """What it is for, in the words of the flight-check report; empty when unknown."""
        return self.info.get("role", "")

    def described(self) -> dict[str, Any]:
        """Return the column as the actions tell it."""
        said = {"title": self.info.get("label") or self.id, "title_en": self.info.get("label_en", ""), "role": self.role}
        return {"id": self.id, "type": self.type, "kind": self.kind, **said, "unit": self.info.get("unit", "")}


@dataclass(frozen=True)
class Table:
    """A table of the DataStore: its name (the resource's id), published columns in order, about how many rows it has, and whether they have
    shapes (the hidden column ``_geom``)."""

    name: str
    columns: tuple[Column, ...]
    about_rows: int
    has_shapes: bool = False

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that people read: a geometry's text is for programs and for the map."""
        return tuple(column for column in self.columns if column.role != "geometry")

    def column(self, name: str) -> Column | None:
        """Find a column by its name, in whichever Unicode form the letters with marks are written."""
        alike = [column for column in self.columns if normalize("NFC", column.id) == normalize("NFC", name)]
        return next((column for column in alike if column.id == name), next(iter(alike), None))

    @property
    def sql(self) -> sql.Composable:
        """The table in a statement."""
        return sql.Identifier("public", self.name)


def read_table(database: Database, resource_id: str) -> Table:
    """Read what a resource's table is made of: one statement on the system catalogue.

    Raises:
        LayerNotFoundError: the resource has no table.
        UnavailableError: the database did not answer in time.
    """
    rows = database.rows(_COLUMNS, {"table": sql_name(resource_id)})
    if not rows:
        raise LayerNotFoundError(resource_id)
    columns = tuple(Column(row["id"], row["type"], _info(row["comment"])) for row in rows if not row["id"].startswith("_"))
    return Table(resource_id, columns, rows[0]["rows"], any(row["id"] == "_geom" for row in rows))


def finite(column: Column, name: sql.Composable) -> sql.Composable:
    """Return a column's value, NULL instead of NaN and the infinities, which PostgreSQL keeps but which are no number to draw."""
    if column.type not in _WITH_NAN:
        return name
    return sql.SQL("nullif(nullif(nullif({}, 'NaN'), 'Infinity'), '-Infinity')").format(name)


def sql_name(resource_id: str) -> str:
    """Write a table's name for ``to_regclass``."""
    return 'public."' + resource_id.replace('"', '""') + '"'


def _info(comment: str | None) -> dict[str, str]:
    """Read CKAN's comment of a column; one that somebody else wrote says nothing."""
    try:
        return json.loads(comment or "{}").get("_info") or {}
    except (ValueError, AttributeError):
        return {}
