"""How long before a promised day the agency is reminded, as the operator sets it."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.reminders.periods import read_periods

__all__ = ["periods"]


def periods() -> list[int]:
    """Return the days before a promised day, the longest first; empty: nobody is reminded."""
    return read_periods(tk.config["ckanext.binhduong.plans.remind_days"])
