"""The picture on a card: the rows of a layer on a map without ground, or a chart. Imports no CKAN.

Lengths are pixels; colours are those of the light pages, since nobody knows on which ground a card is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import ImageDraw

from ckanext.binhduong.portal.share.lettering import Style, width_of, wrapped, write

__all__ = ["Box", "draw_chart", "draw_map"]

_LAND, _EDGE, _GRID, _BAR, _SOFT = "#f1ebdf", "#c9bfa9", "#ddd5c5", "#0f5c4d", "#4a5a55"
_MOST_BARS, _MOST_PANELS = 8, 4
_DOT = 7

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Box:
    """Where a picture lies on the card."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class _Ground:
    """Degrees to pixels: equirectangular, true at the middle of the extent, which fills the box as far as its form lets it."""

    box: Box
    extent: tuple[float, float, float, float]

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        west, south, east, north = self.extent
        narrow = math.cos(math.radians((south + north) / 2))
        scale = min(self.box.width / max((east - west) * narrow, 1e-6), self.box.height / max(north - south, 1e-6))
        x = self.box.left + self.box.width / 2 + (lon - (west + east) / 2) * narrow * scale
        return x, self.box.top + self.box.height / 2 - (lat - (south + north) / 2) * scale

    def line(self, ring: Ring) -> list[tuple[float, float]]:
        return [self.place(point[0], point[1]) for point in ring]


def draw_map(
    draw: ImageDraw.ImageDraw, box: Box, outlines: Sequence[dict[str, Any]], rows: Iterable[list[Any]], colours: list[str]
) -> None:
    """Draw rows of a layer over the units that the dataset is about.

    Args:
        draw: the card.
        box: where.
        outlines: GeoJSON geometries of the units.
        rows: ``[id, lon, lat, category]`` or ``[id, GeoJSON geometry, category]``, as ``table_map`` gives them.
        colours: of the categories; the last is that of all others (-1).
    """
    shapes = [_shape(row) for row in rows]
    points = [point for shape in (*outlines, *(shape for shape, _ in shapes)) for point in _points(shape)]
    if not points:
        return
    ground = _Ground(box, _extent(points))
    for outline in outlines:
        for ring in _rings(outline):
            draw.polygon(ground.line(ring), fill=_LAND, outline=_EDGE, width=3)
    # Lines and areas before dots, which are small.
    for shape, category in sorted(shapes, key=lambda each: each[0]["type"].endswith("Point")):
        _draw_shape(draw, ground, shape, colours[min(category, len(colours) - 1)] if category >= 0 else colours[-1])


def _shape(row: list[Any]) -> tuple[dict[str, Any], int]:
    return (row[1], row[2]) if isinstance(row[1], dict) else ({"type": "Point", "coordinates": row[1:3]}, row[3])


def _draw_shape(draw: ImageDraw.ImageDraw, ground: _Ground, shape: dict[str, Any], colour: str) -> None:
    kind = shape["type"]
    if kind.endswith("Polygon"):
        for ring in _rings(shape):
            if len(ring) > 1:
                draw.polygon(ground.line(ring), fill=colour, outline="#ffffff", width=1)
    elif kind.endswith("LineString"):
        for line in _rings(shape):
            draw.line(ground.line(line), fill=colour, width=8, joint="curve")
    else:
        for lon, lat in _points(shape):
            draw.circle(ground.place(lon, lat), _DOT, fill=colour, outline="#ffffff", width=2)


def _rings(shape: dict[str, Any]) -> Iterator[Ring]:
    """The outer rings of polygons, the lines of lines."""
    parts = shape.get("coordinates") or []
    if shape["type"] == "MultiPolygon":
        yield from (polygon[0] for polygon in parts if polygon)
    elif shape["type"] == "Polygon":
        yield from parts[:1]
    elif shape["type"] == "MultiLineString":
        yield from parts
    elif shape["type"] == "LineString":
        yield parts


def _points(shape: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Every point of a shape, of whichever kind."""
    if shape["type"] == "Point":
        yield shape["coordinates"][0], shape["coordinates"][1]
    elif shape["type"] == "MultiPoint":
        yield from ((point[0], point[1]) for point in shape["coordinates"])
    else:
        yield from ((point[0], point[1]) for ring in _rings(shape) for point in ring)


def _extent(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    # A single point is in the middle of a kilometre.
    return min(lons) - 0.005, min(lats) - 0.005, max(lons) + 0.005, max(lats) + 0.005


def draw_chart(draw: ImageDraw.ImageDraw, box: Box, title: str, shape: dict[str, Any]) -> None:
    """Draw a chart with its title.

    Args:
        draw: the card.
        box: where.
        title: what is drawn.
        shape: as ``shape_of`` lays it out: bars of categories, or pictures, of which the first four have space.
    """
    style = Style(34, 600)
    lines = wrapped(title, style, box.width, 2)
    for number, line in enumerate(lines):
        write(draw, box.left, box.top + 34 + number * 44, line, style)
    top = box.top + 44 * len(lines) + 30
    if len(shape["panels"]) == 1:
        top = _write_legend(draw, box, top, shape["series"])
    inner = Box(box.left, top, box.width, box.top + box.height - top)
    panels = shape["panels"][:_MOST_PANELS]
    if not panels:
        _draw_rows(draw, inner, shape["rows"][:_MOST_BARS])
        return
    columns = 1 if len(panels) == 1 else 2
    height = inner.height / math.ceil(len(panels) / columns)
    for number, panel in enumerate(panels):
        left, down = number % columns * inner.width / columns, number // columns * height
        _draw_panel(draw, Box(inner.left + left, inner.top + down, inner.width / columns - 10, height - 10), panel)


def _write_legend(draw: ImageDraw.ImageDraw, box: Box, top: float, series: list[dict[str, str]]) -> float:
    """Write the names of lines in their colours, in as many lines as they need; return where the picture begins."""
    x = box.left
    for number, each in enumerate(series):
        style = Style(30, 600, each["colour"])
        label = wrapped(each["label"] or "–", style, box.width, 1)[0]
        if number and x + width_of(label, style) > box.left + box.width:
            x, top = box.left, top + 40
        write(draw, x, top + 30, label, style)
        x += width_of(label, style) + 36
    return top + 50 if series else top


def _draw_rows(draw: ImageDraw.ImageDraw, box: Box, rows: list[dict[str, Any]]) -> None:
    step = min(box.height / max(len(rows), 1), 96)
    style = Style(30, colour=_SOFT)
    longest = box.width - max((width_of(row["text"], style) for row in rows), default=0) - 24
    for number, row in enumerate(rows):
        y = box.top + number * step
        write(draw, box.left, y + 30, wrapped(row["label"] or "–", style, box.width, 1)[0], style)
        width = max(longest * row["share"] / 100, 2)
        draw.rectangle((box.left, y + 42, box.left + width, y + max(step - 8, 52)), fill=_BAR)
        write(draw, box.left + width + 12, y + max(step - 12, 52), row["text"], style)


def _draw_panel(draw: ImageDraw.ImageDraw, box: Box, panel: dict[str, Any]) -> None:
    """Draw one picture of a chart, laid out in the units of its frame."""
    frame = panel["frame"]
    scale = min(box.width / frame.width, box.height / frame.height)
    style = Style(max(round(12 * scale), 20), colour=_SOFT)

    def at(x: float, y: float) -> tuple[float, float]:
        return box.left + x * scale, box.top + y * scale

    for tick in panel["ticks"]:
        draw.line([at(frame.left, tick["y"]), at(frame.width - frame.right, tick["y"])], fill=_GRID, width=2)
        x, y = at(frame.left - 6, tick["y"] + 4)
        write(draw, x, y, tick["text"], style, 1)
    for bar in panel["bars"]:
        draw.rectangle((*at(bar["x"], bar["y"]), *at(bar["x"] + bar["width"], bar["y"] + bar["height"])), fill=_BAR)
    for line in panel["lines"]:
        points = [at(*(float(part) for part in point.split(","))) for point in line["points"].split()]
        draw.line(points, fill=line["colour"], width=5, joint="curve")
    for dot in panel["dots"]:
        draw.circle(at(dot["x"], dot["y"]), 5, fill=dot["colour"])
    for label in panel["labels"]:
        x, y = at(label["x"], frame.height - 10)
        write(draw, x, y, label["text"], style, 0 if label["anchor"] == "start" else 0.5)
    if panel["title"]:
        x, y = at(frame.left, 8)
        write(draw, x, y, panel["title"], Style(style.size, 600))
