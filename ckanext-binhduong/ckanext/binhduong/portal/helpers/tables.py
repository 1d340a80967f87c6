"""What the tabs of a resource's page show: rows, a chart, the columns, each as the page's address asks."""

from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.core.problems.action_errors import message_of
from ckanext.binhduong.portal.finder.card_facts import kind_field
from ckanext.binhduong.portal.resource.table_query import TableView
from ckanext.binhduong.portal.resource.typed_filter import said_filter
from ckanext.binhduong.portal.resource.typed_values import said_value

__all__ = [
    "asked",
    "binhduong_columns",
    "binhduong_embed_url",
    "binhduong_fields",
    "binhduong_filter",
    "binhduong_frequent",
    "binhduong_map_rows_url",
    "binhduong_map_words",
    "binhduong_rows_api",
    "binhduong_table_url",
    "binhduong_table_view",
    "layer_of",
    "understood",
]


def binhduong_table_view() -> TableView:
    """Return what the page's address asks of a table."""
    return TableView.from_arguments(tk.request.args.items(multi=True))


def binhduong_columns(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a resource's table with what they hold, as ``table_profile`` does; ``problem`` when that failed."""
    answer, problem = asked("table_profile", resource, {})
    return {"columns": [], "rows": 0, "sampled": False, **answer, "problem": problem}


def layer_of(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the layer that a resource's rows are on the map; None of one that is no layer."""
    if not resource.get("layer"):
        return None
    try:
        layers = tk.get_action("layer_list")({}, {})
    except tk.ValidationError:
        # The database is busy: the rows are shown without the links to their pages.
        return None
    return next((each for each in layers if each["id"] == resource["layer"]), None)


def _category(resource: dict[str, Any]) -> str:
    """Return the column that cards name as the kind of a row: the map's colours and the cards' words are of one column."""
    layer = layer_of(resource)
    found = kind_field(layer["fields"]) if layer else None
    return found["id"] if found else ""


def understood(resource: dict[str, Any]) -> tuple[TableView, str]:
    """Return the view with the form's filter taken in, and what is wrong with the address."""
    view = binhduong_table_view()
    problem = tk._("There is no such page of rows; this is the first.") if view.bad_page else ""
    if not view.typed.is_filter:
        return view, problem
    field = next((field for field in binhduong_fields(resource) if field["id"] == view.typed.column), {})
    try:
        return view.added(view.typed.as_filters(field.get("kind", "text"), tk.h.lang())), problem
    except ValueError as error:
        return view, _bad_value(str(error), field)


def binhduong_fields(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of a resource's table, for the words of its filters."""
    return asked("table_search", resource, {"limit": 0})[0].get("fields", [])


def _bad_value(value: str, field: dict[str, Any]) -> str:
    forms = {
        "number": tk._("Write a number as 1,234.5."),
        "date": tk._("Write a date as dd/mm/yyyy, for example 31/01/2025."),
        "timestamp": tk._("Write a time as dd/mm/yyyy hh:mm, for example 31/01/2025 08:00."),
        "boolean": tk._("Write yes or no."),
    }
    title = tk.h.binhduong_in_language(field, "title")["text"]
    said = tk._("“{value}” does not fit the column “{column}”.").format(value=value, column=title)
    return f"{said} {forms.get(field.get('kind', ''), '')}"


def asked(action: str, resource: dict[str, Any], arguments: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Ask an action about the resource's table: its answer, and in the reader's language what it refuses."""
    try:
        return tk.get_action(action)({}, {"resource_id": resource["id"], **arguments}), ""
    except tk.ValidationError as error:
        return {}, message_of(error, reader_language())
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return {}, tk._("The rows of this file cannot be read at the moment.")


def binhduong_table_url(package: dict[str, Any], resource: dict[str, Any], arguments: list[tuple[str, str]], part: str = "data") -> str:
    """Return the address of a view of a resource's table, and of a part of that page."""
    base = tk.h.url_for("dataset_resource.read", id=package["name"], resource_id=resource["id"])
    # To the data itself: on a phone it would be a screen below the title.
    return f"{base}?{urlencode(arguments)}#{part}" if arguments else base


def binhduong_embed_url(package: dict[str, Any], resource: dict[str, Any], arguments: list[tuple[str, str]], whole: bool = False) -> str:
    """Return the address of a view of a resource's table as it stands in a frame; ``whole``: with the portal's host."""
    base = tk.h.url_for("binhduong.embed", id=package["name"], resource_id=resource["id"], _external=whole)
    return f"{base}?{urlencode(arguments)}" if arguments else base


def binhduong_rows_api(resource: dict[str, Any], view: TableView) -> str:
    """Return the address of the action that answers with the rows of a view."""
    base = tk.h.url_for("api.action", logic_function="table_search", ver=3, locale="default")
    return f"{base}?{urlencode({'resource_id': resource['id'], **view.search_arguments()}, doseq=True)}"


def binhduong_map_rows_url(resource: dict[str, Any], view: TableView) -> str:
    """Return the address of the rows of a view as the map draws them; the release stands in it, so that no browser keeps old rows."""
    address = tk.h.url_for("binhduong.map_rows", resource_id=resource["id"])
    asked = [(name, value) for name, value in view.address() if name in ("q", "filter")]
    category = _category(resource)
    asked += [("category", category)] if category else []
    return f"{address}?{urlencode([*asked, ('release', resource.get('release_number') or '')])}"


def binhduong_map_words() -> dict[str, Any]:
    """Return the words that a map's script says, in the reader's language."""
    return {
        "loading": tk._("One moment…"),
        "gone": tk._("This could not be fetched. Try again."),
        "locale": {
            "CooperativeGesturesHandler.MacHelpText": tk._("Hold ⌘ and scroll to zoom the map"),
            "CooperativeGesturesHandler.MobileHelpText": tk._("Move the map with two fingers"),
            "CooperativeGesturesHandler.WindowsHelpText": tk._("Hold Ctrl and scroll to zoom the map"),
            "NavigationControl.ZoomIn": tk._("Zoom in"),
            "NavigationControl.ZoomOut": tk._("Zoom out"),
            "Popup.Close": tk._("Close"),
        },
    }


def binhduong_filter(text: str, fields: list[dict[str, Any]]) -> dict[str, str]:
    """Return what a filter says to people: the column's ``title``, the ``condition``'s code, the ``value`` as they write it."""
    column = text.partition(":")[0]
    field = next((field for field in fields if field["id"] == column), {"id": column, "title": column, "kind": "text"})
    condition, value = said_filter(text, field["kind"], tk.h.lang())
    return {"title": tk.h.binhduong_in_language(field, "title")["text"], "condition": condition, "value": value}


def binhduong_frequent(value: str, kind: str) -> str:
    """Write one of a column's frequent values, given as PostgreSQL's text."""
    return said_value({"t": "true", "f": "false"}.get(value, value) if kind == "boolean" else value, kind, tk.h.lang())
