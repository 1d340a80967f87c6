"""``/dataset/<id>/card.png``, the picture of a shared link, and ``/d/<code>``, the short address of a dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response, request
from shapely.geometry import mapping

from ckanext.binhduong import places
from ckanext.binhduong.portal.maps.legend import OTHERS, legend_of
from ckanext.binhduong.portal.share.short_address import beginning_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from ckanext.binhduong.portal.share.card import Card

__all__ = ["show_card", "show_short"]

_ONE_KIND = "#0f5c4d"
_LAND_TOLERANCE = 0.0005
"""Degrees: half a pixel of a card that shows the province."""


def show_short(code: str) -> BaseResponse:
    """Lead to the dataset; 404 where there is none, or two, or one that the visitor may not see."""
    beginning = beginning_of(code.lower())
    rows = model.Session.query(model.Package.id).filter(model.Package.id.startswith(beginning), model.Package.type == "dataset")
    found = [row.id for row in rows.limit(2)] if beginning else []
    if len(found) != 1:
        return tk.abort(404, tk._("There is no dataset at this short address. Look for it by name."))
    return tk.redirect_to("dataset.read", id=_readable(found[0])["name"])


def show_card(id: str) -> Response:
    """Draw what a shared link to a dataset shows: its title and days, and the map or the chart of its first table, or of ``resource``."""
    from ckanext.binhduong.portal.share.card import draw_card  # not above: it loads Pillow, which few requests need

    package = _readable(id)
    resource = _drawn(package, request.args.get("resource", ""))
    picture = (_map(package, resource) or _chart(resource)) if resource else None
    response = Response(draw_card(_words(package), picture), mimetype="image/png")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _readable(id: str) -> dict[str, Any]:
    try:
        return tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no dataset at this short address. Look for it by name."))


def _drawn(package: dict[str, Any], asked: str) -> dict[str, Any] | None:
    """Return the resource to draw: the one that is asked for, else the first on the map, else the first table."""
    tables = [resource for resource in package["resources"] if resource.get("datastore_active")]
    chosen = [resource for resource in tables if resource["id"] == asked]
    return next(iter([*chosen, *(each for each in tables if each.get("layer")), *tables]), None)


def _words(package: dict[str, Any]) -> Card:
    from ckanext.binhduong.portal.share.card import Card  # not above: it loads Pillow

    fresh = tk.h.binhduong_freshness(package)
    as_of = f"{tk._('Data as of')} {tk.h.binhduong_date(fresh['as_of'])}" if fresh["as_of"] else ""
    return Card(
        label=tk.h.binhduong_label("themes", package["theme"]) if package.get("theme") else "",
        title=tk.h.binhduong_short(tk.h.binhduong_in_language(package, "title"))["text"],
        facts=tuple(fact for fact in (tk.h.binhduong_summary(package), as_of) if fact),
        mark=tk._("SAMPLE DATA") if package.get("data_kind") == "sample" else "",
        site=tk._("Bình Dương open data portal"),
        address=tk.h.binhduong_short_address(package).partition("://")[2],
    )


def _map(package: dict[str, Any], resource: dict[str, Any]) -> Callable[[Any, Any], None] | None:
    """Return what draws the rows of a layer over the units that the dataset is about; None for a table without a map."""
    from ckanext.binhduong.portal.share.pictures import draw_map  # not above: it loads Pillow

    found = _asked("table_map", resource) if resource.get("layer") else {}
    if not found.get("rows"):
        return None
    shapes = [places.boundary_of(unit) for unit in package.get("units") or []]
    outlines = [dict(mapping(shape.simplify(_LAND_TOLERANCE))) for shape in shapes if shape is not None]
    legend = {line["place"]: line["colour"] for line in legend_of(found["categories"], found["count"])}
    colours = [legend.get(place, OTHERS) for place in range(len(found["categories"]))] + [OTHERS if legend else _ONE_KIND]
    return lambda draw, box: draw_map(draw, box, outlines, found["rows"], colours)


def _chart(resource: dict[str, Any]) -> Callable[[Any, Any], None] | None:
    """Return what draws the chart that the resource's page shows first; None where there is nothing to draw."""
    from ckanext.binhduong.portal.share.pictures import draw_chart  # not above: it loads Pillow

    chart = tk.h.binhduong_chart(resource)
    if not chart["shape"]:
        return None
    return lambda draw, box: draw_chart(draw, box, tk.h.binhduong_chart_title(chart), chart["shape"])


def _asked(action: str, resource: dict[str, Any]) -> dict[str, Any]:
    """Return an action's answer about a table; nothing while the database is busy: the card has its words."""
    try:
        return tk.get_action(action)({}, {"resource_id": resource["id"]})
    except (tk.ValidationError, tk.ObjectNotFound, tk.NotAuthorized):
        return {}
