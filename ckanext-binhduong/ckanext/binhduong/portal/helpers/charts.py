"""What the chart of a resource's page shows, in words and as files."""

from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.charts.shape import shape_of
from ckanext.binhduong.portal.helpers.tables import asked, binhduong_fields, understood
from ckanext.binhduong.portal.resource.table_query import TableView

__all__ = ["binhduong_chart", "binhduong_chart_file", "binhduong_chart_title", "binhduong_chart_value"]

_COLUMNS = {"drawn": "column", "measured": "measure", "divided": "series_column"}


def binhduong_chart(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the chart the address asks for: the answer of ``table_chart``, ``shape`` (None where there is nothing to draw), ``drawn``,
    ``measured``, ``divided`` (the columns), ``view``, ``fields``, ``problem``."""
    view, problem = understood(resource)
    question = {name: value for name, value in view.search_arguments().items() if name in ("q", "filters")}
    answer, said = asked("table_chart", resource, {**question, **_chosen(resource, view)})
    if said:
        answer, _ = asked("table_chart", resource, _chosen(resource, TableView()))
    shape = shape_of(answer, tk.h.lang()) if answer.get("bars") else None
    offered = {field["id"]: field for name in ("columns", "measures", "series_columns") for field in answer.get(name, [])}
    columns = {name: offered.get(answer.get(of)) for name, of in _COLUMNS.items()}
    fields = binhduong_fields(resource) if view.filters else []
    return {**answer, **columns, "shape": shape, "view": view, "fields": fields, "problem": problem or said}


def _chosen(resource: dict[str, Any], view: TableView) -> dict[str, str]:
    """Return what the address draws; when it chooses nothing, measurements are drawn station by station, not as one mean of all."""
    if view.draw:
        return {name: value for name, value in (("column", view.draw), ("measure", view.measure), ("series", view.series)) if value}
    station = str(resource.get("latest_by") or "").partition(",")[0].strip()
    return {"series": station} if station else {}


def binhduong_chart_value(chart: dict[str, Any]) -> str:
    """Say what a chart's values are, with their unit: "Mean of PM2.5 (µg/m³)", or the number of rows."""
    if not chart["measured"]:
        return tk._("Number of rows")
    title = tk.h.binhduong_in_language(chart["measured"], "title")["text"]
    unit = chart["measured"].get("unit")
    return tk._("Mean of {column}").format(column=title) + (f" ({unit})" if unit and unit not in title else "")


def binhduong_chart_title(chart: dict[str, Any]) -> str:
    """Say what a chart shows."""
    column = tk.h.binhduong_in_language(chart["drawn"], "title")["text"]
    title = tk._("{what} by {column}").format(what=binhduong_chart_value(chart), column=column)
    if not chart["divided"]:
        return title
    return tk._("{chart}, for each {column}").format(chart=title, column=tk.h.binhduong_in_language(chart["divided"], "title")["text"])


def binhduong_chart_file(package: dict[str, Any], resource: dict[str, Any], chart: dict[str, Any], ext: str, whole: bool = False) -> str:
    """Return the address of a chart as a file (``svg``, ``csv``); it names what is drawn, whatever is drawn first."""
    drawn = {"draw": chart["column"], "measure": chart["measure"] or "", "series": chart["series_column"] or ""}
    asked = [(name, value) for name, value in chart["view"].address(**drawn) if name not in ("tab", "sort", "page", "show", "layout")]
    base = tk.h.url_for("binhduong.chart", id=package["name"], resource_id=resource["id"], ext=ext, _external=whole)
    return f"{base}?{urlencode(asked)}"
