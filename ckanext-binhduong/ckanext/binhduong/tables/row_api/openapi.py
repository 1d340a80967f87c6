"""The OpenAPI 3.1 document of one table: every question that its columns can be asked, with examples from its rows. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.core.clock import TIMES
from ckanext.binhduong.core.problems.translation import translated
from ckanext.binhduong.tables.columns import Column, Table
from ckanext.binhduong.tables.row_api.asked import measurable, operators_of
from ckanext.binhduong.tables.row_api.formats import FORMS
from ckanext.binhduong.tables.row_api.group_fields import FUNCTIONS
from ckanext.binhduong.tables.row_api.limits import DEFAULT_LIMIT, LIMITS, MAX_GROUP_COLUMNS, MAX_SORT_COLUMNS
from ckanext.binhduong.tables.row_query import MAX_LIMIT

__all__ = ["Described", "document"]

VERSION = "1.0.0"
"""Changes when the address takes or gives something else."""

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string"},
    "other": {},
}
_WORDS = {
    "eq": {"vi": "bằng", "en": "equal to"},
    "ne": {"vi": "khác (kể cả ô trống)", "en": "other than (empty cells too)"},
    "in": {"vi": "một trong các giá trị, cách nhau bằng dấu phẩy", "en": "one of the values, with commas between"},
    "contains": {"vi": "chứa đoạn chữ, không kể hoa thường và dấu", "en": "contains, whatever case and marks"},
    "gt": {"vi": "lớn hơn", "en": "greater than"},
    "gte": {"vi": "từ (kể cả)", "en": "from (included)"},
    "lt": {"vi": "nhỏ hơn", "en": "less than"},
    "lte": {"vi": "đến (kể cả)", "en": "to (included)"},
    "empty": {"vi": "ô trống (true) hay có giá trị (false)", "en": "empty cells (true) or filled ones (false)"},
}
_OWN = {
    "q": {"vi": "các từ cần có trong dòng, có dấu hay không", "en": "words of the row, with or without marks"},
    "columns": {"vi": "các cột cần lấy, cách nhau bằng dấu phẩy", "en": "the columns to give, with commas between"},
    "sort": {
        "vi": f"tối đa {MAX_SORT_COLUMNS} cột; thêm - phía trước để giảm dần; ô trống đứng cuối",
        "en": f"up to {MAX_SORT_COLUMNS} columns; - before one for descending; empty cells last",
    },
    "limit": {"vi": "số dòng (hoặc nhóm) mỗi trang", "en": "rows (or groups) a page"},
    "next": {"vi": "mã trang tiếp, lấy từ next của trang trước", "en": "where the page begins: from next of the page before"},
    "total": {"vi": "đếm tất cả; không ghi: chỉ ở trang đầu", "en": "whether to count all; by itself on the first page"},
    "group_by": {
        "vi": f"tối đa {MAX_GROUP_COLUMNS} cột: mỗi nhóm một dòng, kèm số dòng (count)",
        "en": f"up to {MAX_GROUP_COLUMNS} columns: a record a group, with its number of rows (count)",
    },
    "count": {"vi": "số ô có giá trị của các cột", "en": "the number of filled cells of columns"},
    "sum": {"vi": "tổng của các cột số", "en": "the sum of columns of numbers"},
    "mean": {"vi": "trung bình của các cột số", "en": "the mean of columns of numbers"},
    "min": {"vi": "giá trị nhỏ nhất của các cột", "en": "the least value of columns"},
    "max": {"vi": "giá trị lớn nhất của các cột", "en": "the greatest value of columns"},
}
_ERRORS = {
    "400": {"vi": "Một tham số sai; error.message nêu tên tham số.", "en": "A parameter is wrong; error.message names it."},
    "404": {"vi": "Không có bảng này.", "en": "There is no such table."},
    "429": {"vi": "Quá nhiều yêu cầu; chờ số giây ở Retry-After.", "en": "Too many requests; wait for the seconds of Retry-After."},
    "503": {"vi": "Tạm gián đoạn; chờ số giây ở Retry-After.", "en": "Unavailable for a moment; wait for the seconds of Retry-After."},
}


@dataclass(frozen=True)
class Described:
    """What the document says beside the columns.

    Attributes:
        site: the portal's address.
        path: of the rows.
        title, title_en: of the resource; the second may be empty.
        examples: a value of each column that has one.
    """

    site: str
    path: str
    title: str
    title_en: str
    examples: dict[str, Any]


def document(table: Table, described: Described, lang: str) -> dict[str, Any]:
    """Return the document.

    Args:
        lang: ``vi`` or ``en``.
    """
    parameters = {**_own_parameters(table, described, lang), **_filters(table, described, lang)}
    names = {name: f"p{number}" for number, name in enumerate(parameters)}
    title = (described.title_en if lang == "en" else "") or described.title
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title} – {'các dòng' if lang == 'vi' else 'rows'}",
            "version": VERSION,
            "description": _description(lang),
        },
        "servers": [{"url": described.site}],
        "paths": {f"{described.path}.{ext}": _path(ext, table, names, lang) for ext in FORMS if ext != "geojson" or table.has_shapes},
        "components": {
            "parameters": {names[name]: parameter for name, parameter in parameters.items()},
            "schemas": {"Record": _record(table, described, lang), "Group": {"type": "object"}, "Error": _ERROR},
        },
        "x-limits": LIMITS,
    }


def _description(lang: str) -> str:
    times = " ".join(translated(said, lang) for said in TIMES)
    limits = ", ".join(f"{name} {value}" for name, value in LIMITS.items())
    if lang == "vi":
        return (
            f"Lọc bằng cột__phép=giá_trị; nhiều bộ lọc phải cùng đúng. Giới hạn của một câu trả lời: {limits}. Cả bảng: export.csv. {times}"
        )
    return f"Filter by column__operator=value; several must all hold. Limits of one answer: {limits}. The whole table: export.csv. {times}"


def _own_parameters(table: Table, described: Described, lang: str) -> dict[str, dict[str, Any]]:
    texts = [column for column in table.shown if column.kind == "text" and column.id in described.examples]
    columns = {**{function: measurable(function, table) for function in FUNCTIONS}, "columns": list(table.shown)}
    columns["sort"] = columns["group_by"] = [column for column in table.shown if column.is_sortable]
    examples: dict[str, Any] = {name: _one_name(of[0].id) for name, of in columns.items() if of}
    examples |= {"limit": 2, "total": "true", "q": described.examples[texts[0].id].split()[0] if texts else None}
    schemas = {"limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}}
    schemas["total"] = {"type": "string", "enum": ["true", "false"]}
    offered = {name: words for name, words in _OWN.items() if name not in columns or columns[name]}
    return {
        name: _parameter(name, words[lang], schemas.get(name, {"type": "string"}), examples.get(name)) for name, words in offered.items()
    }


def _one_name(name: str) -> str | None:
    """A column's name as an example; one that looks like a list is none."""
    return None if "," in name or name.startswith("-") else name


def _filters(table: Table, described: Described, lang: str) -> dict[str, dict[str, Any]]:
    found = {}
    for column in table.shown:
        for operator in operators_of(column):
            name = f"{column.id}__{operator}"
            schema = {"type": "string", "enum": ["true", "false"]} if operator == "empty" else _value_schema(column, operator)
            example = "false" if operator == "empty" else _written(described.examples.get(column.id))
            found[name] = _parameter(name, f"{_title(column, lang)}: {_WORDS[operator][lang]}", schema, example)
    return found


def _value_schema(column: Column, operator: str) -> dict[str, Any]:
    return {"type": "string"} if operator in ("in", "contains") else _TYPES[column.kind] or {"type": "string"}


def _written(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _parameter(name: str, description: str, schema: dict[str, Any], example: Any) -> dict[str, Any]:
    parameter = {"name": name, "in": "query", "description": description, "schema": schema}
    return parameter if example is None else {**parameter, "example": example}


def _title(column: Column, lang: str) -> str:
    title = (column.info.get("label_en") if lang == "en" else "") or column.info.get("label") or column.id
    return f"{title} ({column.info['unit']})" if column.info.get("unit") else title


def _record(table: Table, described: Described, lang: str) -> dict[str, Any]:
    properties = {}
    for column in table.shown:
        schema = dict(_TYPES[column.kind])
        if "type" in schema:
            schema["type"] = [schema["type"], "null"]
        example = described.examples.get(column.id)
        properties[column.id] = {**schema, "description": _title(column, lang), **({} if example is None else {"examples": [example]})}
    return {"type": "object", "properties": properties}


def _path(ext: str, table: Table, names: dict[str, str], lang: str) -> dict[str, Any]:
    # Groups have no shapes.
    left_out = ("group_by", *FUNCTIONS) if ext == "geojson" else ()
    answer = {"description": "Một trang" if lang == "vi" else "A page", "content": {FORMS[ext].media_type.split(";")[0]: _schema(ext)}}
    errors = {
        code: {"description": words[lang], "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
        for code, words in _ERRORS.items()
    }
    return {
        "get": {
            "operationId": f"rows_{ext}",
            "summary": f"Các dòng, dạng {ext}" if lang == "vi" else f"Rows as {ext}",
            "parameters": [{"$ref": f"#/components/parameters/{key}"} for name, key in names.items() if name not in left_out],
            "responses": {"200": answer, **errors},
        }
    }


def _schema(ext: str) -> dict[str, Any]:
    record = {"$ref": "#/components/schemas/Record"}
    if ext == "json":
        return {
            "schema": {**_PAGE, "properties": {**_PAGE["properties"], "records": {"type": "array", "items": {"anyOf": [record, _GROUP]}}}}
        }
    return {"schema": _COLLECTION} if ext == "geojson" else {"schema": {"type": "string"}}


_GROUP = {"$ref": "#/components/schemas/Group"}
_PAGE: dict[str, Any] = {
    "type": "object",
    "required": ["fields", "records", "next", "limits"],
    "properties": {
        "fields": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "null"]},
        "total": {"type": "integer"},
        "limits": {"type": "object"},
    },
}
_COLLECTION = {
    "type": "object",
    "required": ["type", "features", "numberReturned", "links"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": {"type": "object"}}},
}
_ERROR = {
    "type": "object",
    "required": ["success", "error"],
    "properties": {
        "success": {"const": False},
        "error": {"type": "object", "properties": {"__type": {"type": "string"}, "message": {"type": "string"}}},
    },
}
