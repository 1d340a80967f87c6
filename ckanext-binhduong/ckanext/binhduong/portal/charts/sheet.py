"""A chart as a picture that stands alone: its title, legend, pictures and source on one sheet. Imports no CKAN."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from ckanext.binhduong.portal.charts.frames import LARGE, SMALL

__all__ = ["sheet_of"]

_MARGIN = 12
_TITLE, _LINE = 22, 15
#: Letters in a unit of width, of the title and of the small print.
_TITLE_LETTER, _SMALL_LETTER = 8.6, 5.9
_COLUMNS = 3
_ROW = 22
_LABEL_LETTERS = 30


def sheet_of(title: str, shape: dict[str, Any], source: str) -> dict[str, Any]:
    """Lay a chart out on a sheet.

    Args:
        title: what is drawn.
        shape: of the chart, by ``shape_of``.
        source: who published what and where, as it is cited.

    Returns:
        ``width``, ``height``, ``title`` and ``source`` ([{y, text}]), ``legend`` ([{x, y, label, colour, dash}]), ``panels``
        ([{x, y, panel}]), ``rows`` (bars of categories: [{y, label, width, text}]) and ``span`` ({y, text}).
    """
    width = (SMALL.width * _COLUMNS if len(shape["panels"]) > 1 else LARGE.width) + 2 * _MARGIN
    sheet: dict[str, Any] = {"width": width}
    sheet["title"], y = _text(title, _MARGIN + 6, _TITLE, int((width - 2 * _MARGIN) / _TITLE_LETTER))
    sheet["legend"], y = _legend(shape["series"] if len(shape["panels"]) == 1 else [], y, width)
    sheet["panels"], y = _panels(shape["panels"], y)
    sheet["rows"], y = _rows(shape["rows"] if not shape["panels"] else [], y, width)
    sheet["span"] = {"y": y + 12, "text": shape["span"]}
    sheet["source"], y = _text(source, y + (28 if shape["span"] else 12), _LINE, int((width - 2 * _MARGIN) / _SMALL_LETTER))
    return sheet | {"height": round(y + 4)}


def _text(text: str, y: float, line: float, letters: int) -> tuple[list[dict[str, Any]], float]:
    lines = wrap(text, letters)
    return [{"y": y + number * line + 6, "text": each} for number, each in enumerate(lines)], y + len(lines) * line


def _legend(series: list[dict[str, str]], y: float, width: int) -> tuple[list[dict[str, Any]], float]:
    """Names beside each other, a new line where one would leave the sheet."""
    placed: list[dict[str, Any]] = []
    x = float(_MARGIN)
    for each in series:
        needed = 34 + len(each["label"]) * _SMALL_LETTER + 14
        if x > _MARGIN and x + needed > width:
            x, y = float(_MARGIN), y + _LINE
        placed.append({"x": round(x, 1), "y": y + 4, **each})
        x += needed
    return placed, y + (_LINE + 4 if placed else 0)


def _panels(panels: list[dict[str, Any]], y: float) -> tuple[list[dict[str, Any]], float]:
    placed = []
    for number, panel in enumerate(panels):
        frame, row, column = panel["frame"], number // _COLUMNS, number % _COLUMNS
        placed.append({"x": _MARGIN + column * frame.width, "y": y + row * (frame.height + _LINE), "panel": panel})
    if not panels:
        return [], y
    last = placed[-1]
    return placed, last["y"] + last["panel"]["frame"].height + _LINE


def _rows(rows: list[dict[str, Any]], y: float, width: int) -> tuple[list[dict[str, Any]], float]:
    longest = width - 2 * _MARGIN - 190 - 60
    placed = [
        {"y": y + number * _ROW, "label": _short(row["label"]), "width": round(longest * row["share"] / 100, 1), "text": row["text"]}
        for number, row in enumerate(rows)
    ]
    return placed, y + len(rows) * _ROW


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LETTERS else label[: _LABEL_LETTERS - 1] + "…"
