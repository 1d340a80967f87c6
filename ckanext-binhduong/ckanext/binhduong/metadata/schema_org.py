"""A dataset in the words of schema.org, for search engines of datasets. Imports no CKAN.

Written here rather than by ckanext-dcat's profile, which has no `contentUrl`, two days of change, an extent in GeoJSON where a GeoShape has
its own syntax, and a graph of RDF that weighs a fifth of a page (``docs/decisions/metadata-tables.md``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from ckanext.binhduong.metadata.tables.described import Dataset, Table, filled

__all__ = ["schema_org"]


def schema_org(dataset: Dataset, forms: dict[str, list[dict[str, Any]]], places: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return a dataset.

    Args:
        forms: as the helper ``binhduong_served_forms`` gives them.
        places: the administrative units that the dataset covers: (id, name).
    """
    data = dataset.data
    maker = {"@type": "Organization", "name": dataset.maker}
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dataset.address,
        "url": dataset.address,
        "identifier": f"{dataset.site}/dataset/{data['id']}",
        "name": data["title"],
        "alternateName": data.get("title_en"),
        "description": _at_least(data.get("notes") or data["title"]),
        "license": dataset.licence["path"],
        "isAccessibleForFree": (data.get("access_rights") or "PUBLIC") == "PUBLIC",
        "creator": maker,
        "publisher": {"@type": "Organization", "name": dataset.portal, "url": dataset.site},
        "datePublished": dataset.first_published,
        "dateModified": dataset.changed,
        "version": dataset.version,
        "keywords": dataset.keywords or None,
        "inLanguage": data.get("language") or ["vi"],
        "temporalCoverage": _period(dataset),
        "spatialCoverage": [*_extent(data.get("spatial")), *_places(dataset, places)] or None,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": dataset.portal, "url": dataset.site},
        "variableMeasured": _variables(dataset.tables) or None,
        "distribution": [download for resource in data["resources"] for download in _downloads(dataset, resource, forms)] or None,
    }
    return filled(described)


def _at_least(text: str, least: int = 50, most: int = 5000) -> str:
    """Return a description of the length that search engines demand."""
    return (text if len(text) >= least else f"{text} – Cổng dữ liệu mở Bình Dương / Bình Dương open data portal")[:most]


def _period(dataset: Dataset) -> str | None:
    first, last = dataset.period
    return f"{first or '..'}/{last or '..'}" if first or last else None


def _extent(spatial: str | None) -> list[dict[str, Any]]:
    """Return the extent's box: south west north east, with blanks between, as a GeoShape has it."""
    try:
        west, south, east, north = shape(json.loads(spatial or "null")).bounds
    except (ValueError, TypeError, AttributeError, KeyError, ShapelyError):
        return []
    return [{"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}}]


def _places(dataset: Dataset, places: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"@type": "AdministrativeArea", "@id": f"{dataset.site}/id/place/{id}", "name": name} for id, name in places]


def _variables(tables: list[Table]) -> list[dict[str, Any]]:
    """Return the columns that hold values: neither the key nor shapes; one of a name in several tables once."""
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        for column in table.columns:
            if column["name"] != table.key and not table.is_shape(column):
                found.setdefault(column["name"], _variable(column))
    return list(found.values())


def _variable(column: dict[str, Any]) -> dict[str, Any]:
    described = {
        "@type": "PropertyValue",
        "name": column.get("label") or column["name"],
        "alternateName": column.get("label_en"),
        "propertyID": column["name"],
        "description": column.get("notes"),
        "unitText": column.get("unit"),
    }
    return filled(described)


def _downloads(dataset: Dataset, resource: dict[str, Any], forms: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    page = f"{dataset.address}/resource/{resource['id']}"
    is_file = resource.get("url_type") in ("upload", "datastore")
    own = {
        "@type": "DataDownload",
        "name": resource.get("name"),
        "encodingFormat": resource.get("mimetype") or resource.get("format"),
        # What is elsewhere may be a page, no file.
        "contentUrl" if is_file else "url": resource.get("url") or page,
        "contentSize": f"{resource['size']} B" if resource.get("size") else None,
    }
    return [filled(own), *(_form(page, form) for form in forms.get(resource["id"], []) if form["crs"] in (None, 4326))]


def _form(page: str, form: dict[str, Any]) -> dict[str, Any]:
    described = {
        "@type": "DataDownload",
        "name": form["vi"],
        "encodingFormat": form["media_type"],
        "contentUrl": f"{page}/export.{form['ext']}",
        "contentSize": f"{form['size']} B" if form["size"] is not None else None,
        "sha256": form["sha256"],
    }
    return filled(described)
