"""The OpenAPI 3.0 document of the service, written from the tables that read its requests. Imports no CKAN."""

from __future__ import annotations

import re
from typing import Any

from ckanext.binhduong.core.clock import TIMES
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.features.downloads.forms import FORMS
from ckanext.binhduong.features.ogc.arguments import reserved
from ckanext.binhduong.features.ogc.calls import Call
from ckanext.binhduong.features.ogc.columns import Collection, column_schema
from ckanext.binhduong.features.ogc.documents.descriptions import title_of_service
from ckanext.binhduong.features.ogc.parameters import PARAMETERS
from ckanext.binhduong.features.ogc.routes import HTML, JSON, MVT, OPERATIONS, Operation
from ckanext.binhduong.features.tiles.addresses import MAX_ZOOM

__all__ = ["openapi"]

_COLLECTION = "{collectionId}"
_BINARY = {"type": "string", "format": "binary"}
_OBJECT, _TEXT, _WHOLE = {"type": "object"}, {"type": "string"}, {"type": "integer", "minimum": 0}
_PATH_SCHEMAS = {"featureId": _TEXT, "tileMatrix": {**_WHOLE, "maximum": MAX_ZOOM}, "tileRow": _WHOLE, "tileCol": _WHOLE}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _object(required: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


_LINKS = _list(_ref("schemas", "link"))
_SCHEMAS = {
    "link": _object("href rel", href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
    "error": _object("code description", code=_TEXT, parameter=_TEXT, description=_TEXT),
    "landing": _object("links", title=_TEXT, description=_TEXT, links=_LINKS),
    "conformance": _object("conformsTo", conformsTo=_list(_TEXT), links=_LINKS),
    "api": _OBJECT,
    "collections": _object("links collections", links=_LINKS, crs=_list(_TEXT), collections=_list(_ref("schemas", "collection"))),
    "collection": _object(
        "id links",
        id=_TEXT,
        title=_TEXT,
        description=_TEXT,
        extent=_OBJECT,
        itemType=_TEXT,
        crs=_list(_TEXT),
        storageCrs=_TEXT,
        links=_LINKS,
    ),
    "queryables": _OBJECT,
    "tilesets": _object("tilesets", tilesets=_list(_ref("schemas", "tileset")), links=_LINKS),
    "tileset": _object("dataType crs tileMatrixSetURI links", title=_TEXT, dataType=_TEXT, crs=_TEXT, tileMatrixSetURI=_TEXT, links=_LINKS),
    "tilejson": _object("tilejson tiles vector_layers", tilejson=_TEXT, tiles=_list(_TEXT), vector_layers=_list(_OBJECT)),
    "items": _object(
        "type features",
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list(_ref("schemas", "item")),
        links=_LINKS,
        timeStamp={"type": "string", "format": "date-time"},
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0},
    ),
    "item": _object(
        "type geometry properties",
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry={"type": "object", "nullable": True, "properties": {"type": _TEXT, "coordinates": _list({})}},
        properties={"type": "object", "nullable": True},
        links=_LINKS,
    ),
}
_EMPTY = _("Nothing lies in this tile.")
_ERRORS = {
    "400": _("A parameter cannot be used; the description names it and what to send instead."),
    "404": _("There is no such collection or feature."),
    "503": _("The database did not answer in time; ask for less or try again later."),
}


def openapi(call: Call, collections: list[Collection]) -> dict[str, Any]:
    """Return the document, in the request's language; it lists what is published now."""
    title, description = title_of_service(call.language)
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        if _COLLECTION in operation.path:
            paths |= {operation.path.replace(_COLLECTION, each.id): _path(operation, each, call.language) for each in collections}
        else:
            paths[operation.path] = _path(operation, None, call.language)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "description": " ".join([description, *(translated(said, call.language) for said in TIMES)]),
            "version": "1.0.0",
        },
        "servers": [{"url": call.base}],
        "paths": paths,
        "components": {
            "schemas": _SCHEMAS,
            "parameters": {
                key: _query(each.name, each.schema, translated(each.description, call.language)) for key, each in PARAMETERS.items()
            },
            "responses": {f"error{status}": _error(translated(text, call.language)) for status, text in _ERRORS.items()},
        },
    }


def _path(operation: Operation, collection: Collection | None, language: str) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [_ref("parameters", key) for key in operation.parameters]
    named = [name for name in re.findall(r"\{(\w+)\}", operation.path) if collection is None or name != "collectionId"]
    parameters = [{"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]} for name in named] + parameters
    if collection is not None and operation.filters_columns:
        parameters += [_query(each.name, column_schema(each, language)) for each in collection.columns if not reserved(each)]

    content: dict[str, Any] = {operation.media: {"schema": _ref("schemas", operation.id)}, HTML: {"schema": _TEXT}}
    if operation.has_files:
        content |= {form.media: {"schema": _BINARY} for form in FORMS.values() if form.media not in content}
    found: dict[str, Any] = {"200": {"description": translated(operation.summary, language), "content": content}}
    if operation.media == MVT:
        found["200"]["content"] = {MVT: {"schema": _BINARY}}
        found["204"] = {"description": translated(_EMPTY, language)}
    summary = translated(operation.summary, language)
    errors = [status for status in _ERRORS if collection is not None or status != "404"]
    return {
        "get": {
            "operationId": f"{operation.id}.{collection.id}" if collection else operation.id,
            "summary": summary,
            "tags": [collection.title(language)] if collection else ["geo"],
            "parameters": parameters,
            "responses": {
                **found,
                **{status: _ref("responses", f"error{status}") for status in errors},
            },
        }
    }


def _query(name: str, schema: dict[str, Any], description: str = "") -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {"name": name, "in": "query", "required": False, "style": "form", "explode": False, "schema": schema, **described}


def _error(description: str) -> dict[str, Any]:
    return {"description": description, "content": {JSON: {"schema": _ref("schemas", "error")}, HTML: {"schema": _TEXT}}}
