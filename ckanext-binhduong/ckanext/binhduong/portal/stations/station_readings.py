"""The readings of stations in a list: one question to the DataStore for all of them."""

import re
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.stations.reading_charts import series_of
from ckanext.binhduong.portal.stations.reading_words import about_reading

__all__ = ["add_readings", "readings_table"]

_HOURS = 48
"""Readings a station that a chart shows; hourly ones make two days."""
_UNIT_IN_TITLE = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$")
"""A unit at the end of a column's title: "PM2.5 (µg/m³)"."""
_NUMBERS = ("int", "integer", "int4", "int8", "float", "float8", "double precision", "numeric")


def add_readings(rows: list[dict[str, Any]]) -> None:
    """Put ``readings`` into the rows (as the finder's list has them) whose feature has a ``latest`` reading.

    ``readings`` is ``{"time", "values": [(field, value)], "series", …}``: the latest values with their titles, a chart for each quantity,
    and what :func:`about_reading` says of them.
    """
    datasets = {row["feature"]["dataset"] for row in rows if row["feature"].get("latest")}
    for dataset in datasets:
        stations = [row for row in rows if row["feature"]["dataset"] == dataset and row["feature"].get("latest")]
        table = readings_table(dataset)
        if table:
            _fill(stations, *table)


def readings_table(dataset: str) -> tuple[str, str, str] | None:
    """Return the resource of the readings, its column with the station and its column with the time, as ``latest_by`` declares them."""
    try:
        package = tk.get_action("package_show")({}, {"id": dataset})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    for resource in package["resources"]:
        key, _, time = (resource.get("latest_by") or "").partition(",")
        if key.strip() and time.strip():
            return resource["id"], key.strip(), time.strip()
    return None


def _fill(stations: list[dict[str, Any]], resource: str, key: str, time: str) -> None:
    asked = {
        "resource_id": resource,
        "filters": {key: [row["feature"]["id"] for row in stations]},
        "sort": f'"{time}" desc',
        "limit": _HOURS * len(stations),
        "include_total": False,
    }
    try:
        found = tk.get_action("datastore_search")({}, asked)
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
        return
    fields = [_field(field) for field in found["fields"] if field["id"] != "_id" and field["type"] in _NUMBERS]
    for row in stations:
        own = [record for record in found["records"] if str(record.get(key)) == str(row["feature"]["id"])]
        latest = row["feature"]["latest"]
        values = [(field, latest[field["id"]]) for field in fields if latest.get(field["id"]) is not None]
        series = series_of(own, fields, time)
        about = about_reading(latest, time, values, series)
        row["readings"] = {"time": str(latest.get(time) or ""), "values": values, "series": series, **about}


def _field(field: dict[str, Any]) -> dict[str, str]:
    info = field.get("info") or {}
    title = info.get("label") or field["id"]
    in_title = _UNIT_IN_TITLE.search(title)
    unit = info.get("unit") or (in_title[1] if in_title else "")
    return {"id": field["id"], "type": field["type"], "title": title, "title_en": info.get("label_en") or "", "unit": unit}
