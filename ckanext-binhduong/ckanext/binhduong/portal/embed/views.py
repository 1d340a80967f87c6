"""``/dataset/<id>/resource/<resource id>/embed``: one view of a public table (rows, chart or map) without the portal around it, for a frame
in another page. Its arguments are those of the resource's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, make_response

from ckanext.binhduong.portal.embed.framing import allow_framing

__all__ = ["show_embedded"]


def show_embedded(id: str, resource_id: str) -> Response:
    """Answer with the view that the address asks for; 400 where the question is wrong, 404 where there is no such public table."""
    package, resource = _public_table(id, resource_id)
    asked = tk.h.binhduong_table_view().tab
    tab = asked if asked in _SHOWN and (asked != "map" or resource.get("layer")) else "table"
    shown = _SHOWN[tab](resource)
    allow_framing()
    page = tk.render("binhduong/embed.html", {"pkg": package, "res": resource, "tab": tab, **shown})
    response = make_response(page, 400 if shown["problem"] else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _public_table(id: str, resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return dataset and resource as a stranger sees them, whoever asks: a frame shows nothing that its reader alone may see."""
    try:
        package = tk.get_action("package_show")({"user": ""}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        package = {"resources": []}
    resource = next((each for each in package["resources"] if each["id"] == resource_id and each.get("datastore_active")), None)
    if resource is None:
        tk.abort(404, tk._("There is no such public table. Copy the code of the frame again from the page of the data."))
    return package, resource


def _table(resource: dict[str, Any]) -> dict[str, Any]:
    data = tk.h.binhduong_rows(resource)
    return {"data": data, "view": data["view"], "fields": data["fields"], "problem": data["problem"]}


def _chart(resource: dict[str, Any]) -> dict[str, Any]:
    chart = tk.h.binhduong_chart(resource)
    return {"chart": chart, "view": chart["view"], "fields": chart["fields"], "problem": chart["problem"]}


def _map(resource: dict[str, Any]) -> dict[str, Any]:
    """The rows are fetched by the map's script, which says when the question is wrong."""
    view = tk.h.binhduong_table_view()
    return {"view": view, "fields": tk.h.binhduong_fields(resource) if view.filters else [], "problem": ""}


_SHOWN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"table": _table, "chart": _chart, "map": _map}
