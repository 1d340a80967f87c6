"""``/dataset/<id>/resource/<resource id>/chart.svg`` and ``.csv``: a page's chart for other pages and spreadsheets."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.binhduong.portal.charts.sheet import sheet_of
from ckanext.binhduong.portal.charts.table_file import table_file

__all__ = ["show_chart"]


def show_chart(id: str, resource_id: str, ext: str) -> Response:
    """Answer with the chart that the page with the same question shows; 400 where the question is wrong, 404 where nothing is drawn."""
    try:
        package = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404)
    resource = next((each for each in package["resources"] if each["id"] == resource_id and each.get("datastore_active")), None)
    if resource is None or ext not in _FORMS:
        tk.abort(404)
    chart = tk.h.binhduong_chart(resource)
    if chart["problem"]:
        tk.abort(400, chart["problem"])
    if not chart["shape"]:
        tk.abort(404, tk._("There is nothing to draw"))
    response = _FORMS[ext](package, chart)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _picture(package: dict[str, Any], chart: dict[str, Any]) -> Response:
    title = tk.h.binhduong_chart_title(chart)
    sheet = sheet_of(title, chart["shape"], tk.h.binhduong_citation(package)["text"])
    return Response(tk.render("binhduong/charts/sheet.html", {"sheet": sheet, "title": title}), mimetype="image/svg+xml")


def _numbers(package: dict[str, Any], chart: dict[str, Any]) -> Response:
    column = tk.h.binhduong_in_language(chart["drawn"], "title")["text"]
    written = table_file(chart, column, tk.h.binhduong_chart_value(chart), tk.h.lang())
    response = Response(written, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{package["name"]}-chart.csv"'
    return response


_FORMS = {"svg": _picture, "csv": _numbers}
