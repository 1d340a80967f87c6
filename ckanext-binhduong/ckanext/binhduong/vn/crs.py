"""VN-2000, Vietnam's own coordinate system, to and from WGS 84, by one pinned operation.

The official parameters are those of Decision 05/2007/QĐ-BTNMT, Art. 1, which EPSG lists as operation 6960 ("VN-2000 to WGS 84 (2)").
PROJ, left to choose, takes another one (EPSG:5194, an oil company's in the Mekong delta) south of 11.04°N: a step of 0.80 m straight
through Bình Dương. So the pipeline is spelled out here, and the same numbers go to PostGIS as SRID 909210.

Accuracy: EPSG states 1 m for the operation. There and back again moves a point by 0.2 mm at most (heights are taken as zero both ways).
Axis order is always easting, northing in metres and longitude, latitude in degrees. Vietnamese survey sheets call the northing "X" and
the easting "Y"; turning them round is the caller's decision, for which ``share_in_province`` gives the evidence.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Zone:
    """One transverse Mercator zone on VN-2000: EPSG code, EPSG's name, central meridian (degrees), scale on it, and who uses it."""

    epsg: int
    name: str
    central_meridian: float
    scale: float
    provinces: str


_TM3 = 0.9999
_UTM = 0.9996

ZONES: dict[int, Zone] = {
    zone.epsg: zone
    for zone in (
        # Bình Dương, then its neighbours, then the rest of the country by meridian; provinces as before 1 July 2025.
        Zone(9210, "VN-2000 / TM-3 105-45", 105.75, _TM3, "Bình Dương, TP. Hồ Chí Minh, Long An, Tiền Giang, Bến Tre, Hải Phòng, Cao Bằng"),
        Zone(5899, "VN-2000 / TM-3 107-45", 107.75, _TM3, "Đồng Nai, Bà Rịa - Vũng Tàu, Lâm Đồng, Đà Nẵng, Quảng Nam, Quảng Ninh"),
        Zone(9209, "VN-2000 / TM-3 105-30", 105.5, _TM3, "Tây Ninh, Vĩnh Long, Trà Vinh, Sóc Trăng, Hà Tĩnh và đồng bằng sông Hồng"),
        Zone(9212, "VN-2000 / TM-3 106-15", 106.25, _TM3, "Bình Phước, Quảng Trị"),
        Zone(3405, "VN-2000 / UTM zone 48N", 105.0, _UTM, "bản đồ múi 6°, phía tây 108°Đ"),
        Zone(5897, "VN-2000 / TM-3 zone 482", 105.0, _TM3, "bản đồ múi 3°, từ 103°30' đến 106°30'; Hà Nội, Cần Thơ, Đồng Tháp"),
        Zone(5898, "VN-2000 / TM-3 zone 491", 108.0, _TM3, "bản đồ múi 3°, phía đông 106°30'; Quảng Ngãi"),
        Zone(5896, "VN-2000 / TM-3 zone 481", 102.0, _TM3, "bản đồ múi 3°, phía tây 103°30'"),
        Zone(9205, "VN-2000 / TM-3 103-00", 103.0, _TM3, "Điện Biên, Lai Châu"),
        Zone(9206, "VN-2000 / TM-3 104-00", 104.0, _TM3, "Sơn La"),
        Zone(9207, "VN-2000 / TM-3 104-30", 104.5, _TM3, "Cà Mau, Kiên Giang"),
        Zone(9208, "VN-2000 / TM-3 104-45", 104.75, _TM3, "An Giang, Lào Cai, Yên Bái, Phú Thọ, Nghệ An"),
        Zone(9211, "VN-2000 / TM-3 106-00", 106.0, _TM3, "Hòa Bình, Tuyên Quang, Quảng Bình"),
        Zone(9213, "VN-2000 / TM-3 106-30", 106.5, _TM3, "Bắc Kạn, Thái Nguyên"),
        Zone(9214, "VN-2000 / TM-3 107-00", 107.0, _TM3, "Bắc Giang, Thừa Thiên Huế"),
        Zone(9215, "VN-2000 / TM-3 107-15", 107.25, _TM3, "Lạng Sơn"),
        Zone(9216, "VN-2000 / TM-3 107-30", 107.5, _TM3, "Kon Tum"),
        Zone(9217, "VN-2000 / TM-3 108-15", 108.25, _TM3, "Bình Định, Khánh Hòa, Ninh Thuận"),
        Zone(9218, "VN-2000 / TM-3 108-30", 108.5, _TM3, "Bình Thuận, Đắk Lắk, Đắk Nông, Gia Lai, Phú Yên"),
        Zone(3406, "VN-2000 / UTM zone 49N", 111.0, _UTM, "bản đồ múi 6°, phía đông 108°Đ"),
    )
}

BINH_DUONG = 9210
"""The zone of Bình Dương: central meridian 105°45'."""

GEOGRAPHIC = 4756
"""VN-2000 as longitude and latitude."""

OPERATION = 6960
"""EPSG's number of the pinned datum transformation."""

_SHIFT = (-191.90441429, -39.30318279, -111.45032835)  # metres
_ROTATION = (-0.00928836, 0.01975479, -0.00427372)  # arc-seconds, coordinate frame, as the decision prints them
_SCALE = 0.252906278  # parts per million

PROVINCE_BOX = (106.326, 10.864, 106.967, 11.501)
"""West, south, east, north of Bình Dương in degrees of WGS 84."""


def _projection(epsg: int) -> str:
    zone = ZONES[epsg]
    return f"+proj=tmerc +lat_0=0 +lon_0={zone.central_meridian} +k={zone.scale} +x_0=500000 +y_0=0 +ellps=WGS84"


def pipeline(epsg: int = BINH_DUONG) -> str:
    """Return the PROJ pipeline from the zone's easting and northing (or VN-2000 longitude and latitude for 4756) to WGS 84.

    Raises ``KeyError`` for a code that is no VN-2000 system of this table.
    """
    unproject = "+step +proj=unitconvert +xy_in=deg +xy_out=rad" if epsg == GEOGRAPHIC else f"+step +inv {_projection(epsg)}"
    x, y, z = _SHIFT
    rx, ry, rz = _ROTATION
    return (
        f"+proj=pipeline {unproject} +step +proj=push +v_3 +step +proj=cart +ellps=WGS84"
        f" +step +proj=helmert +x={x} +y={y} +z={z} +rx={rx} +ry={ry} +rz={rz} +s={_SCALE} +convention=coordinate_frame"
        " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


@cache
def _transformer(epsg: int) -> Transformer:
    return Transformer.from_pipeline(pipeline(epsg))


def _transform(epsg: int, x: ArrayLike, y: ArrayLike, direction: str) -> tuple[FloatArray, FloatArray]:
    xs, ys = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    # PROJ answers with infinity what lies outside the projection; for a table that is "no place", as an empty cell is.
    first, second = _transformer(epsg).transform(xs.copy(), ys.copy(), direction=direction)
    out = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    good = np.isfinite(out[0]) & np.isfinite(out[1])
    return np.where(good, out[0], np.nan), np.where(good, out[1], np.nan)


def to_wgs84(easting: ArrayLike, northing: ArrayLike, epsg: int = BINH_DUONG) -> tuple[FloatArray, FloatArray]:
    """Turn VN-2000 coordinates (metres; degrees for 4756) into longitudes and latitudes, arrays of the same shape.

    What has no place (NaN, infinite, absurdly far) comes back as NaN. Raises ``KeyError`` for an unknown zone.
    """
    return _transform(epsg, easting, northing, "FORWARD")


def from_wgs84(lon: ArrayLike, lat: ArrayLike, epsg: int = BINH_DUONG) -> tuple[FloatArray, FloatArray]:
    """Turn longitudes and latitudes into VN-2000 eastings and northings (metres; degrees for 4756), arrays of the same shape."""
    return _transform(epsg, lon, lat, "INVERSE")


def share_in_province(easting: ArrayLike, northing: ArrayLike, epsg: int = BINH_DUONG) -> float:
    """Say which share (0 to 1) of the given points lies in Bình Dương's box when read in this zone and this axis order.

    Call it with the columns turned round too: only one order can fit, since northings here are above 1,200 km and eastings below
    700 km. Zones whose meridians are near one another may both fit, so a zone is confirmed by this and never found by it alone.
    """
    lon, lat = to_wgs84(easting, northing, epsg)
    west, south, east, north = PROVINCE_BOX
    return float(np.mean((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))) if lon.size else 0.0


def postgis_srid(epsg: int = BINH_DUONG) -> int:
    """Return the number under which the portal registers the pinned system in PostGIS (EPSG's own number keeps PROJ's choice)."""
    return 900_000 + ZONES[epsg].epsg


def proj4text(epsg: int = BINH_DUONG) -> str:
    """Return the definition of the pinned system for ``spatial_ref_sys``.

    ``+towgs84`` counts rotations the other way round (position vector) than the decision (coordinate frame), hence the minus: with the
    decision's own signs, as many Vietnamese programs have them, every point is 0.55 m off.
    """
    numbers = (*_SHIFT, *(-angle for angle in _ROTATION), _SCALE)
    return f"{_projection(epsg)} +towgs84={','.join(str(number) for number in numbers)} +units=m +no_defs"
