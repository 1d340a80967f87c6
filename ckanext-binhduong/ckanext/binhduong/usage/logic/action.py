"""The figures of use by the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.core.clock import today
from ckanext.binhduong.core.problems.action_errors import ckan_errors
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.usage import stored
from ckanext.binhduong.usage.log_lines import KINDS

__all__ = ["usage_show"]

_DAYS = 90
_MOST_DAYS = 1100


@tk.side_effect_free
def usage_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how often a dataset and its resources were used, by day.

    :param id: name or id of the dataset
    :param from: the first day, ISO 8601 (by default 90 days back)
    :param to: the last day (by default today); at most 1,100 days after the first

    :returns: ``from``, ``to``, ``totals`` (``{view, download, api}``), ``days`` (``[{day, view, download, api}]``, days of use only) and
        ``resources`` (``[{id, view, download, api}]``). Robots are left out, nobody is told from anybody else, and days are Vietnam's.
    """
    tk.check_access("usage_show", context, {"id": str(tk.get_or_bust(data_dict, "id"))})
    with ckan_errors():
        first, last = _days(data_dict)
    dataset = tk.get_action("package_show")(tk.fresh_context(context), {"id": str(data_dict["id"])})
    known = {each["id"] for each in dataset["resources"]}
    by_day: dict[str, dict[str, int]] = {}
    by_resource: dict[str, dict[str, int]] = {}
    for day, resource, kind, count in stored.used(dataset["id"], first, last):
        _count(by_day, day.isoformat(), kind, count)
        if resource in known:
            _count(by_resource, resource, kind, count)
    return {
        "id": dataset["id"],
        "from": first.isoformat(),
        "to": last.isoformat(),
        "totals": {kind: sum(each[kind] for each in by_day.values()) for kind in KINDS},
        "days": [{"day": day, **counts} for day, counts in by_day.items()],
        "resources": [{"id": resource, **counts} for resource, counts in by_resource.items()],
    }


def _count(counts: dict[str, dict[str, int]], key: str, kind: str, count: int) -> None:
    counts.setdefault(key, dict.fromkeys(KINDS, 0))[kind] += count


def _days(asked: DataDict) -> tuple[date, date]:
    last = _day("to", asked.get("to")) or today()
    first = _day("from", asked.get("from")) or last - timedelta(days=min(_DAYS, (last - date.min).days))
    if not 0 <= (last - first).days <= _MOST_DAYS:
        raise ArgumentError("from", "days-between", value=first.isoformat(), most=str(_MOST_DAYS))
    return first, last


def _day(name: str, value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ArgumentError(name, "no-day", value=str(value)[:100]) from None
