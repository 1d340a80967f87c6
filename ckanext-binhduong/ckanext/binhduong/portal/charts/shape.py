"""The shape of a chart: from the answer of ``table_chart`` to bars, points, ticks and labels in the units of an SVG. Imports no CKAN."""

import math
from typing import Any

from ckanext.binhduong.portal.text import cell_text, date_text, number_text

__all__ = ["HEIGHT", "WIDTH", "bar_label", "shape_of", "ticks_to"]

WIDTH, HEIGHT = 480, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 8, 12, 34
_LABELS = 5
_YES_NO = {"vi": {True: "có", False: "không"}, "en": {True: "yes", False: "no"}}


def shape_of(chart: dict[str, Any], lang: str) -> dict[str, Any]:
    """Lay a chart out.

    Args:
        chart: the answer of ``table_chart``.
        lang: ``vi`` or ``en``, for the labels.

    Returns:
        ``rows`` ([{label, value, text, share}], the same numbers as a table; ``share`` in percent of the largest) and, for a histogram or a
        series, ``bars`` ([{x, y, width, height, title}]), ``line`` (points of a polyline, for a measure over time), ``ticks`` ([{y, text}])
        and ``labels`` ([{x, text}]).
    """
    measured = chart.get("measure")
    values = [bar["mean"] if measured else bar["rows"] for bar in chart["bars"]]
    top = max((value for value in values if value is not None), default=0)
    rows = [
        {
            "label": bar_label(bar, chart, lang),
            "value": value,
            "text": "" if value is None else number_text(value, lang, _decimals(value)),
            "share": round(100 * max(value or 0, 0) / top, 1) if top > 0 else 0,
        }
        for bar, value in zip(chart["bars"], values, strict=True)
    ]
    return {"rows": rows} | ({} if chart["kind"] == "categories" else _axes(rows, chart["kind"] == "time" and bool(measured), lang))


def _axes(rows: list[dict[str, Any]], as_line: bool, lang: str) -> dict[str, Any]:
    values = [row["value"] or 0 for row in rows]
    ticks = ticks_to(max(values, default=0), min(values, default=0))
    low = ticks[0]
    # Nothing but zeros: the zero line stays at the bottom.
    high = ticks[-1] if ticks[-1] > low else low + 1
    slot = (WIDTH - _LEFT - _RIGHT) / max(len(rows), 1)
    inner = HEIGHT - _TOP - _BOTTOM

    def y(value: float) -> float:
        return round(_TOP + inner * (1 - (value - low) / (high - low)), 1)

    middles = [round(_LEFT + slot * (number + 0.5), 1) for number in range(len(rows))]
    bars = [
        {"x": round(middle - slot * 0.45, 1), "y": y(max(value, 0)), "width": round(slot * 0.9, 1)}
        | {"height": round(y(min(value, 0)) - y(max(value, 0)), 1), "title": f"{row['label']}: {row['text']}"}
        for middle, row, value in zip(middles, rows, values, strict=True)
    ]
    points = [f"{middle},{y(row['value'])}" for middle, row in zip(middles, rows, strict=True) if row["value"] is not None]
    every = max(1, math.ceil(len(rows) / _LABELS))
    return {
        "bars": [] if as_line else bars,
        "line": " ".join(points) if as_line else "",
        "ticks": [{"y": y(tick), "text": number_text(tick, lang, _decimals(tick))} for tick in ticks],
        "labels": [{"x": middles[number], "text": rows[number]["label"]} for number in range(0, len(rows), every)],
    }


def ticks_to(top: float, low: float = 0) -> list[float]:
    """Return round values, 0 among them, from just below ``low`` to just above ``top``: three to seven."""
    top, low = max(top, 0), min(low, 0)
    if top == low:
        return [0]
    power = 10 ** math.floor(math.log10(top - low))
    step = next(factor * power for factor in (0.2, 0.25, 0.5, 1, 2) if factor * power * 5 >= top - low)
    return [round(step * number, 10) for number in range(math.floor(low / step), math.ceil(top / step) + 1)]


def bar_label(bar: dict[str, Any], chart: dict[str, Any], lang: str) -> str:
    """Say what a bar stands for: a category, a range of numbers, an hour, day, month or year."""
    start = bar["from"]
    if chart["kind"] == "histogram":
        return f"{_edge(start, lang)} – {_edge(bar['to'], lang)}"
    if chart["kind"] == "time":
        return _TIMES[chart["step"]](str(start), lang)
    if isinstance(start, bool):
        return _YES_NO.get(lang, _YES_NO["vi"])[start]
    return str(start)


_TIMES: dict[str, Any] = {
    "hour": lambda start, lang: f"{date_text(start, lang)} {start[11:16]}",
    "day": date_text,
    "month": lambda start, lang: f"{start[5:7]}/{start[:4]}",
    "year": lambda start, lang: start[:4],
}


def _edge(value: float, lang: str) -> str:
    """Write an edge of a bar as a table's cells are written: a year is not "2.024", and neighbouring edges are told apart."""
    return cell_text(int(value), "int8", lang)[0] if value == int(value) else cell_text(float(value), "float8", lang)[0]


def _decimals(value: float) -> int:
    """As many decimals as say something: none for whole numbers, two below 100, and below 0.1 the first two digits that are not zero."""
    if value == int(value):
        return 0
    return max(2 if abs(value) < 100 else 1, 1 - math.floor(math.log10(abs(value))))
