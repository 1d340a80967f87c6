"""``/place/values``: the units of a list by how many features of one layer they have."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import request

from ckanext.binhduong.portal.helpers import binhduong_layers_of
from ckanext.binhduong.portal.helpers.tables import asked
from ckanext.binhduong.portal.place.values import outlines
from ckanext.binhduong.portal.place.values.by_unit import LISTS, values_of
from ckanext.binhduong.portal.place.values.classes import classes_of

__all__ = ["show_values"]

_VALUES = ("count", "density")


def show_values() -> str:
    """The form, and with a layer its map and table; an unknown layer, list or value is a 404, since only the page's own links say them."""
    layers = [layer for layer in binhduong_layers_of() if layer["geometry_type"] == "Point"]
    of, by = request.args.get("units") or next(iter(LISTS)), request.args.get("by") or _VALUES[0]
    name = request.args.get("layer") or (layers[0]["id"] if layers else "")
    layer = next((each for each in layers if each["id"] == name), None)
    if of not in LISTS or by not in _VALUES or (name and not layer):
        tk.abort(404, tk._("There is no such comparison. Choose what to compare and by which units."))
    shown: dict[str, Any] = {"layers": layers, "layer": layer, "of": of, "by": by, "lists": LISTS, "problem": "", "rows": []}
    return tk.render("binhduong/place_values.html", {**shown, **(_compared(layer, of, by) if layer else {})})


def _compared(layer: dict[str, Any], of: str, by: str) -> dict[str, Any]:
    found, problem = asked("table_map", {"id": layer["resource_id"]}, {})
    if problem:
        return {"problem": problem}
    if len(found["rows"]) < found["count"] - found["without_position"]:
        return {"problem": tk._("There are too many to count them by unit here.")}
    values, outside = values_of(((row[1], row[2]) for row in found["rows"]), of)
    classes, shades = classes_of([getattr(value, by) for value in values])
    rows = sorted(zip(values, shades, strict=True), key=lambda pair: -getattr(pair[0], by))
    most = max((value.count for value in values), default=0) or 1
    paths = outlines.outlines_of(of)
    return {
        "rows": [{"unit": value.unit, "value": value, "shade": shade, "path": paths[value.unit.id]} for value, shade in rows],
        "classes": classes,
        "most": most,
        "outside": outside + found["without_position"],
        "width": outlines.WIDTH,
        "height": outlines.HEIGHT,
    }
