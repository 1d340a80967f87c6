"""WKB columns as text, and in another system of coordinates. Knows no CKAN."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely

from ckanext.binhduong import vn

__all__ = ["DECIMALS", "geojson_texts", "project", "read_shapes", "wkt_texts"]

DECIMALS = 7
"""Decimals of a degree that texts have: a centimetre, and what RFC 7946 (11.2) calls enough."""


def read_shapes(column: pa.Array) -> np.ndarray:
    """Return the shapes of a WKB column; None where there is none."""
    return shapely.from_wkb(column.to_numpy(zero_copy_only=False))


def wkt_texts(column: pa.Array) -> pa.Array:
    """Return WKT with at most seven decimals; null without a shape."""
    return pa.array(shapely.to_wkt(read_shapes(column), rounding_precision=DECIMALS, trim=True), pa.string())


def geojson_texts(shapes: np.ndarray) -> pa.Array:
    """Return GeoJSON geometries (RFC 7946: outer rings anticlockwise, at most seven decimals); null without a shape."""
    rounded = shapely.transform(shapely.orient_polygons(shapes), lambda points: np.round(points, DECIMALS))
    return pa.array(shapely.to_geojson(rounded), pa.string())


def project(column: pa.Array, epsg: int) -> pa.Array:
    """Return a WKB column (longitude, latitude on WGS 84) in a VN-2000 system, metres, by the transformation pinned in ``vn``."""
    moved = shapely.transform(read_shapes(column), lambda points: np.column_stack(vn.from_wgs84(points[:, 0], points[:, 1], epsg)))
    return pa.array(shapely.to_wkb(moved, byte_order=1, flavor="iso"), pa.binary())
