"""The documents about the service: landing page, conformance, collection, pages of records. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.metadata.records.addresses import CATALOG, COLLECTION, GEOJSON, JSON, MOUNT, OPENAPI, OPERATIONS, link
from ckanext.binhduong.metadata.tables.described import filled

__all__ = ["Service", "collection", "collections", "conformance", "landing", "page"]

_RECORDS = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"
_CONFORMANCE = [
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")),
    *(f"{_RECORDS}{name}" for name in ("record-core", "record-collection", "record-core-query-parameters", "record-api")),
    *(f"{_RECORDS}{name}" for name in ("searchable-catalog", "json", "oas30")),
]
_TITLE = _("Bình Dương open data: datasets")
_ABOUT = _("Every public dataset of the portal as a record, by OGC API - Records. Open to everybody, without a key.")


@dataclass(frozen=True)
class Service:
    """The service as one request sees it: the portal's address, its name, the code of the licence of its descriptions, ``vi`` or ``en``."""

    site: str
    portal: str
    licence: str
    language: str

    @property
    def home(self) -> str:
        """The portal's address in the request's language."""
        return f"{self.site}/en" if self.language == "en" else self.site

    def address(self, operation: str) -> str:
        """Return the address of an operation without a parameter in its path."""
        return f"{self.home}{MOUNT}{OPERATIONS[operation].path}".removesuffix("/")

    @property
    def title(self) -> str:
        """What the service is called."""
        return translated(_TITLE, self.language)

    @property
    def about(self) -> str:
        """What the service is."""
        return translated(_ABOUT, self.language)


def landing(service: Service) -> dict[str, Any]:
    """Return the landing page."""
    links = [
        link(service.address("landing"), "self", JSON),
        link(service.address("api"), "service-desc", OPENAPI),
        link(f"{service.home}/docs/api", "service-doc", "text/html"),
        link(service.address("conformance"), "conformance", JSON),
        link(service.address("collections"), "data", JSON),
    ]
    return {"title": service.title, "description": service.about, "links": links}


def conformance(service: Service) -> dict[str, Any]:
    """Return what is implemented."""
    return {"conformsTo": _CONFORMANCE, "links": [link(service.address("conformance"), "self", JSON)]}


def collections(service: Service) -> dict[str, Any]:
    """Return the list of collections."""
    return {"links": [link(service.address("collections"), "self", JSON)], "collections": [collection(service)]}


def collection(service: Service) -> dict[str, Any]:
    """Return the collection of datasets, which is the catalogue."""
    described = {
        "id": COLLECTION,
        "type": "Collection",
        "itemType": "record",
        "title": service.title,
        "description": service.about,
        "language": {"code": service.language},
        "contacts": [{"organization": service.portal, "roles": ["publisher"], "links": [link(service.home, "about", "text/html")]}],
        "license": service.licence or None,
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "links": [
            link(service.address("collection"), "self", CATALOG),
            link(service.address("items"), "items", GEOJSON),
            link(f"{service.home}/dataset/", "describedby", "text/html"),
            *(
                link(f"{service.site}/catalog.{ext}", "alternate", media)
                for ext, media in (("ttl", "text/turtle"), ("xml", "application/rdf+xml"))
            ),
        ],
    }
    return filled(described)


def page(
    service: Service, records: Sequence[dict[str, Any]], matched: int, sent: Mapping[str, str], limit: int, offset: int
) -> dict[str, Any]:
    """Return a page of records.

    Args:
        matched: how many answer in all.
        sent: the request's parameters as they were sent.
        limit: the most records of a page.
        offset: how many records come before.
    """
    links = [link(_again(service, sent), "self", GEOJSON), link(service.address("collection"), "collection", CATALOG)]
    if records and offset + len(records) < matched:
        links.append(link(_again(service, {**sent, "offset": str(offset + len(records))}), "next", GEOJSON))
    if offset:
        before = max(offset - limit, 0)
        links.append(link(_again(service, {**sent, "offset": str(before)}), "prev", GEOJSON))
    return {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": len(records),
        "links": links,
        "features": list(records),
    }


def _again(service: Service, sent: Mapping[str, str]) -> str:
    return service.address("items") + (f"?{urlencode(sent)}" if sent else "")
