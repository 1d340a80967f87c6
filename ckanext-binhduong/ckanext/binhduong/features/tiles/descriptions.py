"""The documents that lead to a layer's tiles: OGC API - Tiles' list and tile set, and TileJSON 3.0 for map libraries. Imports no CKAN."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.features.ogc.calls import Call, link
from ckanext.binhduong.features.ogc.columns import Collection
from ckanext.binhduong.features.ogc.crs import CRS84, SYSTEMS
from ckanext.binhduong.features.ogc.routes import JSON, MVT
from ckanext.binhduong.features.tiles.addresses import MAX_ZOOM
from ckanext.binhduong.features.tiles.statements import COLUMNS_ZOOM

__all__ = ["tilejson", "tileset", "tilesets"]

_MATRIX_SET = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
_MERCATOR = next(uri for uri, system in SYSTEMS.items() if system.srid == 3857)
_WIDEST = [-180.0, -85.0511, 180.0, 85.0511]


def tilesets(call: Call, found: Collection) -> dict[str, Any]:
    """Return the list of a layer's tile sets: one."""
    path = f"/collections/{found.id}/tiles/WebMercatorQuad"
    links = [link(call.address(path), "self", JSON), link(f"{call.address(path)}/tilejson.json", "describedby", JSON, "TileJSON")]
    return {"links": call.own_links(), "tilesets": [{**_described(call, found), "links": links}]}


def tileset(call: Call, found: Collection) -> dict[str, Any]:
    """Return the tile set."""
    item = link(_template(call, found, "{tileMatrix}/{tileRow}/{tileCol}"), "item", MVT) | {"templated": True}
    describing = link(f"{call.address()}/tilejson.json", "describedby", JSON, "TileJSON")
    box = found.row["extent"]
    bounds = {"boundingBox": {"crs": CRS84.uri, "lowerLeft": box[:2], "upperRight": box[2:]}} if box else {}
    links = [*call.own_links(), item, describing, link(_MATRIX_SET, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", JSON)]
    return {**_described(call, found), **bounds, "links": links}


def tilejson(call: Call, found: Collection) -> dict[str, Any]:
    """Return the layer's TileJSON: a map library needs no more."""
    fields = {column.name: (column.title_en if call.language == "en" else "") or column.title for column in found.columns}
    layer = {"id": found.id, "fields": {"_fid": "id", **fields}, "minzoom": 0, "maxzoom": MAX_ZOOM}
    return {
        "tilejson": "3.0.0",
        "name": found.title(call.language),
        "attribution": found.row["organization_title"],
        "version": f"{found.row['release']}.0.0",
        "scheme": "xyz",
        "tiles": [_template(call, found, "{z}/{y}/{x}")],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "bounds": found.row["extent"] or _WIDEST,
        "description": f"columns from zoom {COLUMNS_ZOOM} on",
        "vector_layers": [layer],
    }


def _described(call: Call, found: Collection) -> dict[str, Any]:
    return {"title": found.title(call.language), "dataType": "vector", "crs": _MERCATOR, "tileMatrixSetURI": _MATRIX_SET}


def _template(call: Call, found: Collection, place: str) -> str:
    """The address of a tile, with the release in it: what it names never changes."""
    return f"{call.base}/collections/{found.id}/tiles/WebMercatorQuad/{place}?v={found.row['release']}"
