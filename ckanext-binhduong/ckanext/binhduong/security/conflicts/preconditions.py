"""Refuse a change of something that has changed since its author looked: 409, and the form again with both versions.

The version is what the caller gives: ``metadata_modified`` as a show action gave it, the header ``If-Match`` on the API, the hidden field
``if_match`` of every form. Who gives none overwrites, as CKAN's clients always have.
"""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckan.types import DataDict
from flask import Response, g, has_request_context, request

from ckanext.binhduong.security.conflicts.versions import same_version, stored_version

__all__ = ["FIELD", "mark_answer", "without_conflict"]

FIELD = "if_match"


def without_conflict(kind: str, data_dict: DataDict) -> DataDict:
    """Return a change without the form's field, when it was made from the version that is stored.

    The row is locked until the transaction ends.

    Args:
        kind: what is changed, a key of ``KINDS``.
        data_dict: the change, with the id.

    Raises:
        ValidationError: somebody has changed it since; the field that gave the version is named.
    """
    given = _given(kind, data_dict)
    stored = stored_version(kind, data_dict.get("id"), lock=True) if given else None
    if stored is not None:
        for field, version in given.items():
            if not same_version(version, stored):
                _conflict(kind, data_dict, field)
    return {key: value for key, value in data_dict.items() if key != FIELD}


def _given(kind: str, data_dict: DataDict) -> dict[str, str]:
    given = {FIELD: data_dict.get(FIELD)}
    if kind in ("package", "resource"):
        given["metadata_modified"] = data_dict.get("metadata_modified")
    called = (request.view_args or {}).get("logic_function") if has_request_context() else None
    if called in (f"{kind}_update", f"{kind}_patch"):
        given["If-Match"] = request.headers.get("If-Match")
    return {field: str(version) for field, version in given.items() if version}


def _conflict(kind: str, data_dict: DataDict, field: str) -> None:
    if has_request_context():
        g.binhduong_conflict = {"kind": kind, "id": data_dict.get("id"), "typed": dict(data_dict)}
    words = tk._("Somebody else has changed this since you opened it. Nothing was saved: compare both versions, then save again.")
    raise tk.ValidationError({field: [words]})


def mark_answer(response: Response) -> Response:
    """Answer a form that met a conflict with 409."""
    if "binhduong_conflict" in g and response.status_code == 200:
        response.status_code = 409
    return response
