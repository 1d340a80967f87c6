"""What a form of the guided upload says, and answers in the form that its sender reads: a page for browsers, JSON for ``upload.js``."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

__all__ = ["answer_script", "go", "has_file", "is_script", "typed"]

_NOT_TYPED = {"do", "_csrf_token", "draft"}


def typed() -> dict[str, Any]:
    """Return what was typed: one value as text, several as a list."""
    return {
        name: values if len(values) > 1 or name == "units" else values[0]
        for name, values in request.form.to_dict(flat=False).items()
        if name not in _NOT_TYPED
    }


def has_file() -> bool:
    file = request.files.get("upload")
    return bool(file and file.filename)


def is_script() -> bool:
    return request.headers.get("Accept") == "application/json"


def answer_script(body: dict[str, str], status: int) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response


def go(endpoint: str, **values: str) -> BaseResponse:
    address = tk.h.url_for(endpoint, **values)
    return answer_script({"next": address}, 200) if is_script() else tk.redirect_to(address)
