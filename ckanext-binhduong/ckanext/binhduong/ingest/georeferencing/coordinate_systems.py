"""In which coordinate system numbers are, and which of the two is the longitude or easting: said by the file, a person, or by elimination.

Longitudes (102–118) and latitudes (6–24) of Vietnam do not overlap, nor do eastings (below 1,000 km) and northings here (above 1,200 km):
which axis is which is never a guess. Which VN-2000 zone it is can only be eliminated against the province's extent; the zone of
Bình Dương (EPSG:9210) comes first, and the officer is told what was understood and from what.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.vn import BINH_DUONG, GEOGRAPHIC, PROVINCE_BOX, ZONES, fold, share_in_province, to_wgs84

Floats = NDArray[np.float64]

VIETNAM_BOX = (102.0, 6.0, 118.0, 24.0)
"""West, south, east, north of Vietnam with its islands, degrees."""
SAMPLE = 5_000
"""Points tried against every zone."""
ENOUGH = 0.9
"""Share of the points that must lie in the province for a zone to be understood from the extent."""
FEW = 0.1
"""A file's own CRS that puts fewer of the points into the province is doubted, when Bình Dương's own zone fits them."""

_EPSG = re.compile(r"epsg\s*:?\s*(\d{4,5})")
_UTM = re.compile(r"utm\D{0,12}(4[89])")
_MERIDIAN = re.compile(r"\b(10[2-9])\s*(?:[°º˚o]|do|-)?\s*(?:(00|15|30|45)\s*['’′]?|[.,](\d{1,2}))?(?!\d)")
_DECIMALS = 9
"""Of a degree that we calculate: a tenth of a millimetre. What PROJ gives beyond that readers would take for precision."""


@dataclass(frozen=True)
class Frame:
    """How to read a pair of numbers: ``crs`` ("EPSG:4326", "EPSG:9210", any PROJ name), whether the axes stand the other way round.

    ``others`` are zones that fit as well; ``instead_of`` is what the file itself said and its numbers deny.
    """

    crs: str
    understood_from: str
    swapped: bool = False
    others: tuple[int, ...] = ()
    instead_of: str | None = None

    @property
    def degrees(self) -> bool:
        """Whether the numbers already are longitudes and latitudes of WGS 84."""
        return self.crs in ("EPSG:4326", "OGC:CRS84")

    @property
    def metres(self) -> bool:
        """Whether the numbers are eastings and northings (any CRS but the two in degrees that are known here)."""
        return not self.degrees and epsg_code(self.crs) != GEOGRAPHIC

    def to_degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Return longitudes, latitudes (NaN: no place) and which rows were turned round though the column was not."""
        turned = np.zeros(len(x), dtype=bool)
        if self.swapped:
            x, y = y, x
        if self.degrees:
            turned = ~in_box(x, y, VIETNAM_BOX) & in_box(y, x, VIETNAM_BOX)
            return np.where(turned, y, x), np.where(turned, x, y), turned
        code = epsg_code(self.crs)
        if code in ZONES:
            turned = (x > 1_000_000) & (y < 1_000_000) & (y > 0)
            x, y = np.where(turned, y, x), np.where(turned, x, y)
        if code in ZONES or code == GEOGRAPHIC:
            lon, lat = to_wgs84(x, y, code)
        else:
            lon, lat = _other_transformer(self.crs).transform(x, y)
        return np.round(lon, _DECIMALS), np.round(lat, _DECIMALS), turned


def in_box(lon: Floats, lat: Floats, box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Say which points lie in a box of west, south, east, north."""
    west, south, east, north = box
    with np.errstate(invalid="ignore"):
        return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def epsg_code(crs: str) -> int | None:
    """Return the number of "EPSG:9210" (or "9210"), else None."""
    digits = crs.upper().removeprefix("EPSG:").strip()
    return int(digits) if digits.isdigit() else None


def _other_transformer(crs: str) -> Any:
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

    try:
        return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except CRSError as error:
        raise Refused("crs-unreadable", value=crs[:80]) from error


def choose(x: Floats, y: Floats, said: str | None = None, said_by: str = "options") -> Frame:
    """Choose the frame of the points (x: what is called longitude or easting).

    Args:
        x, y: coordinates as in the file; NaN where empty.
        said: the CRS a person or the file names, or None.
        said_by: where ``said`` stands ("options", "schema", "file").

    Raises:
        Refused: ``crs-unknown`` when metres fit no zone, or several but not the province's own.
    """
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known][:: max(1, int(known.sum()) // SAMPLE)], y[known][:: max(1, int(known.sum()) // SAMPLE)]
    upright, turned = (float(in_box(a, b, VIETNAM_BOX).mean()) if len(a) else 0.0 for a, b in ((x, y), (y, x)))
    if said and said_by == "file" and (doubted := _doubted(said, x, y)):
        return doubted
    if said:
        return Frame(_normal(said), said_by, _said_swapped(said, x, y))
    if upright + turned >= 0.5 or not len(x) or np.median(np.abs(x)) < 1000:
        return Frame("EPSG:4326", "extent", turned > upright)
    return _by_elimination(x, y)


def named(text: str) -> str | None:
    """Return the CRS that a title or a heading names: an EPSG code, a zone of UTM, a meridian of VN-2000; None when it names none."""
    folded = fold(text)
    if found := _EPSG.search(folded):
        return f"EPSG:{found[1]}"
    vietnamese = re.search(r"vn ?-? ?2000", folded)
    if found := _UTM.search(folded):
        zone = int(found[1])
        return f"EPSG:{(3405 if zone == 48 else 3406) if vietnamese else 32600 + zone}"
    found = _MERIDIAN.search(folded) if vietnamese or "kinh tuyen truc" in folded else None
    if not found:
        return None
    meridian = int(found[1]) + (int(found[2]) / 60 if found[2] else float(f"0.{found[3] or 0}"))
    fitting = [
        code for code, zone in ZONES.items() if abs(zone.central_meridian - meridian) < 1e-6 and (found[2] or found[3] or len(found[0]) > 3)
    ]
    return f"EPSG:{fitting[0]}" if len(fitting) == 1 else None


def _normal(crs: str) -> str:
    code = epsg_code(crs)
    return f"EPSG:{code}" if code else "EPSG:4326" if crs.upper() in ("OGC:CRS84", "CRS84", "WGS84", "WGS 84") else crs


def _doubted(said: str, x: Floats, y: Floats) -> Frame | None:
    """Return the frame that stands instead of a file's own: degrees said of metres, or one by which nothing lies here though 9210 fits."""
    if not len(x) or float(np.median(np.maximum(np.abs(x), np.abs(y)))) <= 1000:
        return None
    if _normal(said) == "EPSG:4326":
        return replace(_by_elimination(x, y), instead_of="EPSG:4326")
    lon, lat, _ = Frame(_normal(said), "file", _said_swapped(said, x, y)).to_degrees(x, y)
    if float(in_province(lon, lat).mean()) >= FEW:
        return None
    easting, northing = np.minimum(x, y), np.maximum(x, y)
    if share_in_province(easting, northing, BINH_DUONG) < ENOUGH:
        return None
    return replace(_by_elimination(x, y), instead_of=_normal(said))


def _said_swapped(said: str, x: Floats, y: Floats) -> bool:
    if not len(x):
        return False
    if np.median(np.maximum(np.abs(x), np.abs(y))) > 1000:
        return bool(np.median(x) > 1_000_000 > np.median(y) > 0)
    degrees = _normal(said) == "EPSG:4326" or epsg_code(said) == GEOGRAPHIC
    return degrees and float(in_box(y, x, VIETNAM_BOX).mean()) > float(in_box(x, y, VIETNAM_BOX).mean())


def _by_elimination(x: Floats, y: Floats) -> Frame:
    swapped = bool(np.median(x) > np.median(y))
    easting, northing = (y, x) if swapped else (x, y)
    fits = [code for code in ZONES if share_in_province(easting, northing, code) >= ENOUGH]
    if BINH_DUONG in fits or len(fits) == 1:
        code = BINH_DUONG if BINH_DUONG in fits else fits[0]
        return Frame(f"EPSG:{code}", "extent", swapped, tuple(each for each in fits if each != code))
    raise Refused(
        "crs-unknown", value=f"{easting[0]:.2f}, {northing[0]:.2f}", understood=", ".join(f"EPSG:{code}" for code in fits) or None
    )


def in_province(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Say which points lie in Bình Dương's box."""
    return in_box(lon, lat, PROVINCE_BOX)
