"""The periods of requests for data, as the operator sets them: the law's own may change (docs/decisions/workflow-data-requests.md)."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

__all__ = ["answer_days", "clause", "contact_days"]

_PREFIX = "ckanext.binhduong.data_requests"


def answer_days() -> int:
    """Return within how many calendar days a request has to be answered."""
    return tk.config[f"{_PREFIX}.answer_days"]


def clause() -> str:
    """Return the clause that says so."""
    return tk.config[f"{_PREFIX}.clause"]


def contact_days() -> int:
    """Return how many days after the answer a contact is deleted."""
    return tk.config[f"{_PREFIX}.contact_days"]
