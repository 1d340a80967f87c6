"""What a request may hold, checked before anything else reads it.

Stock CKAN answers 500 to a NUL character, to JSON nested deeper than Python's stack, and to parameters of a wrong type; it reads a body of
any size whole before it refuses it, and hands lists of any length on to Solr and PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from ckanext.binhduong.core.problems.answers import answer, wants_json
from ckanext.binhduong.core.problems.messages import BAD_BYTES, NO_CALLBACK, TOO_DEEP, TOO_MUCH, Problem
from ckanext.binhduong.security.config import largest_upload
from ckanext.binhduong.security.headers import note_parameters
from ckanext.binhduong.security.parameters import Fault, find_wrong_field, find_wrong_parameter

__all__ = ["DEEPEST_JSON", "LARGEST_JSON", "READING", "ROWS", "WRITING", "Bounds", "check_request", "find_fault", "set_caps"]

#: Levels of nesting. GeoJSON's deepest geometry in a collection, in a dataset, in a list has 12.
DEEPEST_JSON = 64
#: The largest body that carries no file, in bytes.
LARGEST_JSON = 20 << 20
_READS = {"GET", "HEAD", "OPTIONS"}
#: Form fields, and bytes of all fields together that are not files.
_FORM_PARTS = 2000
_FORM_MEMORY = 4 << 20


def set_caps(app: Flask) -> None:
    """Set Flask's own limits on bodies and forms."""
    app.config["MAX_CONTENT_LENGTH"] = largest_upload()
    app.config["MAX_FORM_PARTS"] = _FORM_PARTS
    app.config["MAX_FORM_MEMORY_SIZE"] = _FORM_MEMORY


@dataclass(frozen=True)
class Bounds:
    """How much one call may hold.

    Attributes:
        items: values of one list, or names of one object.
        text: characters of one text.
        values: all values together.
        characters: of all texts together.
    """

    items: int
    text: int
    values: int
    characters: int


#: A question: the longest is a shape of 10,000 vertices (``ext_geom``).
READING = Bounds(items=1000, text=300_000, values=5000, characters=400_000)
#: A dataset or a form with everything it has; a commune's boundary is the longest text.
WRITING = Bounds(items=5000, text=2_000_000, values=50_000, characters=4 << 20)
#: Rows of a table, which only the size of the body bounds.
ROWS = Bounds(items=2_000_000, text=LARGEST_JSON, values=20_000_000, characters=LARGEST_JSON)
_ROW_ACTIONS = {"datastore_create", "datastore_upsert", "ingest_check"}


def _walk(data: Any) -> Iterator[tuple[Any, int]]:
    """Yield each value in ``data`` with its level, without recursion."""
    waiting: list[tuple[Any, int]] = [(data, 0)]
    while waiting:
        value, level = waiting.pop()
        yield value, level
        if isinstance(value, dict):
            waiting.extend((inner, level + 1) for pair in value.items() for inner in pair)
        elif isinstance(value, list):
            waiting.extend((inner, level + 1) for inner in value)


def find_fault(data: Any, bounds: Bounds = WRITING) -> Problem | None:
    """Return what is wrong with the data of a call, whatever its parameters mean, or nothing.

    Args:
        data: as parsed from JSON, or the arguments of a GET, where a name given twice holds a list.
        bounds: how much of it there may be.
    """
    characters = 0
    for values, (value, level) in enumerate(_walk(data), start=1):
        if level > DEEPEST_JSON:
            return TOO_DEEP
        size = len(value) if isinstance(value, str | list | dict) else 0
        if isinstance(value, str):
            characters += size
            if "\0" in value:
                return BAD_BYTES
        if size > (bounds.text if isinstance(value, str) else bounds.items) or values > bounds.values or characters > bounds.characters:
            return TOO_MUCH
    return None


def _bounds_of_call() -> Bounds:
    """Return the bounds of this request: an action that only reads is asked a question, whatever the method."""
    name = _called_action()
    if name in _ROW_ACTIONS:
        return ROWS
    if name is None:
        return READING if request.method in _READS else WRITING
    return READING if _only_reads(name) else WRITING


def _called_action() -> str | None:
    """Return the action that this request calls, if it calls one."""
    return (request.view_args or {}).get("logic_function") if request.endpoint == "api.action" else None


def _only_reads(name: str) -> bool:
    try:
        return getattr(tk.get_action(name), "side_effect_free", False)
    except KeyError:
        return True  # CKAN answers that there is no such action


def _check(data: dict[str, Any], *, whole: bool = True) -> Problem | Fault | None:
    """Check named arguments, of an address or of a body; not ``whole``: others come with the body."""
    problem = find_fault(data, _bounds_of_call())
    if problem is not None:
        return problem
    if name := _called_action():
        note_parameters(data)
        return find_wrong_parameter(name, data, whole=whole)
    return find_wrong_parameter(request.endpoint or "", data) if request.blueprint == "api" else find_wrong_field(data)


def _lists_where_repeated(pairs: dict[str, list[str]]) -> dict[str, Any]:
    return {key: values[0] if len(values) == 1 else values for key, values in pairs.items()}


def _fault_in_body(arguments: dict[str, Any]) -> Problem | Fault | None:
    """Check a form, or a body of JSON, and for a call of an action what CKAN takes for its parameters where there is no form.

    Args:
        arguments: of the address.
    """
    if request.mimetype == "multipart/form-data" or request.form:
        form = _lists_where_repeated(request.form.to_dict(flat=False))
        # `curl -d '{…}'` sends JSON under the form's content type, and CKAN accepts it as the name of the only field, which has no value.
        only = next(iter(form)) if len(form) == 1 and next(iter(form.values())) in ("", "1") else ""
        return _fault_in_json(partial(json.loads, only)) if only.startswith(("{", "[")) else _check(form)
    fault = _fault_in_json(request.get_json) if request.is_json else None
    name = _called_action()
    if fault is not None or name is None:
        return fault
    if arguments and _only_reads(name):
        return _check(arguments)
    # What is sent under another content type CKAN refuses itself, with 415.
    return None if request.data else _check({})


def _fault_in_json(read: Callable[[], Any]) -> Problem | Fault | None:
    try:
        data = read()
    except RecursionError:
        return TOO_DEEP
    except (BadRequest, UnsupportedMediaType, ValueError):
        return None  # CKAN's own answer to what is no JSON is good
    return _check(data) if isinstance(data, dict) else find_fault(data)


def check_request() -> Response | None:
    """Refuse a request whose address, arguments or body cannot be meant; runs before every other handler."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = min(LARGEST_JSON, largest_upload())
    arguments = _lists_where_repeated(request.args.to_dict(flat=False))
    if "\0" in request.path:
        return answer(BAD_BYTES)
    if request.blueprint == "api" and "callback" in arguments:
        return answer(NO_CALLBACK)  # JSONP: a script of the caller's own words, which the page policy would take for one of ours
    writes = request.method in {"POST", "PUT", "PATCH", "DELETE"}
    fault = _check(arguments, whole=not writes)
    if fault is None and writes:
        fault = _fault_in_body(arguments)
    if isinstance(fault, Fault):
        return _refuse(fault)
    return answer(fault) if fault else None


def _refuse(fault: Fault) -> Response:
    """Answer in the form of CKAN's own validation errors, with the parameter's name beside the message."""
    problem = Problem(400, "Validation Error", fault.vi, fault.en)
    if not wants_json():
        return answer(problem)
    error = {"__type": problem.kind, "message": problem.both, fault.parameter: [problem.both]}
    body = json.dumps({"success": False, "error": error}, ensure_ascii=False)
    return Response(body, problem.status, {"Cache-Control": "no-store"}, content_type="application/json; charset=utf-8")
