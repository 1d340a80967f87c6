"""The addresses of the service: one table, by which requests are routed and the OpenAPI document is written; links. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.metadata.records.questions import FORM, PARAMETERS, Parameter
from ckanext.binhduong.metadata.tables.described import filled

__all__ = ["CATALOG", "COLLECTION", "GEOJSON", "JSON", "MOUNT", "OPENAPI", "OPERATIONS", "Operation", "link"]

MOUNT, COLLECTION = "/records", "datasets"
JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CATALOG = "application/ogc-catalog+json"
_RECORD = f"{GEOJSON};application=ogc-record"
_COLLECTION = f"/collections/{COLLECTION}"


@dataclass(frozen=True)
class Operation:
    """An address: ``path`` below :data:`MOUNT`, what it gives in English (the message's id), its media type, what it may be asked."""

    path: str
    summary: str
    media: str
    parameters: dict[str, Parameter]


_ONE = {"f": FORM}
OPERATIONS = {
    "landing": Operation("/", _("Where to begin"), JSON, _ONE),
    "conformance": Operation("/conformance", _("The parts of the standards that are implemented"), JSON, _ONE),
    "api": Operation("/api", _("This description, as OpenAPI 3.0"), OPENAPI, _ONE),
    "collections": Operation("/collections", _("The collections of records: there is one"), JSON, _ONE),
    "collection": Operation(_COLLECTION, _("The collection of all public datasets"), CATALOG, _ONE),
    "items": Operation(f"{_COLLECTION}/items", _("The records, a page at a time, the oldest first"), _RECORD, PARAMETERS),
    "item": Operation(f"{_COLLECTION}/items/{{recordId}}", _("One record"), _RECORD, _ONE),
}


def link(href: str, rel: str, media: str | None = None, title: str | None = None) -> dict[str, str]:
    """Return a link as the standard writes it."""
    return filled({"href": href, "rel": rel, "type": media, "title": title})
