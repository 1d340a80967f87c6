"""The coordinate reference systems of the service: one table of identifiers, SRIDs and axis orders. Imports no CKAN."""

from __future__ import annotations

import math
from dataclasses import dataclass

from psycopg2 import sql

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.features.ogc.sql.values import Values
from ckanext.binhduong.vn import postgis_srid

__all__ = ["CRS84", "SYSTEMS", "System", "box_shape", "read_system", "shape_in", "shown_geometry", "transformed"]

_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_DEGREES, _METRES = 7, 3
"""Decimals of coordinates: 1 cm, 1 mm."""
_LARGEST = 1e8


@dataclass(frozen=True)
class System:
    """A coordinate reference system.

    Attributes:
        uri: how it is named in requests and answers.
        srid: PostGIS's number of it, easting or longitude first.
        latitude_first: whether its own axis order is the other one.
        decimals: of its coordinates in answers.
        is_everywhere: whether OGC's own tests know it; a collection's own document lists those only (docs/decisions/features-ogc.md).
    """

    uri: str
    srid: int
    latitude_first: bool
    decimals: int
    is_everywhere: bool = True

    @property
    def is_geographic(self) -> bool:
        """Whether its coordinates are degrees of WGS 84."""
        return self.srid == 4326

    @property
    def epsg(self) -> int:
        """The code under which other programs know it, whatever the order of the axes."""
        return int(self.uri.removeprefix(_EPSG)) if self.uri.startswith(_EPSG) else self.srid


CRS84 = System("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326, False, _DEGREES)
SYSTEMS = {
    system.uri: system
    for system in (
        CRS84,
        System(f"{_EPSG}4326", 4326, True, _DEGREES),
        System(f"{_EPSG}3857", 3857, False, _METRES),
        # The pinned operation (vn/crs.py): under EPSG's own number PROJ is 0.80 m off south of 11.04° N.
        System(f"{_EPSG}9210", postgis_srid(9210), False, _METRES, is_everywhere=False),
    )
}
_OTHER_NAMES = {
    "http://www.opengis.net/def/crs/OGC/0/CRS84h": CRS84.uri,
    "urn:ogc:def:crs:OGC:1.3:CRS84": CRS84.uri,
    **{f"urn:ogc:def:crs:EPSG::{uri.removeprefix(_EPSG)}": uri for uri in SYSTEMS if uri.startswith(_EPSG)},
}


def read_system(name: str, value: str) -> System:
    """Return the system of an identifier, a URI or the URN of the same.

    Raises:
        ArgumentError: it is not supported, naming those that are.
    """
    system = SYSTEMS.get(_OTHER_NAMES.get(value, value))
    if system is None:
        raise ArgumentError(name, "unknown-crs", allowed=", ".join(SYSTEMS))
    return system


def shown_geometry(system: System) -> sql.Composable:
    """Return SQL of the shape of a row ``t`` as GeoJSON text in a system, its axes in the system's order."""
    # 0: without the member "crs" of an older GeoJSON.
    return sql.SQL("ST_AsGeoJSON({}, {}, 0)").format(shape_in(system), sql.Literal(system.decimals))


def shape_in(system: System) -> sql.Composable:
    """Return SQL of the shape of a row ``t`` in a system, its axes in the system's order."""
    shape = {4326: "t._geom", 3857: "t._geom_3857"}.get(system.srid, f"ST_Transform(t._geom, {system.srid})")
    return sql.SQL(f"ST_FlipCoordinates({shape})" if system.latitude_first else shape)


def transformed(shape: sql.Composable, system: System) -> sql.Composable:
    """Return SQL of a shape in EPSG:4326, longitude first, from SQL of one in a system."""
    flipped = sql.SQL("ST_FlipCoordinates({})").format(shape) if system.latitude_first else shape
    return flipped if system.is_geographic else sql.SQL("ST_Transform({}, 4326)").format(flipped)


def box_shape(name: str, numbers: list[float], system: System, values: Values) -> sql.Composable:
    """Return SQL of a box in EPSG:4326.

    Args:
        name: the parameter's name, for errors.
        numbers: lower corner, upper corner, two or three numbers each in the system's axis order; heights are not looked at. Of
            longitudes the first may be the larger one: the box crosses the antimeridian.
        system: of the numbers.
        values: where they are bound.

    Raises:
        ArgumentError: the corners are turned round, or outside the system.
    """
    half = len(numbers) // 2
    (first, second), (third, fourth) = numbers[:2], numbers[half : half + 2]
    west, south, east, north = (second, first, fourth, third) if system.latitude_first else (first, second, third, fourth)
    if south > north or (west > east and not system.is_geographic) or max(map(abs, numbers)) > _LARGEST:
        raise ArgumentError(name, "bbox-form")
    if system == CRS84 and not (abs(west) <= 180 and abs(east) <= 180 and abs(south) <= 90 and abs(north) <= 90):
        raise ArgumentError(name, "box")
    if not system.is_geographic:
        return _projected_box((west, south, east, north), system, values)
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    boxes = [_envelope((start, south, end, north), system.srid, values) for start, end in parts]
    return boxes[0] if len(boxes) == 1 else sql.SQL("ST_Collect({}, {})").format(*boxes)


def _projected_box(box: tuple[float, float, float, float], system: System, values: Values) -> sql.Composable:
    """A straight edge of the system is none in degrees: it is cut into pieces before it is transformed."""
    piece = max(box[2] - box[0], box[3] - box[1]) / 32
    envelope = _envelope(box, system.srid, values)
    if piece > 0 and math.isfinite(piece):
        envelope = sql.SQL("ST_Segmentize({}, {})").format(envelope, values.bind(piece))
    return sql.SQL("ST_Transform({}, 4326)").format(envelope)


def _envelope(box: tuple[float, float, float, float], srid: int, values: Values) -> sql.Composable:
    """A box without height is a line, one without width too is a point: as a polygon neither would intersect anything."""
    west, south, east, north = (values.bind(number) for number in box)
    corners = sql.SQL("ST_MakeLine(ST_MakePoint({}, {}), ST_MakePoint({}, {}))").format(west, south, east, north)
    return sql.SQL("ST_SetSRID(ST_Envelope({}), {})").format(corners, sql.Literal(srid))
