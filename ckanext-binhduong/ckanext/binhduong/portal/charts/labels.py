"""What a bar stands for in words, whole for tables and short for an axis, and which of them an axis has space for. Imports no CKAN."""

from __future__ import annotations

import math
from typing import Any

from ckanext.binhduong.portal.charts.frames import Frame
from ckanext.binhduong.portal.text import cell_text, date_text, moment_text

__all__ = ["STEPS", "axis_labels", "bar_label", "short_label", "value_label"]

_YES_NO = {"vi": {True: "có", False: "không"}, "en": {True: "yes", False: "no"}}
#: Units between two labels of an axis.
_SPACE = 12


def bar_label(bar: dict[str, Any], chart: dict[str, Any], lang: str) -> str:
    """Say what a bar stands for: a category, a range of numbers, an hour, day, month or year."""
    start = bar["from"]
    if chart["kind"] == "histogram":
        return f"{_edge(start, lang)} – {_edge(bar['to'], lang)}"
    if chart["kind"] == "time":
        return _TIMES[chart["step"]](str(start), lang)
    return value_label(start, lang)


def value_label(value: Any, lang: str) -> str:
    """Write the value of a category or a series."""
    return _YES_NO.get(lang, _YES_NO["vi"])[value] if isinstance(value, bool) else str(value)


_TIMES: dict[str, Any] = {
    "hour": moment_text,
    "day": date_text,
    "month": lambda start, lang: f"{start[5:7]}/{start[:4]}",
    "year": lambda start, lang: start[:4],
}
STEPS = tuple(_TIMES)
"""The steps of a series over time, the shortest first."""


def short_label(bar: dict[str, Any], chart: dict[str, Any], lang: str) -> str:
    """Say the same on an axis: days without their year, which the line below the chart has; a range by where it begins."""
    start = str(bar["from"])
    if chart["kind"] == "histogram":
        return _edge(bar["from"], lang)
    if chart.get("step") not in ("hour", "day"):
        return bar_label(bar, chart, lang)
    day = date_text(start, lang).rpartition(" " if lang == "en" else "/")[0]
    return f"{day} {start[11:13]}h" if chart["step"] == "hour" else day


def axis_labels(texts: list[str], middles: list[float], frame: Frame) -> list[dict[str, Any]]:
    """Choose the labels that fit beside each other, the first among them, at equal distances.

    Args:
        texts: a label for each bar.
        middles: where the bars stand.
        frame: the picture.

    Returns:
        ``[{x, text, anchor}]``; the first leans inwards where it would leave the picture, and no other is there that would.
    """
    width = max((len(text) for text in texts), default=0) * frame.letter
    leans = bool(middles) and middles[0] < width / 2
    most = max(1, int(frame.inner_width // (width * (1.5 if leans else 1) + _SPACE)))
    every = max(1, math.ceil(len(texts) / most))
    shown = [number for number in range(0, len(texts), every) if number == 0 or middles[number] + width / 2 <= frame.width]
    return [{"x": middles[number], "text": texts[number], "anchor": "start" if leans and number == 0 else "middle"} for number in shown]


def _edge(value: float, lang: str) -> str:
    """Write an edge of a bar as a table's cells are written: a year is not "2.024", and neighbouring edges are told apart."""
    return cell_text(int(value), "int8", lang)[0] if value == int(value) else cell_text(float(value), "float8", lang)[0]
