"""The rows of a table as its page's address asks for them, the columns shown, the values offered to filter by, and addresses of rows."""

from dataclasses import replace
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.helpers.page import binhduong_feature_url
from ckanext.binhduong.portal.helpers.tables import asked, binhduong_table_url, layer_of, understood
from ckanext.binhduong.portal.resource.table_query import PAGE_ROWS, TableView
from ckanext.binhduong.portal.resource.typed_filter import CONDITIONS, Typed

__all__ = ["binhduong_first_rows", "binhduong_has_points", "binhduong_row_url", "binhduong_rows"]

_FIRST_ROWS = 10
_TICKED = ("text", "boolean")
_RANGED = ("number", "date", "timestamp")


def binhduong_first_rows(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the first rows of a table for its dataset's page: ``fields``, ``records``, ``total``; ``problem`` when unreadable."""
    answer, problem = asked("table_search", resource, {"limit": _FIRST_ROWS})
    return {"fields": [], **answer, "problem": problem}


def binhduong_has_points(resource: dict[str, Any]) -> bool:
    """Whether a resource's rows are points of a layer, each in one administrative unit."""
    layer = layer_of(resource)
    return layer is not None and layer["geometry_type"] == "Point"


def binhduong_rows(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the rows that the address asks for, or the first ones and what is wrong with the address.

    Returns:
        ``view``, ``fields``, ``columns`` (those of the fields that are shown), ``rows``, ``total``, ``pages``, ``problem`` (empty when the
        question was understood), ``conditions`` (of the form), ``typed`` (what the form's fields hold), ``offered`` (values of the chosen
        column to tick: [{value, rows}]), ``has_no_list`` (a column is chosen that has no such values), ``key`` (the column that names a
        row, or None).
    """
    view, problem = understood(resource)
    answer, said = asked("table_search", resource, view.search_arguments())
    if said:
        answer, _ = asked("table_search", resource, {"limit": PAGE_ROWS})
    fields = answer.get("fields", [])
    view, columns, unknown = _shown(view, fields)
    chosen = next((field for field in fields if field["id"] == view.typed.column), None)
    offered = _offered(resource, view, chosen)
    return {
        "view": view,
        "fields": fields,
        "columns": columns,
        "rows": answer.get("records", []),
        "total": answer.get("total", 0),
        "pages": -(-answer.get("total", 0) // PAGE_ROWS),
        "problem": problem or said or unknown,
        "conditions": CONDITIONS,
        "typed": _typed(view, chosen),
        "offered": offered,
        "has_no_list": bool(chosen) and not offered and chosen["kind"] not in _RANGED,
        "key": _key(resource, fields),
    }


def _shown(view: TableView, fields: list[dict[str, Any]]) -> tuple[TableView, list[dict[str, Any]], str]:
    """Return the view, the columns it shows in the table's order, and which of those asked for there are not."""
    known = {field["id"] for field in fields}
    unknown = [name for name in view.show if name not in known]
    if unknown and fields:
        said = tk._("The table has no column “{column}”; all are shown.").format(column=unknown[0][:80])
        return replace(view, show=()), fields, said
    if not view.show or set(view.show) == known:
        return replace(view, show=()), fields, ""
    return view, [field for field in fields if field["id"] in view.show], ""


def _typed(view: TableView, chosen: dict[str, Any] | None) -> Typed:
    """Return what the form's fields hold: of a column that was chosen without a value, and that has no words, a range."""
    ranged = chosen and chosen["kind"] in _RANGED and view.typed.condition == "contains"
    return replace(view.typed, condition="between") if ranged else view.typed


def _offered(resource: dict[str, Any], view: TableView, chosen: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the largest values of the column that the form has chosen, counted in the rows of the other filters.

    Numbers and days have ranges instead, and values that are all different are no list.
    """
    if chosen is None or chosen["kind"] not in _TICKED:
        return []
    question = {name: value for name, value in view.search_arguments().items() if name in ("q", "filters")}
    answer, _ = asked("table_chart", resource, {**question, "column": chosen["id"]})
    values = [{"value": bar["from"], "rows": bar["rows"]} for bar in answer.get("bars", []) if bar["from"] not in (None, "")]
    return [{**each, "value": str(each["value"]).lower() if chosen["kind"] == "boolean" else each["value"]} for each in values]


def _key(resource: dict[str, Any], fields: list[dict[str, Any]]) -> str | None:
    """Return the column that names a row: the layer's own name of it, as the officer may have declared it by its title."""
    layer = layer_of(resource)
    if layer:
        return str(layer["key_column"] or "_id")
    declared = resource.get("key_column")
    return next((field["id"] for field in fields if declared and declared in (field["id"], field["title"])), None)


def binhduong_row_url(package: dict[str, Any], resource: dict[str, Any], data: dict[str, Any], row: dict[str, Any]) -> str:
    """Return the address of a row: its page, of a layer; by its key, of another table that has one; else its place in this page of rows,
    which the next release may move."""
    name = row.get(data["key"]) if data["key"] else None
    if name in (None, ""):
        arguments = data["view"].address(page=data["view"].page, tab=data["view"].tab or "table")
        return binhduong_table_url(package, resource, arguments, f"row-{row['_id']}")
    if resource.get("layer"):
        return binhduong_feature_url(resource["layer"], name)
    return binhduong_table_url(package, resource, TableView(filters=(f"{data['key']}:is:{name}",)).address())
