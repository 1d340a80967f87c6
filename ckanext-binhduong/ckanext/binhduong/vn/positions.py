"""A position as people type it: degrees in either order, with decimal points or commas, in minutes and seconds, or metres of VN-2000."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.binhduong.vn.crs import to_wgs84

__all__ = ["TypedPosition", "typed_position"]

# Latitudes and longitudes of Vietnam, and metres of its zones of 3 degrees: no number is in two of these ranges.
_LAT, _LON = (8.0, 24.0), (102.0, 110.0)
_NORTHING, _EASTING = (880_000.0, 2_660_000.0), (300_000.0, 800_000.0)
_LABELS = re.compile(r"(?i)\b(?:t[oọ][aạ] độ|vĩ độ|kinh độ|vn-?2000|wgs-?84|lat|lon|lng|long|x|y|n|e|b|đ|m)\b\s*[:=]?|[°º()]")
_SEPARATORS = (r"\s*;\s*", r"\s*/\s*", r"\s*,\s+", r"\s+", r",")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?|\d{6,7}(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MINUTES = re.compile(
    r"""(\d{1,3})\s*[°º]\s*([0-5]?\d(?:[.,]\d+)?)\s*['’′](?:\s*([0-5]?\d(?:[.,]\d+)?)\s*(?:["”″]|''))?\s*([NEBĐ]\b)?""", re.I
)


@dataclass(frozen=True)
class TypedPosition:
    """``kind`` is degrees, vn2000 or unreadable (two numbers that are no place in Vietnam); ``point`` is (longitude, latitude) in degrees
    WGS 84, None when unreadable."""

    kind: str
    point: tuple[float, float] | None = None


def typed_position(text: str) -> TypedPosition | None:
    """Return the position that a text is, None for words; whichever number comes first, the numbers themselves say which is which.

    Metres are read as VN-2000, central meridian 105°45', zone of 3 degrees (EPSG:9210): the province's own.
    """
    pair = _pair(_LABELS.sub(" ", _MINUTES.sub(_in_degrees, " ".join(text.split()))).strip(" ,;"))
    if pair is None:
        return None
    for first, second in (pair, pair[::-1]):
        if _LON[0] <= first <= _LON[1] and _LAT[0] <= second <= _LAT[1]:
            return TypedPosition("degrees", (round(first, 7), round(second, 7)))
        if _EASTING[0] <= first <= _EASTING[1] and _NORTHING[0] <= second <= _NORTHING[1]:
            lon, lat = to_wgs84(first, second)
            return TypedPosition("vn2000", (round(float(lon), 7), round(float(lat), 7)))
    return TypedPosition("unreadable")


def _in_degrees(found: re.Match[str]) -> str:
    degrees, minutes, seconds = (_number(part) if part else 0.0 for part in found.group(1, 2, 3))
    return f"{degrees + minutes / 60 + seconds / 3600:.7f} "


def _pair(text: str) -> tuple[float, float] | None:
    """Two numbers, however they are separated; a comma is the separator only when nothing else can be."""
    for separator in _SEPARATORS:
        parts = [part for part in re.split(separator, text) if part]
        if len(parts) == 2 and all(_NUMBER.fullmatch(part) for part in parts):
            return _number(parts[0]), _number(parts[1])
    return None


def _number(text: str) -> float:
    """Read 10.98, 10,98, 1.214.436,1 or 1,214,436.1: the last of two different signs begins the decimals, a repeated one groups."""
    signs = [sign for sign in text if sign in ".,"]
    if len(set(signs)) == 2:
        text = text.replace(signs[0], "").replace(signs[-1], ".")
    elif len(signs) > 1:
        text = text.replace(signs[0], "")
    return float(text.replace(",", "."))
