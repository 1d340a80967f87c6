"""What the service answers: one table, from which requests are routed and the OpenAPI document is written. Imports no CKAN."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["GEOJSON", "HTML", "JSON", "MVT", "OPENAPI", "OPERATIONS", "SCHEMA", "Operation", "find_operation"]

JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
MVT = "application/vnd.mapbox-vector-tile"

_ITEMS = ("f-items", "limit", "bbox", "bbox-crs", "datetime", "crs", "filter", "filter-lang", "filter-crs", "sortby", "cursor")
_COLLECTION = "/collections/{collectionId}"
_TILESET = f"{_COLLECTION}/tiles/WebMercatorQuad"


@dataclass(frozen=True)
class Operation:
    """An address that is answered.

    Attributes:
        id: its name.
        path: below the service's address, with ``{collectionId}``, ``{featureId}`` and the parts of a tile's address.
        summary: what it gives, in English, which is the message's id.
        media: the type of its JSON; each is answered as HTML too, but for a tile.
        parameters: keys of ``PARAMETERS``.
        filters_columns: whether the collection's columns are parameters too.
        has_files: whether the whole answer can be had as a file.
    """

    id: str
    path: str
    summary: str
    media: str = JSON
    parameters: tuple[str, ...] = ("f",)
    filters_columns: bool = False
    has_files: bool = False
    pattern: re.Pattern[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # The path of a feature's id may hold strokes.
        named = re.sub(r"\\\{(\w+)\\\}", lambda name: f"(?P<{name[1]}>{'.+' if name[1] == 'featureId' else '[^/]+'})", re.escape(self.path))
        object.__setattr__(self, "pattern", re.compile(named, re.DOTALL))


OPERATIONS = (
    Operation("landing", "/", _("Where to begin")),
    Operation("conformance", "/conformance", _("The parts of the standards that are implemented")),
    Operation("api", "/api", _("This description, as OpenAPI 3.0"), OPENAPI),
    Operation("collections", "/collections", _("The collections: one a published layer")),
    Operation("collection", _COLLECTION, _("One collection")),
    Operation("queryables", f"{_COLLECTION}/queryables", _("What a filter may name"), SCHEMA),
    Operation("items", f"{_COLLECTION}/items", _("The features, a page at a time"), GEOJSON, _ITEMS, filters_columns=True, has_files=True),
    Operation("tilesets", f"{_COLLECTION}/tiles", _("The tile sets of a collection")),
    Operation("tileset", _TILESET, _("The vector tiles of a collection: OGC's WebMercatorQuad")),
    Operation("tilejson", f"{_TILESET}/tilejson.json", _("TileJSON for map libraries")),
    Operation("tile", f"{_TILESET}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", _("One vector tile"), MVT, ("v",)),
    Operation("item", f"{_COLLECTION}/items/{{featureId}}", _("One feature"), GEOJSON, ("f", "crs")),
)


def find_operation(path: str) -> tuple[Operation, dict[str, str]] | None:
    """Return the operation of a path below the service's address, with the names in it; None without one."""
    for operation in OPERATIONS:
        if match := operation.pattern.fullmatch(path):
            return operation, match.groupdict()
    return None
