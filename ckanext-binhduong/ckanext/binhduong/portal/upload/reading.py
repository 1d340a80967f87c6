"""How a file is read, between the form and the check's options: what was chosen becomes options, and options become the form's values.

What a person says of a column is a field of a Table Schema, so that the resource keeps it and the next file is read by it. Knows no CKAN.
"""

from __future__ import annotations

from typing import Any

__all__ = ["OPTIONS", "TYPES", "described", "form_of", "is_as_read", "options_from", "reading_of"]

TYPES: dict[str, dict[str, str]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer", "groupChar": "."},
    "number-comma": {"type": "number", "decimalChar": ",", "groupChar": "."},
    "number-point": {"type": "number", "decimalChar": ".", "groupChar": ","},
    "date": {"type": "date", "format": "%d/%m/%Y"},
    "date-month-first": {"type": "date", "format": "%m/%d/%Y"},
    "date-time": {"type": "datetime", "format": "%d/%m/%Y %H:%M:%S"},
    "time": {"type": "time"},
    "yes-no": {"type": "boolean"},
}
"""What an officer may say of a column → its field in a Table Schema."""

DECLARED = "declared"
"""The choice of a column whose declared type the form cannot say: it stays as it is."""

_OF_TYPE = ("type", "format", "decimalChar", "groupChar")
_TEXTS = ("sheet", "table", "layer", "encoding", "crs", "records")
OPTIONS = (*_TEXTS, "schema")
"""The check's options."""
_EMPTY = ";"
"""Parts the words for an empty cell."""


def options_from(values: dict[str, Any], report: dict[str, Any] | None, declared: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the check's options from the form.

    Args:
        values: ``read:crs`` …, ``read:missing``, and by column ``type:<name>``, ``role:<name>``, ``unit:<name>``; what is not there was
            not asked.
        report: of the file, whose columns the choices are about; None before it was read.
        declared: the Table Schema that the resource has; what the form does not say of it stays.

    A schema that names one column names all, or the others were told to be superfluous; these stay as the portal finds them.
    """
    options: dict[str, Any] = {name: str(values[f"read:{name}"]).strip() for name in _TEXTS if values.get(f"read:{name}")}
    schema = _schema(values, report, declared or {})
    return options | ({"schema": schema} if schema else {})


def _schema(values: dict[str, Any], report: dict[str, Any] | None, declared: dict[str, Any]) -> dict[str, Any]:
    fields = {str(field.get("name")): dict(field) for field in declared.get("fields", [])}
    columns = [column["name"] for column in (report or {}).get("columns", []) if not column.get("computed")]
    chosen = {name: _field(values, name, fields.get(name, {"name": name, "type": "any"})) for name in columns}
    if fields:
        chosen = {name: field for name, field in chosen.items() if name in fields or _says(field)}
    schema = {**declared, "fields": list({**fields, **chosen}.values())}
    if "read:missing" in values:
        words = [word.strip() for word in str(values["read:missing"]).split(_EMPTY) if word.strip()]
        schema["missingValues"] = ["", *words]
    if schema.get("missingValues") in ([], [""]):
        del schema["missingValues"]
    if not any(_says(field) for field in schema["fields"]):
        del schema["fields"]
    return schema


def _field(values: dict[str, Any], name: str, field: dict[str, Any]) -> dict[str, Any]:
    """Return what is declared of a column with what the form says of it in its place."""
    said = values.get(f"type:{name}")
    if said is not None and said != DECLARED:
        field = {key: value for key, value in field.items() if key not in _OF_TYPE} | TYPES.get(said, {"type": "any"})
    for key in ("role", "unit"):
        if (text := values.get(f"{key}:{name}")) is not None:
            field = {each: value for each, value in field.items() if each != key} | ({key: str(text).strip()} if str(text).strip() else {})
    return field


def _says(field: dict[str, Any]) -> bool:
    """Return whether a field says anything of its column but that it is there."""
    return {key: value for key, value in field.items() if key != "name"} != {"type": "any"}


def form_of(options: dict[str, Any]) -> dict[str, str]:
    """Return the form's values that stand for options: what ``options_from`` reads back."""
    values = {f"read:{name}": str(options[name]) for name in _TEXTS if options.get(name)}
    schema = options.get("schema") or {}
    if words := [str(word) for word in schema.get("missingValues", []) if word]:
        values["read:missing"] = f"{_EMPTY} ".join(words)
    for field in schema.get("fields", []):
        name = field.get("name")
        values[f"type:{name}"] = _type_of(field)
        values |= {f"{key}:{name}": str(field[key]) for key in ("role", "unit") if field.get(key)}
    return values


def described(values: dict[str, Any]) -> set[str]:
    """Return the columns of which the form says a role or a unit."""
    return {name.partition(":")[2] for name, said in values.items() if said and name.startswith(("role:", "unit:"))}


def _type_of(field: dict[str, Any]) -> str:
    said = {key: field[key] for key in _OF_TYPE if field.get(key)}
    if said.get("type") == "any":
        return ""
    return next((name for name, type_ in TYPES.items() if type_ == said), DECLARED)


def is_as_read(values: dict[str, Any], report: dict[str, Any], options: dict[str, Any], declared: dict[str, Any] | None = None) -> bool:
    """Return whether the form still says how the file was read: with these options, for this report."""
    return options_from(values, report, declared) == options


def reading_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that a resource keeps in ``read_as``."""
    return {name: value for name, value in options.items() if name != "schema"}
