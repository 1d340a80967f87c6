"""Shapes, a batch at a time: read, transform to WGS 84, mend what is invalid, refuse what would be changed by the mending."""

from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.georeferencing.coordinate_systems import Floats, Frame
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import SHAPE

Shapes = NDArray[Any]

MAX_VERTICES = 1_000_000
"""Vertices of one shape; the whole province at 1:10,000 has fewer."""
AREA_CHANGE = 0.05
"""A mended polygon whose area differs by more than this share from what its outline encloses is refused."""


def read(kind: str, columns: tuple[Plan, ...], batch: pa.RecordBatch) -> Shapes:
    """Return a batch's shapes (None where there is none or it cannot be read)."""
    if kind != "text":
        return shapely.from_wkb(batch.column(SHAPE).to_numpy(zero_copy_only=False), on_invalid="ignore")
    cells = batch.column(f"c{columns[0].index}")
    if columns[0].form == "wkb":
        plain = pc.replace_substring_regex(cells, r"^\\x", "")  # PostgreSQL shows bytes so
        return shapely.from_wkb(plain.to_numpy(zero_copy_only=False), on_invalid="ignore")
    if columns[0].form == "geojson":
        return np.array([_from_geojson(value) for value in cells.to_pylist()], dtype=object)
    plain = pc.replace_substring_regex(cells, r"^(?i:SRID)=[0-9]+;\s*", "")  # GEOS does not know PostGIS' prefix; ``where`` has read it
    return shapely.from_wkt(plain.to_numpy(zero_copy_only=False), on_invalid="ignore")


def srids(shapes: Shapes) -> set[int]:
    """Return the SRIDs that EWKB shapes name."""
    return {int(number) for number in np.unique(shapely.get_srid(shapes)).tolist() if number > 0}


def _from_geojson(value: str | None) -> Any:
    try:
        return shapely.from_geojson(value) if value else None
    except shapely.errors.GEOSException:
        return None


def middles(shapes: Shapes) -> tuple[Floats, Floats]:
    """Return the middle of each shape's box, NaN where there is none."""
    box = shapely.bounds(shapes)
    with np.errstate(over="ignore", invalid="ignore"):
        return (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2


def point_coordinates(points: Shapes) -> tuple[Floats, Floats]:
    """Return x and y of points: both NaN where there is none, only x for a point whose coordinates are no numbers (GEOS calls it empty)."""
    coordinates, at = shapely.get_coordinates(points, return_index=True)
    x, y = np.full(len(points), np.nan), np.where(shapely.is_missing(points), np.nan, 0.0)
    x[at], y[at] = coordinates[:, 0], coordinates[:, 1]
    return x, y


def only_points(wkb: pa.BinaryArray) -> bool:
    """Return whether there is no other shape than points, by the type that each WKB begins with."""
    heads = pc.binary_slice(wkb.drop_null(), 0, 5)
    kinds = [_wkb_type(head) for head in pc.unique(heads).to_pylist()]
    return all(kind == 1 for kind in kinds)


def _wkb_type(head: bytes) -> int:
    """Return the geometry type of WKB's first five bytes, Z and M (ISO: +1000s, PostGIS: high bits) left out."""
    return (int.from_bytes(head[1:5], "little" if head[:1] == b"\1" else "big") & 0x0FFFFFFF) % 1000


def to_wgs84(shapes: Shapes, frame: Frame) -> tuple[Shapes, NDArray[np.bool_]]:
    """Return the shapes in degrees of WGS 84 and which of them had their axes turned round."""
    x, y = middles(shapes)
    _, _, turned = frame.to_degrees(x, y)
    if frame.degrees and not frame.swapped and not turned.any():
        return shapes, turned

    def move(coordinates: Floats) -> Floats:
        lon, lat, _ = frame.to_degrees(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack((lon, lat))

    known = np.array([shape is not None for shape in shapes]) & np.isfinite(shapely.bounds(shapes)).all(axis=1)
    moved = shapes.copy()
    moved[known] = shapely.transform(shapes[known], move)
    return moved, turned & known


def mend(shapes: Shapes) -> tuple[Shapes, NDArray[np.bool_], NDArray[np.bool_]]:
    """Make invalid shapes valid.

    Returns the shapes, which were mended, and which were not since the mend would change their area by more than ``AREA_CHANGE``.
    """
    invalid = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    spoilt = np.zeros(len(shapes), dtype=bool)
    if not invalid.any():
        return shapes, invalid, spoilt
    mended = shapes.copy()
    before = shapes[invalid]
    after = shapely.make_valid(before, method="structure", keep_collapsed=False)
    outline = np.array([_enclosed(shape) for shape in before])
    change = np.abs(shapely.area(after) - outline)
    spoilt[invalid] = (change > AREA_CHANGE * outline) | shapely.is_empty(after)
    mended[invalid] = after
    return mended, invalid & ~spoilt, spoilt


def _enclosed(shape: Any) -> float:
    """Return the area a polygon's rings enclose as drawn: each ring filled by the even-odd rule, lines left out."""
    return float(shapely.area(shapely.make_valid(shape)))
