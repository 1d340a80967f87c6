"""The documents about the service and its collections. Imports no CKAN."""

from __future__ import annotations

import math
from typing import Any

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.features.downloads.forms import FORMS
from ckanext.binhduong.features.ogc.calls import Call, link
from ckanext.binhduong.features.ogc.columns import Collection, column_schema
from ckanext.binhduong.features.ogc.crs import CRS84, SYSTEMS
from ckanext.binhduong.features.ogc.routes import GEOJSON, HTML, JSON, OPENAPI, SCHEMA

__all__ = ["CONFORMANCE", "collection", "collections", "conformance", "landing", "queryables", "title_of_service"]

_FEATURES, _CQL2 = "http://www.opengis.net/spec/ogcapi-features-", "http://www.opengis.net/spec/cql2/1.0/conf/"
_CLASSES = {
    f"{_FEATURES}1/1.0/conf/": ("core", "oas30", "html", "geojson"),
    f"{_FEATURES}2/1.0/conf/": ("crs",),
    f"{_FEATURES}3/1.0/conf/": ("queryables", "queryables-query-parameters", "filter", "features-filter"),
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/": ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt"),
    _CQL2: (
        *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison"),
        *("accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions"),
        *("temporal-functions", "property-property", "arithmetic"),
    ),
}
CONFORMANCE = tuple(start + name for start, names in _CLASSES.items() for name in names)
"""The URIs of the conformance classes."""

_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
_GRADATION = 1e6
_TITLE = _("Bình Dương open data: features")
_DESCRIPTION = _(
    "Every published layer of the portal as a collection of features, by OGC API - Features. Open to everybody, without a key."
)


def title_of_service(language: str) -> tuple[str, str]:
    """Return the service's title and what it is, in ``vi`` or ``en``."""
    return translated(_TITLE, language), translated(_DESCRIPTION, language)


def landing(call: Call) -> dict[str, Any]:
    """Return the landing page."""
    title, description = title_of_service(call.language)
    links = [
        *call.own_links(),
        link(call.address("/api"), "service-desc", OPENAPI),
        link(call.address("/api") + "?f=html", "service-doc", HTML),
        link(call.address("/conformance"), "conformance", JSON),
        link(call.address("/collections"), "data", JSON),
    ]
    return {"title": title, "description": description, "links": links}


def conformance(call: Call) -> dict[str, Any]:
    """Return what is implemented."""
    return {"conformsTo": list(CONFORMANCE), "links": call.own_links()}


def collections(call: Call, found: list[Collection]) -> dict[str, Any]:
    """Return the list of collections; the coordinate reference systems stand once, for all."""
    listed = [{**_described(call, each), "crs": ["#/crs"], "links": _links(call, each)} for each in found]
    return {"links": call.own_links(), "crs": list(SYSTEMS), "collections": listed}


def collection(call: Call, found: Collection) -> dict[str, Any]:
    """Return one collection; ``/collections`` lists all its coordinate reference systems."""
    known = [system.uri for system in SYSTEMS.values() if system.is_everywhere]
    return {**_described(call, found), "crs": known, "links": [*call.own_links(), *_links(call, found)]}


def _described(call: Call, found: Collection) -> dict[str, Any]:
    row = found.row
    described: dict[str, Any] = {"id": found.id, "title": found.title(call.language)}
    dataset = (row["dataset_title_en"] if call.language == "en" else "") or row["dataset_title"]
    described["description"] = " · ".join(part for part in (dataset, row["organization_title"], row["license_id"]) if part)
    if row["extent"]:
        described["extent"] = {"spatial": {"bbox": [_outward(row["extent"])], "crs": CRS84.uri}}
    return {**described, "itemType": "feature", "storageCrs": CRS84.uri}


def _outward(extent: list[float]) -> list[float]:
    """A box in whole millionths of a degree, one wider on each side: it holds the outermost features also after it was transformed."""
    west, south, east, north = (number * _GRADATION for number in extent)
    return [number / _GRADATION for number in (math.floor(west) - 1, math.floor(south) - 1, math.ceil(east) + 1, math.ceil(north) + 1)]


def _links(call: Call, found: Collection) -> list[dict[str, Any]]:
    path = f"/collections/{found.id}"
    prefix = "/en" if call.base.startswith(f"{call.site}/en/") else ""
    return [
        link(call.address(f"{path}/items"), "items", GEOJSON, found.title(call.language)),
        link(call.address(f"{path}/items") + "?f=html", "items", HTML, found.title(call.language)),
        *(
            link(f"{call.address(f'{path}/items')}?f={form.name}", "items", form.media, form.title)
            for form in FORMS.values()
            if form.media != GEOJSON
        ),
        link(call.address(f"{path}/queryables"), _QUERYABLES, SCHEMA),
        link(call.address(f"{path}/tiles"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", JSON),
        link(call.address(path), "collection", JSON),
        link(f"{call.site}{prefix}/dataset/{found.row['dataset']}", "describedby", HTML),
    ]


def queryables(call: Call, found: Collection) -> dict[str, Any]:
    """Return what a filter on a collection may name, as a JSON schema."""
    kind = found.row["geometry_type"].lower()
    shape = {"title": "geometry", "x-ogc-role": "primary-geometry", "format": f"geometry-{'any' if kind == 'geometry' else kind}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": call.address(),
        "type": "object",
        "title": found.title(call.language),
        "properties": {found.geometry: shape, **{column.name: column_schema(column, call.language) for column in found.columns}},
        "additionalProperties": False,
    }
