"""What an officer has to do about a dataset, from what the catalogue and the ledger say of it. Knows no CKAN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["STATES", "described", "in_order"]

STATES = ("refused", "failed", "held", "submitted", "waiting", "draft", "overdue", "due", "private", "published")
"""What a dataset can be, the most urgent first: its newest file was refused, could not be processed, waits for a yes, for approval,
is being loaded; it is not published yet; newer data are late or expected; only the agency sees it; all is well."""

_OF_RELEASE = {
    **{state: state for state in ("refused", "failed", "held", "submitted")},
    "pending": "waiting",
    "running": "waiting",
}


def described(dataset: Mapping[str, Any], uploads: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what an officer's home shows of a dataset.

    Args:
        dataset: as ``package_search`` gives it, with ``freshness``.
        uploads: resource id → its newest upload: ``{state, name, created, errors, warnings}``.

    Returns:
        ``state`` (one of :data:`STATES`), ``last`` (the newest upload with its resource's id, or None), ``errors`` and ``warnings`` (still
        open in the newest uploads), ``resource`` (the id of its only file, which a new file would follow; empty when there are several).
    """
    files = [each for each in dataset.get("resources") or [] if each.get("url_type") in ("upload", "datastore")]
    known = [{**uploads[each["id"]], "resource": each["id"]} for each in files if each["id"] in uploads]
    return {
        "state": _state(dataset, [each["state"] for each in known]),
        "last": max(known, key=lambda each: each["created"], default=None),
        "errors": sum(each["errors"] for each in known),
        "warnings": sum(each["warnings"] for each in known),
        "resource": files[0]["id"] if len(files) == 1 else "",
    }


def _state(dataset: Mapping[str, Any], uploads: list[str]) -> str:
    fresh = (dataset.get("freshness") or {}).get("state")
    found = {_OF_RELEASE[state] for state in uploads if state in _OF_RELEASE}
    found |= {"draft"} if str(dataset.get("state")).startswith("draft") else set()
    found |= {"private"} if dataset.get("private") else set()
    found |= {fresh} if fresh in ("overdue", "due") else set()
    return next((state for state in STATES if state in found), "published")


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows (each with ``state``) with what waits for the officer first; equal ones stay as they came."""
    return sorted(rows, key=lambda row: STATES.index(row["state"]))
