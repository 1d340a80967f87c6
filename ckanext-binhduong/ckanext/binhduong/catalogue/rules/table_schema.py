"""The rule for a resource's declared schema: a Frictionless Table Schema, whose word stands before what the file looks like."""

import json
from typing import Any

__all__ = ["TYPES", "TableSchemaError", "clean_table_schema"]

#: The types of the Table Schema specification, version 1.
TYPES = (
    *("string", "number", "integer", "boolean", "object", "array", "date", "time", "datetime", "year", "yearmonth", "duration"),
    *("geopoint", "geojson", "any"),
)


_WITHOUT_FIELDS = ("primaryKey", "missingValues")
"""What a schema may say without a word of a single column."""


class TableSchemaError(ValueError):
    """The schema is not as the specification says; ``place`` is where: ``fields``, or a field's number (from 1) and its key."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def clean_table_schema(value: str | dict[str, Any]) -> str:
    """Return a Table Schema as JSON text.

    Args:
        value: ``{"fields": [{"name": …, "type": …}], "primaryKey": …}`` or its JSON text; ``fields`` may be left out where there is
            ``primaryKey`` or ``missingValues``.

    Raises:
        TableSchemaError: naming the place.
    """
    try:
        content = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise TableSchemaError("JSON") from error
    if not isinstance(content, dict):
        raise TableSchemaError("fields")
    fields = content.get("fields")
    only_table = "fields" not in content and any(content.get(name) for name in _WITHOUT_FIELDS)
    if not only_table and (not isinstance(fields, list) or not fields):
        raise TableSchemaError("fields")
    for number, field in enumerate(fields or [], start=1):
        _check_field(number, field)
    return json.dumps(content, ensure_ascii=False)


def _check_field(number: int, field: Any) -> None:
    if not isinstance(field, dict) or not isinstance(field.get("name"), str) or not field["name"]:
        raise TableSchemaError(f"fields {number} → name")
    if field.get("type", "any") not in TYPES:
        raise TableSchemaError(f"fields {number} → type")
