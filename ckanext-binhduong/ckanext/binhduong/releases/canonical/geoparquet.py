"""Shapes as GeoParquet 1.1 keeps them (https://geoparquet.org/releases/v1.1.0/): WKB, and what the file says about them. Knows no CKAN."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

__all__ = ["Shapes"]

_MULTI = {
    "MultiLineString": (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
    "MultiPolygon": (shapely.GeometryType.POLYGON, shapely.multipolygons),
}
_NAMES = {
    shapely.GeometryType.POINT: "Point",
    shapely.GeometryType.LINESTRING: "LineString",
    shapely.GeometryType.POLYGON: "Polygon",
    shapely.GeometryType.MULTIPOINT: "MultiPoint",
    shapely.GeometryType.MULTILINESTRING: "MultiLineString",
    shapely.GeometryType.MULTIPOLYGON: "MultiPolygon",
    shapely.GeometryType.GEOMETRYCOLLECTION: "GeometryCollection",
}


class Shapes:
    """Makes the WKB of one column batch by batch, and keeps account of the types and the extent it has seen.

    Args:
        column: the name of the WKB column.
        type: Point, MultiLineString, MultiPolygon or Geometry, as the table's ``_geom`` has it; single shapes become multiple as there.
    """

    def __init__(self, column: str, type: str) -> None:
        self.column, self.type = column, type
        self._types: set[str] = set()
        self._bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def points(self, longitude: pa.Array, latitude: pa.Array) -> pa.Array:
        """Make points of two columns in degrees (EPSG:4326); none where either is null."""
        x, y = (column.cast(pa.float64()).to_numpy(zero_copy_only=False) for column in (longitude, latitude))
        known = ~(np.isnan(x) | np.isnan(y))
        found = np.full(len(x), None, dtype=object)
        found[known] = shapely.points(x[known], y[known])
        return self._wkb(found)

    def parse(self, text: pa.Array) -> pa.Array:
        """Make shapes of a column of GeoJSON texts; heights are dropped, as in the table."""
        return self._shapes(shapely.force_2d(shapely.from_geojson(text.to_numpy(zero_copy_only=False))))

    def take(self, wkb: pa.Array) -> pa.Array:
        """Make shapes of WKB without heights: a fifth of the time that their text takes."""
        return self._shapes(shapely.from_wkb(wkb.to_numpy(zero_copy_only=False)))

    def _shapes(self, found: np.ndarray) -> pa.Array:
        if self.type in _MULTI:
            single, together = _MULTI[self.type]
            alone = shapely.get_type_id(found) == single
            found[alone] = together(found[alone].reshape(-1, 1))
        return self._wkb(found)

    def _wkb(self, found: np.ndarray) -> pa.Array:
        self._types |= {_NAMES[number] for number in np.unique(shapely.get_type_id(found)) if number in _NAMES}
        boxes = shapely.bounds(found)
        boxes = boxes[~np.isnan(boxes).any(axis=1)]
        if len(boxes):
            self._bounds[:2] = np.minimum(self._bounds[:2], boxes[:, :2].min(axis=0))
            self._bounds[2:] = np.maximum(self._bounds[2:], boxes[:, 2:].max(axis=0))
        return pa.array(shapely.to_wkb(found, byte_order=1, flavor="iso"), pa.binary())

    @property
    def extent(self) -> list[float] | None:
        """West, south, east, north in degrees of all that was made; None without a shape."""
        return [float(value) for value in self._bounds] if np.isfinite(self._bounds).all() else None

    def metadata(self) -> str:
        """Return the file's ``geo`` entry. No ``crs`` means longitude and latitude on WGS 84 (OGC:CRS84) by the standard."""
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self._types), "edges": "planar"}
        if extent := self.extent:
            column["bbox"] = extent
        return json.dumps({"version": "1.1.0", "primary_column": self.column, "columns": {self.column: column}})
