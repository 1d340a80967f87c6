"""A chart's numbers as CSV (RFC 4180, UTF-8 with byte-order mark, decimal point). Imports no CKAN."""

from __future__ import annotations

import csv
import io
from typing import Any

from ckanext.binhduong.core.spreadsheet_text import as_text
from ckanext.binhduong.portal.charts.labels import value_label

__all__ = ["table_file"]


def table_file(chart: dict[str, Any], column: str, what: str, lang: str) -> str:
    """Write the bars of a chart, a line each: ISO 8601 times, both edges of a range, then the value and that of each series.

    Args:
        chart: the answer of ``table_chart``.
        column: the title of the column that is drawn.
        what: what the values are.
        lang: of yes and no.
    """
    name = "mean" if chart.get("measure") else "rows"
    series = chart.get("series") or []
    ranges = chart["kind"] == "histogram"
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(
        [*([f"{column} ≥", f"{column} <"] if ranges else [column]), what, *(as_text(value_label(each["value"], lang)) for each in series)]
    )
    for number, bar in enumerate(chart["bars"]):
        edges = [bar["from"], bar["to"]] if ranges else [as_text(value_label(bar["from"], lang))]
        rows.writerow([*edges, bar[name], *(each["bars"][number][name] for each in series)])
    return "\ufeff" + written.getvalue()
