"""Which tile is asked: OGC's WebMercatorQuad, zoom 0 to 22. Imports no CKAN."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.binhduong.core.problems.request_errors import ArgumentError

__all__ = ["MAX_ZOOM", "Tile", "read_tile"]

MAX_ZOOM = 22
_WIDTH = 40_075_016.685_578_5
"""Metres of the whole square in EPSG:3857."""


@dataclass(frozen=True)
class Tile:
    """A tile: its zoom, its column from the west and its row from the north."""

    zoom: int
    column: int
    row: int

    @property
    def unit(self) -> float:
        """Metres (EPSG:3857) of one of the 4,096 steps of its side."""
        return _WIDTH / 2**self.zoom / 4096


def read_tile(zoom: str, row: str, column: str) -> Tile:
    """Return the tile of an address.

    Raises:
        ArgumentError: a part is no whole number, or there is no such tile; it names the part.
    """
    depth = _whole("tileMatrix", zoom, MAX_ZOOM)
    most = 2**depth - 1
    return Tile(depth, _whole("tileCol", column, most), _whole("tileRow", row, most))


def _whole(name: str, text: str, most: int) -> int:
    if not re.fullmatch(r"\d{1,8}", text, re.ASCII):
        raise ArgumentError(name, "not-a-whole-number")
    if int(text) > most:
        raise ArgumentError(name, "out-of-range", allowed=f"0–{most}")
    return int(text)
