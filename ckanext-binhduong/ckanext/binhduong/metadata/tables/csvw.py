"""A table's CSV in the words of CSV on the Web (W3C). Imports no CKAN."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ckanext.binhduong.metadata.tables.described import Dataset, Table

__all__ = ["csvw"]


def csvw(table: Table, dataset: Dataset) -> dict[str, Any]:
    """Return the metadata of a table's CSV, which is the newest release's: its address stays, as that of the metadata does."""
    schema: dict[str, Any] = {"columns": [_column(table, column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = _name(table.key)
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": f"{table.page}/export.csv",
        "dc:title": _texts(table.resource.get("name"), table.resource.get("name_en")),
        "dc:description": table.resource.get("description") or dataset.data.get("notes"),
        "dc:publisher": dataset.maker,
        "dc:license": {"@id": dataset.licence["path"]},
        "dc:modified": {"@value": dataset.changed, "@type": "xsd:date"},
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "tableSchema": schema,
    }
    return {name: value for name, value in described.items() if value}


def _column(table: Table, column: dict[str, Any]) -> dict[str, Any]:
    described = {
        "name": _name(column["name"]),
        # What stands in the first line of the file; what people call the column is `dc:title`.
        "titles": column["name"],
        "datatype": table.type_of(column).csvw,
        "dc:title": _texts(column.get("label"), column.get("label_en")),
        "dc:description": _texts(column.get("notes"), column.get("notes_en")),
    }
    return {name: value for name, value in described.items() if value}


def _name(column: str) -> str:
    """Return a column's name as a variable of a URI template, the only names that the standard takes."""
    return quote(column, safe="").replace("-", "%2D").replace("~", "%7E")


def _texts(vietnamese: str | None, english: str | None) -> list[dict[str, str]]:
    both = (("vi", vietnamese), ("en", english))
    return [{"@value": text, "@language": language} for language, text in both if text]
