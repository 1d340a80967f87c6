"""``freshness`` of every dataset that the API and the pages show: worked out when it is shown, because it depends on the day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.freshness.age import freshness_of

__all__ = ["add_freshness"]


def add_freshness(dataset: dict[str, Any]) -> None:
    """Put ``freshness`` into a dataset, from its own fields: no statement."""
    zone = tk.h.get_display_timezone()
    dataset["freshness"] = freshness_of(dataset, datetime.now(zone).date(), zone).as_dict()
