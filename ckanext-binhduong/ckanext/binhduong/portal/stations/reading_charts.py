"""The latest readings of stations as small charts: one line a quantity, with the same numbers as a table. Imports no CKAN."""

from datetime import datetime
from typing import Any

__all__ = ["HEIGHT", "WIDTH", "Series", "series_of"]

WIDTH, HEIGHT = 300, 72
"""Of a chart, in its own units: it grows with the page."""
_MARGIN = 4

Series = dict[str, Any]


def series_of(records: list[dict[str, Any]], fields: list[dict[str, Any]], time: str) -> list[Series]:
    """Return a chart for each quantity that one station measured.

    Args:
        records: the station's readings, in any order.
        fields: the quantities, ``[{id, title, title_en}]``, in order.
        time: the column with the time, ISO 8601.

    Returns:
        for each quantity with two numbers or more ``field``, ``rows`` [(time, value)] newest first, ``path`` (SVG, WIDTH × HEIGHT),
        ``least``, ``greatest`` and ``last`` (value), ``from`` and ``until`` (ISO 8601).
    """
    ordered = sorted((record for record in records if record.get(time)), key=lambda record: record[time])
    found = []
    for field in fields:
        rows = [(record[time], float(record[field["id"]])) for record in ordered if _is_number(record.get(field["id"]))]
        if len(rows) >= 2:
            found.append(_series(field, rows))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _series(field: dict[str, Any], rows: list[tuple[str, float]]) -> Series:
    values = [value for _, value in rows]
    return {
        "field": field,
        "rows": rows[::-1],
        "path": _path(rows, min(values), max(values)),
        "least": min(values),
        "greatest": max(values),
        "last": values[-1],
        "from": rows[0][0],
        "until": rows[-1][0],
    }


def _path(rows: list[tuple[str, float]], least: float, greatest: float) -> str:
    """The line from the oldest at the left to the newest; a gap in time is a gap in width, a constant value runs along the middle."""
    moments = [datetime.fromisoformat(moment).timestamp() for moment, _ in rows]
    width = (moments[-1] - moments[0]) or 1
    height = (greatest - least) or 1
    lift = 0 if greatest > least else 0.5
    points = [
        (
            _MARGIN + (WIDTH - 2 * _MARGIN) * (moment - moments[0]) / width,
            HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * ((value - least) / height + lift),
        )
        for moment, (_, value) in zip(moments, rows, strict=True)
    ]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
