"""``/station/compare``: the readings of some stations, in one or two periods, side by side."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response, request

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.light_path.feature_documents import facts_of
from ckanext.binhduong.core.problems.action_errors import is_busy, message_of
from ckanext.binhduong.portal.helpers import binhduong_layers_of
from ckanext.binhduong.portal.stations.comparison import MOST, Question, are_times, longest_step, pictures, sides_of
from ckanext.binhduong.portal.stations.station_readings import readings_table

__all__ = ["compare_stations"]

_STATIONS = 1000


def compare_stations() -> Response:
    """The form, and with two stations or two periods the pictures and numbers; 400 with what is wrong, 404 for a layer without readings.

    404 with the form, too, when there is no published table of the readings yet, which those who may edit the dataset come to see.
    """
    layer = next((each for each in binhduong_layers_of() if each["id"] == request.args.get("layer")), None)
    table = readings_table(layer["dataset"]) if layer else None
    if layer is None or table is None:
        tk.abort(404, tk._("There are no stations with readings here. Begin at the page of a station."))
    question = Question.from_arguments(request.args.getlist("station"), request.args.to_dict())
    stations = _stations(layer)
    problem = _problem(question, stations)
    shown: dict[str, Any] = {"layer": layer, "question": question, "stations": stations, "most": MOST, "problem": problem}
    shown |= {"resource": table[0], "periods": [], "measures": [], "measure": None, "sides": []}
    known = [each for each in question.stations if each in stations]
    if known and not problem:
        shown |= _compared(question, known, table, stations)
    status = shown.pop("status", 400 if shown["problem"] else 200)
    return make_response(tk.render("binhduong/compare_stations.html", shown), status)


def _stations(layer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the layer's stations by their key, each with its ``name`` and its ``latest`` reading, as the list has them."""
    try:
        features = tk.get_action("feature_search")({}, {"layer": layer["id"], "limit": _STATIONS})["features"]
    except tk.ValidationError as error:
        if is_busy(error):
            raise
        return {}
    return {str(each["id"]): {"name": facts_of(each, layer["fields"])["name"], "latest": each.get("latest") or {}} for each in features}


def _problem(question: Question, stations: dict[str, Any]) -> str:
    """Say what of the address cannot be answered, the first thing only; empty when all can."""
    unknown = [each for each in question.stations if each not in stations]
    if question.wrong:
        said = tk._("“{value}” is no day that is possible here. Write dd/mm/yyyy with a year from 1900 to 2200, for example 31/01/2025.")
        return said.format(value=question.wrong[0][1][:40])
    if question.reversed:
        return tk._("A period ends before it begins.")
    if unknown:
        return tk._("There is no station “{code}” here. Choose from the list.").format(code=unknown[0][:40])
    return tk._("At most {most} stations stand side by side.").format(most=MOST) if question.too_many else ""


def _compared(question: Question, known: list[str], table: tuple[str, str, str], stations: dict[str, Any]) -> dict[str, Any]:
    resource, key, time = table
    try:
        offered = tk.get_action("table_search")({}, {"resource_id": resource, "limit": 0})["fields"]
        measures = [field for field in offered if field["kind"] == "number"]
        measure = question.measure or _measured(measures, [stations[each]["latest"] for each in known])
        asked = {"resource_id": resource, "column": time, "series": key, "measure": measure}
        among = f"{key}:among:{json.dumps(known, ensure_ascii=False)}"
        charts = _charts(asked, [[among, *period.filters(time)] for period in question.periods])
    except tk.ValidationError as error:
        if is_busy(error):
            raise
        return {"problem": message_of(error, reader_language())}
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return {"problem": tk._("The rows of this file cannot be read at the moment."), "status": 404}
    if not are_times(charts):
        return {
            "problem": tk._(
                "Readings are compared by time, and the column “{column}” holds none. The agency must name the column that does."
            ).format(column=time)
        }
    return {
        "measures": measures,
        "measure": next((field for field in measures if field["id"] == measure), None),
        "step": longest_step(charts),
        "periods": pictures(known, charts, tk.h.lang()),
        "sides": [side for period, chart in zip(question.periods, charts, strict=True) for side in sides_of(known, period, chart)],
    }


def _charts(asked: dict[str, Any], filters: list[list[str]]) -> list[dict[str, Any]]:
    """Draw each period, all by the same step: the highest hour is not held against the highest month."""
    charts = [tk.get_action("table_chart")({}, asked | {"filters": each}) for each in filters]
    step = longest_step(charts)
    return [
        chart
        if chart["kind"] != "time" or chart["step"] == step
        else tk.get_action("table_chart")({}, asked | {"filters": each, "step": step})
        for chart, each in zip(charts, filters, strict=True)
    ]


def _measured(measures: list[dict[str, Any]], latest: list[dict[str, Any]]) -> str:
    """Return the first quantity that all of the stations measure, or one of them does: air has no pH."""
    for enough in (all, any):
        for field in measures:
            if enough(reading.get(field["id"]) is not None for reading in latest):
                return str(field["id"])
    return str(measures[0]["id"]) if measures else ""
