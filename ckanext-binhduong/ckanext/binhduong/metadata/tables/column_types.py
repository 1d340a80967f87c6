"""What the types of columns are called in each standard. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["WKB", "WKT", "ColumnType", "type_of"]

GEOSPARQL = "http://www.opengis.net/ont/geosparql#"
WKT = f"{GEOSPARQL}wktLiteral"
"""What the text of a shape in a CSV is."""
WKB = f"{GEOSPARQL}wkbLiteral"
"""What the bytes of a shape in a Parquet file are."""


@dataclass(frozen=True)
class ColumnType:
    """One type of column.

    Attributes:
        table_schema: ``type`` and ``format`` of a field (Table Schema 2).
        csvw: ``datatype`` of a column (CSV on the Web): an XSD type.
        croissant: ``dataType`` of a field.
        schema_org: what schema.org calls a value, for ``variableMeasured``.
    """

    table_schema: dict[str, Any]
    csvw: Any
    croissant: str
    schema_org: str


_TYPES = {
    "text": ColumnType({"type": "string"}, "string", "sc:Text", "Text"),
    "integer": ColumnType({"type": "integer"}, "integer", "sc:Integer", "Integer"),
    "decimal": ColumnType({"type": "number"}, "decimal", "sc:Float", "Number"),
    "boolean": ColumnType({"type": "boolean"}, {"base": "boolean", "format": "true|false"}, "sc:Boolean", "Boolean"),
    "date": ColumnType({"type": "date"}, "date", "sc:Date", "Date"),
    # Without a zone, as the tables have them: the default form of Table Schema 1 demands a Z.
    "timestamp": ColumnType({"type": "datetime", "format": "any"}, "dateTime", "sc:DateTime", "DateTime"),
    "time": ColumnType({"type": "time", "format": "any"}, "time", "sc:Time", "Time"),
}
_SHAPE = ColumnType({"type": "string", "rdfType": WKT}, {"@id": WKT, "base": "string"}, "sc:Text", "Text")


def type_of(name: str, *, is_shape: bool = False) -> ColumnType:
    """Return the names of a type of ``core.type_words``; of a column of shapes those of its text (WKT)."""
    return _SHAPE if is_shape else _TYPES[name]
