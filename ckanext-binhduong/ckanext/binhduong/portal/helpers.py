"""Template helpers of the pages: texts in the reader's language, numbers and dates as read here, and what the home page shows."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from flask import g
from werkzeug.exceptions import default_exceptions

from ckanext.binhduong.portal import text

__all__ = [
    "binhduong_agency_title",
    "binhduong_asset",
    "binhduong_cell",
    "binhduong_core_scripts",
    "binhduong_date",
    "binhduong_distance",
    "binhduong_facet_label",
    "binhduong_home",
    "binhduong_in_language",
    "binhduong_is_ours",
    "binhduong_layer_themes",
    "binhduong_layers_of",
    "binhduong_number",
    "binhduong_preview",
    "binhduong_release_status",
    "binhduong_size",
    "binhduong_themes",
    "binhduong_without",
]

_PUBLIC = Path(__file__).parent / "public"
_NEW_DATASETS = 6
_PREVIEW_ROWS = 10


def binhduong_core_scripts() -> bool:
    """Whether a page needs CKAN's own scripts: only those who are signed in see forms that depend on them (they weigh 400 kB)."""
    return bool(tk.current_user.is_authenticated)


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((_PUBLIC / path.lstrip("/")).read_bytes()).hexdigest()[:10]


def binhduong_asset(path: str) -> str:
    """Give the address of one of our static files, with its content's digest, so that a browser never keeps an old one."""
    return tk.h.url_for_static(path) + "?v=" + _digest(path)


def binhduong_in_language(values: dict[str, Any], field: str) -> dict[str, str]:
    """Give ``{"text", "lang"}`` of a field that may have an English twin ``<field>_en``; ``lang`` is empty when it is the page's own."""
    page = tk.h.lang()
    english = _value_of(values, f"{field}_en") if page == "en" else ""
    if english:
        return {"text": english, "lang": ""}
    vietnamese = _value_of(values, field) or str(values.get("display_name") or values.get("name") or "")
    return {"text": vietnamese, "lang": "vi" if page == "en" else ""}


def _value_of(values: dict[str, Any], field: str) -> str:
    """Read a field that CKAN gives beside the others (scheming) or, in lists of agencies and themes, among the extras."""
    found = values.get(field)
    if found:
        return str(found)
    extras = values.get("extras") or []
    return next((str(extra["value"]) for extra in extras if extra.get("key") == field), "")


def _agencies() -> dict[str, dict[str, Any]]:
    """Give the agencies by name, asked once a request."""
    if not hasattr(g, "binhduong_agencies"):
        found = tk.get_action("organization_list")(
            {}, {"all_fields": True, "include_extras": True, "include_dataset_count": True, "limit": 1000}
        )
        g.binhduong_agencies = {agency["name"]: agency for agency in found}
    return g.binhduong_agencies


def binhduong_agency_title(agency: dict[str, Any]) -> dict[str, str]:
    """Give an agency's title as :func:`binhduong_in_language` does, from the short form that stands in a dataset too."""
    if tk.h.lang() == "en":
        agency = _agencies().get(agency["name"], agency)
    return binhduong_in_language(agency, "title")


def binhduong_themes() -> list[dict[str, Any]]:
    """Give the themes in their order: ``code``, ``title``, ``description`` and ``count`` of public datasets."""
    found = tk.get_action("group_list")({}, {"all_fields": True, "include_extras": True, "include_dataset_count": True, "limit": 1000})
    rows = [
        {
            "code": theme["name"],
            "title": binhduong_in_language(theme, "title"),
            "description": binhduong_in_language(theme, "description"),
            "count": theme["package_count"],
            "order": int(_value_of(theme, "order") or 99),
        }
        for theme in found
    ]
    return sorted(rows, key=lambda row: (row["order"], row["code"]))


def binhduong_layers_of(**asked: str) -> list[dict[str, Any]]:
    """Give the published layers, of one ``theme`` when asked."""
    return tk.get_action("layer_list")({}, asked)


def binhduong_layer_themes() -> set[str]:
    """Give the themes that have a layer, that is, those where "near me" has an answer."""
    return {layer["theme"] for layer in binhduong_layers_of()}


def binhduong_home() -> dict[str, Any]:
    """Give what the home page shows: themes, the newest datasets, and how much there is of what."""
    search = tk.get_action("package_search")({}, {"rows": _NEW_DATASETS, "sort": "metadata_modified desc"})
    layers = binhduong_layers_of()
    return {
        "themes": binhduong_themes(),
        "mapped": {layer["theme"] for layer in layers},
        "newest": search["results"],
        "datasets": search["count"],
        "agencies": sum(1 for agency in _agencies().values() if agency["package_count"]),
        "features": sum(layer["count"] for layer in layers),
    }


def binhduong_is_ours(message: str) -> bool:
    """Whether an error's text was written for people here, not the HTTP library's own English one or a validation error's dict."""
    if message.startswith("None - ") or "{'" in message:
        return False
    return message not in {error.description for error in default_exceptions.values()}


_FACET_VOCABULARIES = {"theme": "themes", "groups": "themes", "license_id": "licences", "frequency": "frequency", "data_kind": "data_kind"}


def binhduong_facet_label(facet: str, item: dict[str, Any]) -> str:
    """Give a facet value's words in the reader's language."""
    if facet in _FACET_VOCABULARIES:
        return tk.h.binhduong_label(_FACET_VOCABULARIES[facet], item["name"])
    if facet == "units":
        return f"{tk.h.binhduong_unit_name(item['name'])} ({item['name'].partition('@')[2]})"
    if facet == "organization":
        agency = _agencies().get(item["name"])
        return binhduong_in_language(agency, "title")["text"] if agency else item["display_name"]
    return item["display_name"]


def binhduong_number(value: float, decimals: int = 0) -> str:
    """Write a number as the reader's language does."""
    return text.number_text(value, tk.h.lang(), decimals)


def binhduong_cell(value: Any, kind: str) -> dict[str, Any]:
    """Give ``{"text", "number"}`` of one value of a table whose column has the DataStore type ``kind``."""
    words, is_number = text.cell_text(value, kind, tk.h.lang())
    return {"text": words, "number": is_number}


def binhduong_date(value: str | None) -> str:
    """Write an ISO date or timestamp as the reader's language does."""
    return text.date_text(value, tk.h.lang())


def binhduong_size(value: int | str | None) -> str:
    """Write a file's size in bytes; empty when unknown."""
    return text.size_text(value, tk.h.lang())


def binhduong_distance(metres: float) -> str:
    """Write a distance in metres."""
    return text.distance_text(metres, tk.h.lang())


def binhduong_preview(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Give the first rows of a resource's table: ``{"fields": [{"id", "title"}], "rows": [...], "total"}``; None when it has no table."""
    if not resource.get("datastore_active"):
        return None
    try:
        found = tk.get_action("datastore_search")({}, {"resource_id": resource["id"], "limit": _PREVIEW_ROWS})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    fields = [
        {"id": field["id"], "title": _column_title(field), "type": field["type"]} for field in found["fields"] if field["id"] != "_id"
    ]
    return {"fields": fields, "rows": found["records"], "total": found.get("total", 0)}


def binhduong_release_status(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Give ``{"state", "findings", "workbook"}`` of the last uploaded file; None for a resource that is no table.

    ``workbook`` says whether the findings can be had marked in the file itself.
    """
    if not resource.get("release_state"):
        return None
    try:
        status = tk.get_action("release_status")({}, {"id": resource["id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    workbook = status["state"] == "refused" and (status.get("attempt") or {}).get("format") == "XLSX"
    return {"state": status["state"], "findings": status.get("findings", []), "workbook": workbook}


def _column_title(field: dict[str, Any]) -> str:
    info = field.get("info") or {}
    english = info.get("label_en") if tk.h.lang() == "en" else ""
    return english or info.get("label") or field["id"]


def binhduong_without(arguments: dict[str, str], *names: str) -> dict[str, str]:
    """Give a page's arguments without some of them."""
    return {name: value for name, value in arguments.items() if name not in names}
