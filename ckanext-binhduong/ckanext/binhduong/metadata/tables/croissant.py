"""A dataset in Croissant 1.0 (MLCommons): its tables as record sets, read from Parquet, which keeps what is text as text.

ckanext-dcat has a profile for Croissant too; it describes the file that was uploaded, whose columns need not be the table's, and its record
sets name no file that a reader can check (``docs/decisions``). Imports no CKAN.
"""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.metadata.tables.column_types import WKB
from ckanext.binhduong.metadata.tables.described import Dataset, Table, filled

__all__ = ["croissant"]

_PARQUET = ["application/x-parquet", "application/vnd.apache.parquet"]
"""The first is the one that readers of Croissant know, the second the registered one."""

_CONTEXT = {
    "@language": "vi",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset; one whose files are not all made yet says that it is live, since their checksums are not known."""
    data, tables = dataset.data, dataset.tables
    agent = {"@type": "sc:Organization", "name": dataset.maker, "url": dataset.site}
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": data["title"],
        "alternateName": data.get("title_en"),
        "description": data.get("notes") or data["title"],
        "url": dataset.address,
        "license": dataset.licence["path"],
        "creator": agent,
        "publisher": agent,
        "datePublished": dataset.first_published,
        "dateModified": dataset.changed,
        "version": dataset.version,
        "keywords": dataset.keywords or None,
        "inLanguage": data.get("language") or ["vi"],
        "citeAs": f"{dataset.maker}. {data['title']}. {dataset.first_published[:4]}. {dataset.address}",
        "isLiveDataset": True if any(table.file("parquet")["sha256"] is None for table in tables) else None,
        "distribution": [_file(table) for table in tables],
        "recordSet": [_record_set(table) for table in tables],
    }
    return filled(described)


def _file(table: Table) -> dict[str, Any]:
    file = table.file("parquet")
    described = {
        "@type": "cr:FileObject",
        "@id": f"{table.slug}.parquet",
        "name": f"{table.slug}.parquet",
        "description": table.resource.get("description") or table.resource.get("name"),
        "contentUrl": file["address"],
        "contentSize": f"{file['size']} B" if file["size"] is not None else None,
        "encodingFormat": _PARQUET,
        "sha256": file["sha256"],
    }
    return filled(described)


def _record_set(table: Table) -> dict[str, Any]:
    described = {
        "@type": "cr:RecordSet",
        "@id": table.slug,
        "name": table.slug,
        "description": table.resource.get("name"),
        "key": {"@id": f"{table.slug}/{table.key}"} if table.key else None,
        "field": [_field(table, column) for column in table.columns],
    }
    return filled(described)


def _field(table: Table, column: dict[str, Any]) -> dict[str, Any]:
    known = table.type_of(column).croissant
    words = [column.get("label"), column.get("notes"), column.get("unit")]
    described = {
        "@type": "cr:Field",
        "@id": f"{table.slug}/{column['name']}",
        "name": column["name"],
        "description": " – ".join(word for word in words if word) or column["name"],
        "dataType": [known, WKB] if table.is_shape(column) else known,
        "source": {"fileObject": {"@id": f"{table.slug}.parquet"}, "extract": {"column": column["name"]}},
    }
    return filled(described)
