"""What a request may hold, checked before anything else reads it.

Stock CKAN answers 500 to a NUL character, to JSON nested deeper than Python's stack, and to an id that is not a text; it reads a body of
any size whole before it refuses it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from ckanext.binhduong.core.problems.answers import answer
from ckanext.binhduong.core.problems.messages import BAD_BYTES, BAD_ID, BAD_NUMBER, NO_CALLBACK, TOO_DEEP, Problem
from ckanext.binhduong.security.config import largest_upload

__all__ = ["DEEPEST_JSON", "LARGEST_JSON", "check_request", "find_fault", "set_caps"]

#: Levels of nesting. GeoJSON's deepest geometry in a collection, in a dataset, in a list has 12.
DEEPEST_JSON = 64
#: The largest body that carries no file, in bytes.
LARGEST_JSON = 20 << 20
_LONGEST_ID = 1000
#: Arguments that CKAN turns into a number without looking whether it can.
_NUMBERS = {"limit", "offset", "rows", "start"}
#: Form fields, and bytes of all fields together that are not files.
_FORM_PARTS = 2000
_FORM_MEMORY = 4 << 20


def set_caps(app: Flask) -> None:
    """Set Flask's own limits on bodies and forms."""
    app.config["MAX_CONTENT_LENGTH"] = largest_upload()
    app.config["MAX_FORM_PARTS"] = _FORM_PARTS
    app.config["MAX_FORM_MEMORY_SIZE"] = _FORM_MEMORY


def _walk(data: Any) -> Iterator[tuple[Any, int]]:
    """Give each value in ``data`` with its level, without recursion."""
    waiting: list[tuple[Any, int]] = [(data, 0)]
    while waiting:
        value, level = waiting.pop()
        yield value, level
        if isinstance(value, dict):
            waiting.extend((inner, level + 1) for pair in value.items() for inner in pair)
        elif isinstance(value, list):
            waiting.extend((inner, level + 1) for inner in value)


def _is_bad_id(value: Any) -> bool:
    return isinstance(value, dict | list | bool) or (isinstance(value, str) and len(value) > _LONGEST_ID)


def find_fault(data: Any) -> Problem | None:
    """Return what is wrong with the data of an API call, or nothing.

    Args:
        data: as parsed from JSON, or the arguments of a GET, where a name given twice holds a list.
    """
    for value, level in _walk(data):
        if level > DEEPEST_JSON:
            return TOO_DEEP
        if isinstance(value, str) and "\0" in value:
            return BAD_BYTES
    if isinstance(data, dict) and any(_is_bad_id(value) for key, value in data.items() if key == "id" or key.endswith("_id")):
        return BAD_ID
    if isinstance(data, dict) and any(isinstance(data.get(name), dict | list | bool) for name in _NUMBERS):
        return BAD_NUMBER
    return None


def _lists_where_repeated(pairs: dict[str, list[str]]) -> dict[str, Any]:
    return {key: values[0] if len(values) == 1 else values for key, values in pairs.items()}


def _fault_in_arguments(arguments: dict[str, Any]) -> Problem | None:
    """Check named arguments; pages other than the API's may repeat an id (lists of check boxes do)."""
    return find_fault(arguments if request.blueprint == "api" else list(arguments.values()))


def _fault_in_body() -> Problem | None:
    if request.mimetype == "multipart/form-data" or request.form:
        form = _lists_where_repeated(request.form.to_dict(flat=False))
        # `curl -d '{…}'` sends JSON under the form's content type, and CKAN accepts it as the only field's name.
        only = next(iter(form)) if len(form) == 1 else ""
        return _fault_in_text(only) if only.startswith(("{", "[")) else _fault_in_arguments(form)
    if not request.is_json:
        return None
    try:
        return find_fault(request.get_json())
    except RecursionError:
        return TOO_DEEP
    except (BadRequest, UnsupportedMediaType):
        return None  # CKAN's own answer to what is no JSON is good


def _fault_in_text(text: str) -> Problem | None:
    try:
        return find_fault(json.loads(text))
    except RecursionError:
        return TOO_DEEP
    except ValueError:
        return None


def check_request() -> Response | None:
    """Refuse a request whose address, arguments or body cannot be meant; runs before every other handler."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = min(LARGEST_JSON, largest_upload())
    arguments = _lists_where_repeated(request.args.to_dict(flat=False))
    if "\0" in request.path:
        return answer(BAD_BYTES)
    if request.blueprint == "api" and "callback" in arguments:
        return answer(NO_CALLBACK)  # JSONP: a script of the caller's own words, which the page policy would take for one of ours
    problem = _fault_in_arguments(arguments)
    if problem is None and request.method in {"POST", "PUT", "PATCH", "DELETE"}:
        problem = _fault_in_body()
    return answer(problem) if problem else None
