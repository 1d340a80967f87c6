"""The time at which what is uploaded becomes public: whether the form has the field, what it says, and how it is set."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["check_may", "field_of", "put", "time_of"]

_SETS = "publication_schedule"


def field_of(found: dict[str, Any]) -> dict[str, Any]:
    """Return ``{shown, waits}``: whether the form of an upload has the field, and the time (by the portal's clock, to the minute) that a
    resource has already.

    A file of a private dataset has no time of its own, and a contributor sets none.
    """
    dataset, resource = found.get("dataset"), found.get("resource")
    if not dataset:
        return {"shown": True, "waits": ""}
    if dataset["private"] or not tk.h.check_access(_SETS, {"id": dataset["id"]}):
        return {"shown": False, "waits": ""}
    known = tk.h.binhduong_publication_times(dataset["id"]).get(resource["id"]) if resource else None
    waits = known["at"] if known and known["state"] == "waiting" else ""
    return {"shown": not waits, "waits": waits}


def time_of(values: dict[str, Any]) -> str:
    """Return the time that was typed, in ISO 8601 with its zone; empty for none.

    Raises:
        ValidationError: it is no time that can be taken.
    """
    moment, problem = tk.h.binhduong_time_typed(str(values.get("publish_at") or ""))
    if problem:
        raise tk.ValidationError({"publish_at": [problem]})
    return moment


def check_may(dataset_id: str) -> None:
    """See that the caller sets times of a dataset.

    Raises:
        ValidationError: they do not.
    """
    try:
        tk.check_access(_SETS, {}, {"id": dataset_id})
    except tk.NotAuthorized as error:
        words = tk._("A contributor sets no time: leave it empty. An editor of the agency can set it.")
        raise tk.ValidationError({"publish_at": [words]}) from error


def put(dataset_id: str, moment: str) -> None:
    """Set the time of a new dataset.

    Raises:
        ValidationError: under the form's name, whatever is in the way.
    """
    try:
        tk.get_action(_SETS)({}, {"id": dataset_id, "publish_at": moment})
    except tk.ValidationError as error:
        raise tk.ValidationError({"publish_at": [" ".join(str(words) for words in error.error_summary.values())]}) from error
