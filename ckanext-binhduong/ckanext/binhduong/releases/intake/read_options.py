"""What a caller or a resource says about a file: read and looked at before anything else is done. Knows no CKAN."""

from __future__ import annotations

import json
from typing import Any

__all__ = [
    "OPTIONS",
    "OptionError",
    "declared_key",
    "declared_options",
    "declared_schema",
    "declared_titles",
    "merged",
    "read_options",
    "with_key",
]

OPTIONS: dict[str, type] = {"sheet": str, "table": str, "layer": str, "encoding": str, "crs": str, "records": str, "schema": dict}
"""Option → what it must be; the names are ``ingest.check_file``'s."""

_LONGEST = 1000
"""Characters of a text option."""

_MESSAGES = {
    "not-json": ('phải là một đối tượng JSON, ví dụ {{"crs": "EPSG:9210"}}', 'must be a JSON object such as {{"crs": "EPSG:9210"}}'),
    "unknown": ("không phải là một lựa chọn; các lựa chọn là {known}", "is no option; the options are {known}"),
    "not-text": ("phải là chữ trên một dòng, không quá {longest} ký tự", "must be one line of text of at most {longest} characters"),
    "not-schema": ("phải là một Table Schema dạng đối tượng JSON", "must be a Table Schema as a JSON object"),
}


class OptionError(ValueError):
    """An option cannot be used; ``str(error)`` names it and says why in Vietnamese and in English."""

    def __init__(self, field: str, code: str) -> None:
        known = {"known": ", ".join(OPTIONS), "longest": _LONGEST}
        vi, en = (text.format(**known) for text in _MESSAGES[code])
        super().__init__(f"{field[:80]} {vi}. / {field[:80]} {en}.")


def read_options(given: Any) -> dict[str, Any]:
    """Read ``options`` as a form (JSON text) or a program (object) sends them; empty ones are left out.

    Raises:
        OptionError: no JSON object, an unknown name, or a value of the wrong kind.
    """
    if isinstance(given, str):
        given = _parsed(given) if given.strip() else None
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise OptionError("options", "not-json")
    return {name: _checked(name, value) for name, value in given.items() if value not in (None, "", {})}


def merged(given: Any, resource: dict[str, Any]) -> dict[str, Any]:
    """Return the options by which a resource's file is checked: what is given, else what the resource declares.

    An option that is given empty takes back what the resource declares.

    Raises:
        OptionError: as ``read_options``.
    """
    said = read_options(given)
    raw = _parsed(given) if isinstance(given, str) and given.strip() else given
    emptied = {name for name, value in raw.items() if value in (None, "", {})} if isinstance(raw, dict) else set()
    return {**{name: value for name, value in declared_options(resource).items() if name not in emptied}, **said}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OptionError("options", "not-json") from error


def _checked(name: str, value: Any) -> Any:
    if name not in OPTIONS:
        raise OptionError(f"options.{name}", "unknown")
    if not isinstance(value, OPTIONS[name]):
        raise OptionError(f"options.{name}", "not-schema" if OPTIONS[name] is dict else "not-text")
    if isinstance(value, str) and (len(value) > _LONGEST or not value.isprintable()):
        raise OptionError(f"options.{name}", "not-text")
    return value


def declared_schema(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the options that a resource itself declares: its Table Schema, where it has one."""
    text = resource.get("schema")
    return {"schema": json.loads(text) if isinstance(text, str) else text} if text else {}


def declared_options(resource: dict[str, Any]) -> dict[str, Any]:
    """Return every option that a resource declares for its files: how they are read (``read_as``) and its Table Schema."""
    reading = resource.get("read_as")
    return {**(read_options(reading) if reading else {}), **declared_schema(resource)}


def with_key(options: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    """Return options whose schema also declares the resource's key column, so that a check finds what publishing would refuse."""
    key, schema = (resource.get("key_column") or "").strip(), options.get("schema") or {}
    return {**options, "schema": {**schema, "primaryKey": key}} if key and not schema.get("primaryKey") else options


def declared_titles(resource: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return a resource's ``columns`` (JSON text or an object): column → {vi, en, notes, notes_en}; empty when they cannot be read."""
    columns = resource.get("columns")
    if isinstance(columns, str):
        try:
            columns = json.loads(columns or "{}")
        except ValueError:
            return {}
    return {name: entry for name, entry in columns.items() if isinstance(entry, dict)} if isinstance(columns, dict) else {}


def declared_key(resource: dict[str, Any], columns: list[dict[str, Any]]) -> str | None:
    """Return the name of the key column a resource declares, by its name or by its title in the file; None when it declares none."""
    wanted = (resource.get("key_column") or "").strip()
    return next((column["name"] for column in columns if wanted in (column["name"], column.get("title"))), wanted) if wanted else None
