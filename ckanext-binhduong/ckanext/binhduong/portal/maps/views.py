"""``/map/rows/<resource id>``: the rows of a resource as its map draws them, with the legend's words; the page's filters apply."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, jsonify, request

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.problems.action_errors import is_busy, message_of
from ckanext.binhduong.portal.maps.legend import legend_of

__all__ = ["show_rows"]


def show_rows(resource_id: str) -> Response:
    """Answer with every row asked for (``q`` and ``filter`` as on the resource's page), within the bound of ``table_map``."""
    asked: dict[str, Any] = {"resource_id": resource_id, "q": request.args.get("q", ""), "filters": request.args.getlist("filter")}
    if request.args.get("category"):
        asked["category"] = request.args["category"]
    try:
        found = tk.get_action("table_map")({}, {name: value for name, value in asked.items() if value})
    except tk.ValidationError as error:
        return _refused(message_of(error, reader_language()), 503 if is_busy(error) else 400)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return _refused(tk._("The rows of this file cannot be read at the moment."), 404)
    response = jsonify({**_drawn(found), "rows": found["rows"], "extent": found["extent"]})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _drawn(found: dict[str, Any]) -> dict[str, Any]:
    """The legend, and in words how many rows the map shows and how many not."""
    positioned = found["count"] - found["without_position"]
    legend = legend_of(found["categories"], positioned)
    for line in legend:
        line["text"] = line["value"] if line["value"] is not None else tk._("others")
        line["count"] = tk.h.binhduong_number(line["rows"])
    return {"legend": legend, "said": _said(found, positioned), "drawn": len(found["rows"]), "count": found["count"]}


def _said(found: dict[str, Any], positioned: int) -> str:
    number = tk.h.binhduong_number
    drawn = len(found["rows"])
    if drawn == found["count"]:
        return tk.ungettext("The map shows the one row.", "The map shows all {number} rows.", drawn).format(number=number(drawn))
    parts = [tk._("The map shows {drawn} of {count} rows.").format(drawn=number(drawn), count=number(found["count"]))]
    if positioned > drawn:
        parts.append(
            tk._("{number} are not drawn because the map would be too heavy: filter to see them.").format(number=number(positioned - drawn))
        )
    if found["without_position"]:
        parts.append(tk._("{number} have no position.").format(number=number(found["without_position"])))
    return " ".join(parts)


def _refused(message: str, status: int) -> Response:
    response = jsonify({"said": message})
    response.status_code = status
    return response
