"""A dataset as a Data Package 2 (https://datapackage.org): its tables with their types, so that a unit's code read from the CSV stays text.

Imports no CKAN.
"""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.metadata.tables.described import Dataset, Table, filled

__all__ = ["data_package", "data_resource", "table_schema"]

_PROFILES = "https://datapackage.org/profiles/2.0"


def data_package(dataset: Dataset) -> dict[str, Any]:
    """Return the descriptor of a dataset: each published table is a resource of it, as CSV."""
    data = dataset.data
    described = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": data["name"],
        "id": data["id"],
        "title": data["title"],
        "title_en": data.get("title_en"),
        "description": data.get("notes"),
        "description_en": data.get("notes_en"),
        "homepage": dataset.address,
        "version": dataset.version,
        "created": f"{data['metadata_created'][:19]}Z",
        "keywords": dataset.keywords or None,
        "licenses": [dataset.licence],
        "contributors": [{"title": dataset.maker, "roles": ["publisher"]}],
        "resources": [data_resource(table, dataset) for table in dataset.tables],
    }
    return filled(described)


def data_resource(table: Table, dataset: Dataset) -> dict[str, Any]:
    """Return the descriptor of one table; it also stands by itself."""
    file, resource = table.file("csv"), table.resource
    described = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.slug,
        "type": "table",
        "title": resource.get("name"),
        "title_en": resource.get("name_en"),
        "description": resource.get("description"),
        "path": file["address"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file["size"],
        "hash": f"sha256:{file['sha256']}" if file["sha256"] else None,
        "licenses": [dataset.licence],
        "schema": table_schema(table),
    }
    return filled(described)


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table's CSV. An empty cell is no value, whatever the column's type."""
    described = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": [table.key] if table.key else None,
        "missingValues": [""],
    }
    return filled(described)


def _field(table: Table, column: dict[str, Any]) -> dict[str, Any]:
    described = {
        "name": column["name"],
        **table.type_of(column).table_schema,
        "title": column.get("label"),
        "title_en": column.get("label_en"),
        "description": column.get("notes"),
        "description_en": column.get("notes_en"),
        "unit": column.get("unit"),
    }
    return filled(described)
