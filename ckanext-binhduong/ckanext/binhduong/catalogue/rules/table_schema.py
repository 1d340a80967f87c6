"""The rule for a resource's declared schema: a Frictionless Table Schema, whose word stands before what the file looks like."""

import json
from typing import Any

__all__ = ["TYPES", "TableSchemaError", "clean_table_schema"]

#: The types of the Table Schema specification, version 1.
TYPES = (
    *("string", "number", "integer", "boolean", "object", "array", "date", "time", "datetime", "year", "yearmonth", "duration"),
    *("geopoint", "geojson", "any"),
)


class TableSchemaError(ValueError):
    """The schema is not as the specification says; ``place`` is where: ``fields``, or a field's number (from 1) and its key."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def clean_table_schema(value: str | dict[str, Any]) -> str:
    """Return a Table Schema as JSON text.

    Args:
        value: ``{"fields": [{"name": …, "type": …}], "primaryKey": …}`` or its JSON text.

    Raises:
        TableSchemaError: naming the place.
    """
    try:
        content = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise TableSchemaError("JSON") from error
    fields = content.get("fields") if isinstance(content, dict) else None
    if not isinstance(fields, list) or not fields:
        raise TableSchemaError("fields")
    for number, field in enumerate(fields, start=1):
        _check_field(number, field)
    return json.dumps(content, ensure_ascii=False)


def _check_field(number: int, field: Any) -> None:
    if not isinstance(field, dict) or not isinstance(field.get("name"), str) or not field["name"]:
        raise TableSchemaError(f"fields {number} → name")
    if field.get("type", "any") not in TYPES:
        raise TableSchemaError(f"fields {number} → type")
