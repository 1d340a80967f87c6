"""What of a layer can be asked for: its published columns by type, and its shape. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["GEOMETRY", "Collection", "Column", "collection_of", "column_schema"]

GEOMETRY = "geometry"
_GEOMETRY_ROLE = "geometry"
_TEMPORAL = ("date", "timestamp")


@dataclass(frozen=True)
class Column:
    """A published column: its name, its type (text, integer, decimal, boolean, date, timestamp, time) and its titles."""

    name: str
    type: str
    title: str
    title_en: str


@dataclass(frozen=True)
class Collection:
    """A published layer as a collection.

    Attributes:
        row: the row of ``geo.layers``.
        columns: the published columns in order, without the one that holds the shape as text.
        geometry: the name of the shape among the queryables.
        time: the column that ``datetime`` filters: the first of a temporal type, None without one.
    """

    row: dict[str, Any]
    columns: tuple[Column, ...]
    geometry: str
    time: Column | None

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.row["layer"]

    @property
    def names(self) -> list[str]:
        """The columns' names in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column | None:
        """Return the column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def title(self, language: str) -> str:
        """Return the title in ``vi`` or ``en``; Vietnamese when there is no English one."""
        return (self.row["title_en"] if language == "en" else "") or self.row["title"] or self.id


def collection_of(row: dict[str, Any]) -> Collection:
    """Return the collection of a row of ``geo.layers``."""
    columns = tuple(
        Column(field["id"], field["type"], field.get("title") or field["id"], field.get("title_en") or "")
        for field in row["fields"]
        if field.get("role") != _GEOMETRY_ROLE
    )
    taken = any(column.name == GEOMETRY for column in columns)
    time = next((column for column in columns if column.type in _TEMPORAL), None)
    return Collection(row, columns, "_geom" if taken else GEOMETRY, time)


_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
}


def column_schema(column: Column, language: str) -> dict[str, Any]:
    """Return the JSON schema of a column's values, with its title in ``vi`` or ``en``."""
    title = (column.title_en if language == "en" else "") or column.title
    return {"title": title, **_TYPES[column.type]}
