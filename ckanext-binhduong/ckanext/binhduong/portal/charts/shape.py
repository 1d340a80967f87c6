"""The shape of a chart: from the answer of ``table_chart`` to bars, lines, ticks and labels in the units of an SVG. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.portal.charts.frames import LARGE, SMALL, Frame, Scale, decimals, ticks_to
from ckanext.binhduong.portal.charts.labels import axis_labels, bar_label, short_label, value_label
from ckanext.binhduong.portal.charts.lines import runs_of
from ckanext.binhduong.portal.maps.legend import PALETTE
from ckanext.binhduong.portal.text import number_text

__all__ = ["MOST_LINES", "shape_of"]

#: More lines than these in one picture cannot be distinguished: each gets a picture of its own.
MOST_LINES = 6
#: Lines differ by more than their colour: for who sees colours differently, and on paper.
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 4")

Values = list[float | None]


def shape_of(chart: dict[str, Any], lang: str, every: list[float] | None = None) -> dict[str, Any]:
    """Lay a chart out.

    Args:
        chart: the answer of ``table_chart``.
        lang: ``vi`` or ``en``, for the labels.
        every: the values of all charts that stand beside each other: each series has then its own picture, and all have the same axis.

    Returns:
        ``rows`` ([{label, value, text, share, cells}], the same numbers as a table; ``share`` in percent of the largest, ``cells`` the
        texts of the series), ``series`` ([{label, colour, dash}]), ``span`` (the first and last label of a series over time), ``panels``:
        for a histogram or a series over time one picture, or one for each series: ``frame``, ``title`` (of the series, or empty), ``bars``
        ([{x, y, width, height, title}]), ``lines`` ([{points, colour, dash}]), ``dots`` ([{x, y, colour}], values without a neighbour),
        ``ticks`` ([{y, text}]) and ``labels`` ([{x, text, anchor}]).
    """
    name = "mean" if chart.get("measure") else "rows"
    labels = [bar_label(bar, chart, lang) for bar in chart["bars"]]
    values: Values = [bar[name] for bar in chart["bars"]]
    found = chart.get("series") or []
    series: list[Values] = [[bar[name] for bar in each["bars"]] for each in found]
    shape = {
        "rows": _rows(labels, values, series, lang),
        "series": [_look(number) | {"label": value_label(each["value"], lang)} for number, each in enumerate(found)],
        "span": f"{labels[0]} – {labels[-1]}" if chart["kind"] == "time" and len(labels) > 1 else "",
    }
    if chart["kind"] == "categories":
        return shape | {"panels": []}
    as_lines = chart["kind"] == "time" and (name == "mean" or bool(found))
    drawing = _Drawing(labels, [short_label(bar, chart, lang) for bar in chart["bars"]], as_lines, lang)
    if every is None and (not series or (as_lines and len(series) <= MOST_LINES)):
        return shape | {"panels": [drawing.panel(LARGE, "", series or [values])]}
    reach = every or [value for each in series for value in each]
    names = [each["label"] for each in shape["series"]]
    return shape | {"panels": [drawing.panel(SMALL, title, [each], reach) for title, each in zip(names, series, strict=True)]}


def _look(number: int) -> dict[str, str]:
    return {"colour": PALETTE[number % len(PALETTE)], "dash": _DASHES[number % len(_DASHES)]}


def _rows(labels: list[str], values: Values, series: list[Values], lang: str) -> list[dict[str, Any]]:
    top = max((value for value in values if value is not None), default=0)
    return [
        {
            "label": label,
            "value": value,
            "text": _text(value, lang),
            "share": round(100 * max(value or 0, 0) / top, 1) if top > 0 else 0,
            "cells": [_text(each[number], lang) for each in series],
        }
        for number, (label, value) in enumerate(zip(labels, values, strict=True))
    ]


def _text(value: float | None, lang: str) -> str:
    return "" if value is None else number_text(value, lang, decimals(value))


@dataclass(frozen=True)
class _Drawing:
    """What all pictures of a chart share: the bars' labels in full and on the axis, lines or bars, the language."""

    labels: list[str]
    axis: list[str]
    as_lines: bool
    lang: str

    def panel(self, frame: Frame, title: str, series: list[Values], every: Sequence[float | None] | None = None) -> dict[str, Any]:
        """One picture; ``every`` are the values of all pictures, which share their axis."""
        known = [value for value in every or [value for each in series for value in each] if value is not None]
        scale = Scale(frame, ticks_to(max(known, default=0), min(known, default=0)))
        slot = frame.inner_width / max(len(self.labels), 1)
        middles = [round(frame.left + slot * (number + 0.5), 1) for number in range(len(self.labels))]
        drawn = _lines(series, middles, scale) if self.as_lines else {"bars": self._bars(series[0], middles, slot, scale)}
        placed = {"ticks": scale.marks(self.lang), "labels": axis_labels(self.axis, middles, frame)}
        return {"frame": frame, "title": title, "bars": [], "lines": [], "dots": []} | drawn | placed

    def _bars(self, values: Values, middles: list[float], slot: float, scale: Scale) -> list[dict[str, Any]]:
        """Bars stand on the zero line or hang from it."""
        ends = [(scale.y(max(value or 0, 0)), scale.y(min(value or 0, 0))) for value in values]
        return [
            {"x": round(middle - slot * 0.45, 1), "y": top, "width": round(slot * 0.9, 1), "height": round(foot - top, 1)}
            | {"title": f"{label}: {_text(value, self.lang)}"}
            for middle, label, value, (top, foot) in zip(middles, self.labels, values, ends, strict=True)
        ]


def _lines(series: list[Values], middles: list[float], scale: Scale) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for number, values in enumerate(series):
        for run in runs_of(values):
            points = [(middles[place], scale.y(value)) for place in run if (value := values[place]) is not None]
            if len(points) == 1:
                dots.append({"x": points[0][0], "y": points[0][1], "colour": _look(number)["colour"]})
            else:
                lines.append({"points": " ".join(f"{x},{y}" for x, y in points), **_look(number)})
    return {"lines": lines, "dots": dots}
