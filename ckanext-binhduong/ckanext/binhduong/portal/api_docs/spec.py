"""The OpenAPI 3.1 document, made of ``actions.yaml`` for one language and one portal. Knows no CKAN."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ckanext.binhduong.core.clock import TIMES
from ckanext.binhduong.core.problems.translation import translated

__all__ = ["ACTION", "document", "table"]

ACTION = "/api/3/action/"
_ALWAYS = ("400", "404", "409", "429", "503")
_JSON = "application/json"
_FORMATS = "$formats"


@cache
def table() -> dict[str, Any]:
    """Return the table itself."""
    return yaml.safe_load((Path(__file__).parent / "actions.yaml").read_text("utf-8"))


def document(site: str, lang: str, real: dict[str, str], version: str, formats: dict[str, str]) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        site: the portal's address.
        lang: ``vi`` or ``en``.
        real: what stands for ``$resource``, ``$dataset``, ``$layer`` and ``$feature`` in examples; an example without is left out.
        version: the version of the API's table.
        formats: the formats of a release's files, ext → media type: what stands for ``$formats``.
    """
    source = table()
    paths = {f"{ACTION}{name}": _action(name, about, lang, real) for name, about in source["actions"].items()}
    paths |= {path: _file(path, _with_formats(about, formats), lang, real) for path, about in source["paths"].items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "API của Cổng dữ liệu mở Bình Dương" if lang == "vi" else "API of the Bình Dương open-data portal",
            "version": version,
            "description": " ".join(translated(said, lang) for said in TIMES),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": site}],
        "tags": [{"name": tag["name"], "description": tag[lang]} for tag in source["tags"]]
        + [{"name": "files", "description": "Tệp và nguồn tin" if lang == "vi" else "Files and feeds"}],
        "paths": paths,
        "components": {
            "schemas": source["schemas"],
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}},
        },
    }


def _action(name: str, about: dict[str, Any], lang: str, real: dict[str, str]) -> dict[str, Any]:
    method = about.get("method", "get")
    operation: dict[str, Any] = {
        "operationId": name,
        "tags": [about["tag"]],
        "summary": about["about"][lang],
        "responses": {"200": _answer(about["result"], lang), **{code: _error(code, lang) for code in _errors(about, method)}},
    }
    if who := about.get("who"):
        operation |= {"security": [{"token": []}], "description": ("Ai gọi được: " if lang == "vi" else "Who may call: ") + who[lang]}
    if method == "get":
        operation["parameters"] = [_parameter(each, said, "query", lang, real) for each, said in about["takes"].items()]
    else:
        operation["requestBody"] = _body(about["takes"], lang)
        if who:
            operation["parameters"] = [_parameter(each, said, "header", lang, real) for each, said in table()["headers"].items()]
    return {method: operation}


def _errors(about: dict[str, Any], method: str) -> list[str]:
    writes = method == "post" and "who" in about
    return sorted({*_ALWAYS, *(["403"] if "who" in about else []), *(["413"] if method == "post" else []), *(["422"] if writes else [])})


def _parameter(name: str, said: dict[str, Any], place: str, lang: str, real: dict[str, str]) -> dict[str, Any]:
    schema = {key: value for key, value in said.items() if key not in ("vi", "en", "required", "example")}
    parameter: dict[str, Any] = {"name": name, "in": place, "description": said[lang], "schema": schema}
    if said.get("required") or place == "path":
        parameter["required"] = True
    example = said.get("example")
    if isinstance(example, str) and example.startswith("$"):
        example = real.get(example[1:])
    return parameter if example is None else {**parameter, "example": example}


def _body(takes: dict[str, Any], lang: str) -> dict[str, Any]:
    fields = {
        name: {**{key: value for key, value in said.items() if key not in ("vi", "en", "required", "example")}, "description": said[lang]}
        for name, said in takes.items()
    }
    schema: dict[str, Any] = {"type": "object", "properties": fields}
    if required := [name for name, said in takes.items() if said.get("required")]:
        schema["required"] = required
    media = "multipart/form-data" if "upload" in takes else _JSON
    return {"required": True, "content": {media: {"schema": schema}}}


def _answer(result: dict[str, Any], lang: str) -> dict[str, Any]:
    schema = {"type": "object", "required": ["success", "result"], "properties": {"success": {"const": True}, "result": result}}
    return {"description": "Kết quả" if lang == "vi" else "The result", "content": {_JSON: {"schema": schema}}}


def _error(code: str, lang: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": table()["errors"][code][lang], "content": {_JSON: {"schema": schema}}}


def _with_formats(about: dict[str, Any], formats: dict[str, str]) -> dict[str, Any]:
    """Return a path's row with the formats where it says ``$formats``: as values of a parameter and as media types of the answer."""
    if about["media"] != _FORMATS:
        return about
    takes = {name: {**said, "enum": list(formats)} if said.get("enum") == _FORMATS else said for name, said in about["takes"].items()}
    media, *other_media = dict.fromkeys(formats.values())
    return {**about, "takes": takes, "media": media, "other_media": other_media}


def _file(path: str, about: dict[str, Any], lang: str, real: dict[str, str]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": path.strip("/").replace("/", "_").replace("{", "").replace("}", "").replace(".", "_"),
        "tags": ["files"],
        "summary": about["about"][lang],
        "parameters": [_parameter(each, said, "path", lang, real) for each, said in about["takes"].items()],
        "responses": {"200": {"description": "OK", "content": {media: {} for media in (about["media"], *about.get("other_media", ()))}}},
    }
    if "later" in about:
        operation["responses"]["202"] = {"description": about["later"][lang]}
    if about["takes"]:
        operation["responses"]["404"] = {"description": table()["errors"]["404"][lang]}
    return {"get": operation}
