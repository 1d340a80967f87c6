"""The OpenAPI 3.0 document of the service, written from the tables that read its requests. Imports no CKAN."""

from __future__ import annotations

import re
from typing import Any

from ckanext.binhduong.core.clock import TIMES
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.metadata.records.addresses import JSON, MOUNT, OPERATIONS, Operation
from ckanext.binhduong.metadata.records.documents import Service
from ckanext.binhduong.metadata.records.questions import PARAMETERS

__all__ = ["openapi"]

_TEXT = {"type": "string"}
_LINK = {"type": "object", "required": ["href", "rel"], "properties": dict.fromkeys(("href", "rel", "type", "title"), _TEXT)}
_ERROR = {
    "type": "object",
    "required": ["success", "error"],
    "properties": {
        "success": {"type": "boolean", "enum": [False]},
        "error": {"type": "object", "required": ["__type", "message"], "properties": {"__type": _TEXT, "message": _TEXT}},
    },
}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_LINKS = _list({"$ref": "#/components/schemas/link"})
_COUNT = {"type": "integer", "minimum": 0}
_COLLECTION = _object("id type itemType links", id=_TEXT, type=_TEXT, itemType=_TEXT, title=_TEXT, description=_TEXT, links=_LINKS)
_RECORD = _object(
    "id type geometry time properties links",
    id=_TEXT,
    type={"type": "string", "enum": ["Feature"]},
    geometry={"type": "object", "nullable": True},
    time={"type": "object", "nullable": True, "properties": {"interval": _list(_TEXT)}},
    conformsTo=_list(_TEXT),
    properties=_object(
        "type title",
        type=_TEXT,
        title=_TEXT,
        description=_TEXT,
        created={"type": "string", "format": "date-time"},
        updated={"type": "string", "format": "date-time"},
        keywords=_list(_TEXT),
        externalIds=_list(_object("value", scheme=_TEXT, value=_TEXT)),
    ),
    links=_LINKS,
)
_SCHEMAS = {
    "link": _LINK,
    "error": _ERROR,
    "landing": _object("links", title=_TEXT, description=_TEXT, links=_LINKS),
    "conformance": _object("conformsTo", conformsTo=_list(_TEXT), links=_LINKS),
    "api": {"type": "object"},
    "collections": _object("links collections", links=_LINKS, collections=_list(_COLLECTION)),
    "collection": _COLLECTION,
    "items": _object(
        "type features",
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list({"$ref": "#/components/schemas/item"}),
        links=_LINKS,
        numberMatched=_COUNT,
        numberReturned=_COUNT,
    ),
    "item": _RECORD,
}
_ID = _("The record's identifier.")
_ERRORS = {
    "400": _("A parameter cannot be used; the description names it and what to send instead."),
    "404": _("There is no such record."),
    "410": _("The dataset was withdrawn; what stays of it is its title, agency, the time and the reason."),
    "503": _("The search did not answer in time; ask again after the seconds of Retry-After."),
}


def openapi(service: Service) -> dict[str, Any]:
    """Return the document, in the request's language."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": service.title,
            "description": " ".join([service.about, *(translated(said, service.language) for said in TIMES)]),
            "version": "1.0.0",
        },
        "servers": [{"url": f"{service.home}{MOUNT}"}],
        "paths": {each.path: {"get": _operation(name, each, service.language)} for name, each in OPERATIONS.items()},
        "components": {
            "schemas": _SCHEMAS,
            "parameters": {
                name: {
                    "name": name,
                    "in": "query",
                    "required": False,
                    "style": "form",
                    "explode": False,
                    "schema": each.schema,
                    "description": translated(each.description, service.language),
                }
                for name, each in PARAMETERS.items()
            },
        },
    }


def _operation(name: str, operation: Operation, language: str) -> dict[str, Any]:
    in_path = [
        {"name": each, "in": "path", "required": True, "schema": _TEXT, "description": translated(_ID, language)}
        for each in re.findall(r"\{(\w+)\}", operation.path)
    ]
    asked = [{"$ref": f"#/components/parameters/{each}"} for each in operation.parameters]
    statuses = {"items": ("400", "503"), "item": ("400", "404", "410", "503")}.get(name, ("400",))
    summary = translated(operation.summary, language)
    found = {"description": summary, "content": {operation.media: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["records"],
        "parameters": in_path + asked,
        "responses": {"200": found} | {status: _refusal(status, language) for status in statuses},
    }


def _refusal(status: str, language: str) -> dict[str, Any]:
    schema = {"type": "object"} if status == "410" else {"$ref": "#/components/schemas/error"}
    return {"description": translated(_ERRORS[status], language), "content": {JSON: {"schema": schema}}}
