"""Make curves of WKB linear: arcs become chords, curve polygons polygons, surfaces of triangles multipolygons. GEOS reads none of them.

Type numbers of ISO 13249-3: 8 circular string, 9 compound curve, 10 curve polygon, 11 multicurve, 12 multisurface, 15 polyhedral surface,
16 TIN, 17 triangle.
"""

import math
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

STEP = math.radians(4)
"""Angle of an arc that one chord stands for, as GDAL draws arcs."""
MAX_PARTS = 1_000_000
_CURVED = frozenset((7, 8, 9, 10, 11, 12, 15, 16, 17))
"""Types that are curves or surfaces, and the collection, which may hold some."""
_LINES, _RINGS = (2, 8, 9), (3, 10, 17)
_COLLECTIONS = {4: 4, 5: 5, 6: 6, 7: 7, 11: 5, 12: 6, 15: 6, 16: 6}
"""Types of several parts → the linear type that each becomes."""


def is_curved(head: bytes) -> bool:
    """Return whether a WKB that begins with these five bytes may have curves."""
    kind, _ = _kind(int.from_bytes(head[1:5], "little" if head[:1] == b"\1" else "big"))
    return kind in _CURVED


def linear(wkb: bytes) -> bytes:
    """Return a WKB as points, lines and polygons in two dimensions; as it is when it has no curve, ends early or is of no known type."""
    source = _Source(wkb)
    try:
        straight = _read(source)
    except (struct.error, ValueError, IndexError, RecursionError):
        return wkb
    return straight if source.curved else wkb


@dataclass
class _Source:
    data: bytes
    at: int = 0
    curved: bool = False

    def head(self) -> tuple[str, int, int]:
        """Return byte order, type and numbers a point has of the geometry that begins here."""
        order = "<" if self.data[self.at] == 1 else ">"
        (number,) = struct.unpack_from(f"{order}I", self.data, self.at + 1)
        self.at += 5 + 4 * bool(number & 0x20000000)
        kind, size = _kind(number)
        self.curved |= kind in _CURVED and kind != 7
        return order, kind, size

    def count(self, order: str) -> int:
        (number,) = struct.unpack_from(f"{order}I", self.data, self.at)
        self.at += 4
        if number > MAX_PARTS:
            raise ValueError
        return number

    def points(self, order: str, size: int, count: int | None = None) -> Points:
        count = self.count(order) if count is None else count
        found = np.frombuffer(self.data, f"{order}f8", count * size, self.at).reshape(count, size)[:, :2]
        self.at += 8 * count * size
        return found.astype("<f8")


def _kind(number: int) -> tuple[int, int]:
    """Return the type without dimensions, and how many numbers a point has (ISO: thousands; PostGIS: high bits)."""
    plain = number & 0x0FFFFFFF
    thousands = plain // 1000
    return plain % 1000, 2 + (thousands in (1, 3)) + (thousands in (2, 3)) + bool(number & 0x80000000) + bool(number & 0x40000000)


def _read(source: _Source) -> bytes:
    start = source.at
    order, kind, size = source.head()
    if kind == 1:
        return _header(1) + source.points(order, size, 1).tobytes()
    if kind in _COLLECTIONS:
        parts = [_read(source) for _ in range(source.count(order))]
        return _header(_COLLECTIONS[kind]) + struct.pack("<I", len(parts)) + b"".join(parts)
    source.at = start
    if kind in _LINES:
        return _header(2) + _written(_line(source))
    if kind in _RINGS:
        return _polygon(source)
    raise ValueError


def _line(source: _Source) -> Points:
    order, kind, size = source.head()
    if kind == 9:
        parts = [_line(source) for _ in range(source.count(order))]
        return np.concatenate([part if at == 0 else part[1:] for at, part in enumerate(parts)])
    points = source.points(order, size)
    return _chords(points) if kind == 8 else points


def _polygon(source: _Source) -> bytes:
    order, kind, size = source.head()
    rings = [_line(source) if kind == 10 else source.points(order, size) for _ in range(source.count(order))]
    return _header(3) + struct.pack("<I", len(rings)) + b"".join(map(_written, rings))


def _header(kind: int) -> bytes:
    return struct.pack("<BI", 1, kind)


def _written(points: Points) -> bytes:
    return struct.pack("<I", len(points)) + points.astype("<f8").tobytes()


def _chords(points: Points) -> Points:
    """Return the points along the arcs of a circular string; of each three points the second is on the arc between the others."""
    arcs = [_arc(*points[at : at + 3])[1:] for at in range(0, len(points) - 2, 2)]
    return np.concatenate([points[:1], *arcs])


def _arc(first: Points, middle: Points, last: Points) -> Points:
    """Return the points of one arc: a whole circle when it ends where it begins, a line when the three points lie on one."""
    if (first == last).all():
        centre, sweep = (first + middle) / 2, 2 * math.pi
    else:
        (ax, ay), (bx, by) = middle - first, last - first
        twice = 2 * (ax * by - ay * bx)
        if abs(twice) <= 1e-12 * (abs(ax * by) + abs(ay * bx)):
            return np.array([first, middle, last])
        a, b = ax * ax + ay * ay, bx * bx + by * by
        centre = first + np.array([by * a - ay * b, ax * b - bx * a]) / twice
        turn = math.copysign(1, twice)
        sweep = (_angle(last - centre) - _angle(first - centre)) * turn % (2 * math.pi) * turn
    steps = max(2, math.ceil(abs(sweep) / STEP))
    along = _angle(first - centre) + sweep * np.arange(steps + 1) / steps
    found = centre + math.dist(first, centre) * np.column_stack((np.cos(along), np.sin(along)))
    found[0], found[-1] = first, last
    return found


def _angle(along: Points) -> float:
    return math.atan2(along[1], along[0])
