"""Whether numbers can be places in Vietnam at all: what titles promise, or the form of cells, is not enough to draw a map."""

from typing import Any

import numpy as np

from ckanext.binhduong.ingest.georeferencing.coordinate_systems import PROVINCE_BOX, VIETNAM_BOX, Floats, in_box
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing.titles.axes import axis_of
from ckanext.binhduong.vn import fold

EASTINGS, NORTHINGS = (100_000.0, 1_000_000.0), (600_000.0, 2_700_000.0)
"""Metres in Vietnam, in zones of VN-2000 and of UTM."""
ENOUGH = 0.9
"""Share of the rows that must be in range where the titles are words before they are axes (X, Đông, Lat)."""


def are_places(x: Floats, y: Floats, columns: tuple[Plan, ...]) -> bool:
    """Return whether the pairs of two columns (or one) can be coordinates; columns without any pair are believed.

    Titles that name an axis by themselves need one row in range, since the others may be mistakes; X, Y, Đông, Bắc, Lat need nearly all.
    Whole degrees are none: a kilometre has a hundredth of one.
    """
    if not len(x):
        return True
    sure = all((axis := axis_of(plan.title)) is not None and axis.sure for plan in columns) or len(columns) != 2
    fit = float((_in_degrees(x, y) | _in_degrees(y, x) | _in_metres(x, y) | _in_metres(y, x)).mean())
    whole = bool((np.abs(x) < 1000).all() and (x == np.floor(x)).all() and (y == np.floor(y)).all())
    return not whole and (fit > 0 if sure else fit >= ENOUGH)


def unread_pair(columns: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return two columns of a report whose numbers all are longitudes and latitudes of the province, though no title says so.

    Whole numbers are none: a list of prices or ages may lie in the same range.
    """
    west, south, east, north = PROVINCE_BOX
    decimals = [each for each in columns if each["type"] == "decimal" and each["min"] is not None and each["min"] != each["max"]]
    longitude = next((each for each in decimals if west <= float(each["min"]) <= float(each["max"]) <= east), None)
    latitude = next((each for each in decimals if south <= float(each["min"]) <= float(each["max"]) <= north), None)
    return (longitude, latitude) if longitude and latitude else None


def are_words(columns: tuple[Plan, ...]) -> bool:
    """Return whether titles are points of the compass, which name regions as often as axes."""
    return any(word in fold(plan.title).split() for plan in columns for word in ("dong", "bac")) and not all(
        (axis := axis_of(plan.title)) is not None and axis.sure for plan in columns
    )


def _in_degrees(longitude: Floats, latitude: Floats) -> np.ndarray:
    return in_box(longitude, latitude, VIETNAM_BOX)


def _in_metres(easting: Floats, northing: Floats) -> np.ndarray:
    return (easting >= EASTINGS[0]) & (easting <= EASTINGS[1]) & (northing >= NORTHINGS[0]) & (northing <= NORTHINGS[1])
