"""How old data are, in the reader's words: the three dates and the badge that cards, pages and feeds show alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ckan.plugins import toolkit as tk
from flask import g

__all__ = ["age_text", "binhduong_freshness", "binhduong_freshness_of", "state_label"]

_LOOKS = {"fresh": " bd-badge-good", "due": " bd-badge-due", "overdue": " bd-badge-bad", "none": " bd-badge-quiet"}
# Days of a year, a month and a week; an age is told in the largest unit that it fills twice: 638 days are 20 months, not a year.
_STEPS = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))


def binhduong_freshness(package: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset's ``freshness`` in words.

    Returns:
        ``state``, ``badge`` (its words), ``look`` (a class), ``as_of``, ``published`` and ``next`` (ISO dates or empty), ``age`` (of the
        data, in words, empty when the day is not known) and ``from_rows`` (whether the rows themselves say the day).
    """
    known: dict[str, Any] = package.get("freshness") or {"state": "none"}
    return {
        "state": known["state"],
        "badge": _badge(known["state"], known.get("overdue_days") or 0),
        "look": _LOOKS[known["state"]],
        "as_of": known.get("data_as_of") or "",
        "published": known.get("published") or "",
        "next": known.get("next_expected") or "",
        "age": age_text(known.get("data_as_of")),
        "from_rows": known.get("data_as_of_from") == "rows",
    }


def binhduong_freshness_of(names: list[str]) -> dict[str, dict[str, Any]]:
    """Return :func:`binhduong_freshness` of public datasets by name; one question to Solr a request for all of them.

    A dataset that is not public has an empty answer."""
    known: dict[str, dict[str, Any]] = g.setdefault("_binhduong_ages", {})
    new = sorted(set(names) - set(known))
    if new:
        asked = " OR ".join(f'"{name}"' for name in new)
        found = tk.get_action("package_search")({}, {"q": "*:*", "fq": f"name:({asked})", "rows": len(new), "facet": "false"})
        known |= {name: {} for name in new} | {package["name"]: binhduong_freshness(package) for package in found["results"]}
    return {name: known[name] for name in names}


def state_label(state: str) -> str:
    """Return what a state is called where it has no number of days."""
    words = {"fresh": tk._("Up to date"), "due": tk._("Update due"), "overdue": tk._("Overdue")}
    return words.get(state, tk._("No updates promised"))


def _badge(state: str, days: int) -> str:
    if state != "overdue":
        return state_label(state)
    return tk.ungettext("{number} day overdue", "{number} days overdue", days).format(number=tk.h.binhduong_number(days))


def age_text(day: str | None) -> str:
    """Return how long ago an ISO date was, by the portal's clock: "8 years ago"; empty without a date."""
    if not day:
        return ""
    days = (datetime.now(tk.h.get_display_timezone()).date() - date.fromisoformat(day[:10])).days
    if days < 1:
        return tk._("today")
    count, unit = next(((days // size, unit) for size, unit in _STEPS if days >= 2 * size), (days, "day"))
    said = {
        "day": tk.ungettext("{number} day ago", "{number} days ago", count),
        "week": tk.ungettext("{number} week ago", "{number} weeks ago", count),
        "month": tk.ungettext("{number} month ago", "{number} months ago", count),
        "year": tk.ungettext("{number} year ago", "{number} years ago", count),
    }[unit]
    return said.format(number=tk.h.binhduong_number(count))
