"""How often a list is reviewed, and what says so, as the operator sets it (docs/decisions/workflow-list-reviews.md)."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.list_reviews.clock import LONGEST

__all__ = ["clause", "months"]

_PREFIX = "ckanext.binhduong.plans.review"


def months() -> int:
    """Return within how many months a list is reviewed again.

    Raises:
        ValueError: the setting is no whole number from 1 to 120.
    """
    found = tk.config[f"{_PREFIX}_months"]
    if not 1 <= found <= LONGEST:
        raise ValueError(f"{_PREFIX}_months: write a whole number of months from 1 to {LONGEST}, such as: 6")
    return found


def clause() -> str:
    """Return what says so, as pages and answers show it."""
    return tk.config[f"{_PREFIX}_clause"]
