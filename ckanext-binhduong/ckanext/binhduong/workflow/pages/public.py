"""What everybody sees: the plan, what is late in it, and one item with its history."""

from __future__ import annotations

from typing import Any

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import request

from ckanext.binhduong.core.paging import part, shown_pages
from ckanext.binhduong.workflow.list_reviews import settings
from ckanext.binhduong.workflow.list_reviews.listing import reviewed
from ckanext.binhduong.workflow.pages.words import CONDITIONS, FIELDS, STATES
from ckanext.binhduong.workflow.plan.measure import today
from ckanext.binhduong.workflow.plan.workbook.columns import COLUMNS
from ckanext.binhduong.workflow.roles.holders import agencies_administered, agencies_kept

__all__ = ["asked", "item", "late", "own_agencies", "plan", "shown_item"]

_OVERDUE = 50
_ASKED = ("agency", "phase", "sector", "state", "q")


def asked() -> dict[str, str]:
    """Return what the address asks for; what it leaves empty is left out."""
    return {name: value for name in _ASKED if (value := request.args.get(name, "").strip()[:200])}


def plan() -> tuple[str, int] | str:
    """The list and the plan: what is promised, by when, and what came."""
    try:
        found = tk.get_action("plan_item_list")({}, {**asked(), "facets": True, **part()})
    except tk.ValidationError:
        return tk.abort(400, tk._("There is no such state of a plan item."))
    values = {"found": found, "asked": asked(), "states": STATES, "may_import": bool(own_agencies())}
    values |= shown_pages(found["count"]) | _reviews(asked().get("agency", ""))
    return tk.render("binhduong/publication_plans/plan.html", values)


def _reviews(agency: str) -> dict[str, Any]:
    """How agencies keep the reviews of their lists; ``may_review`` are the names of those that the reader administers."""
    found = reviewed(today(), [agency] if agency else None)
    own = agencies_administered(Context(user=tk.current_user.name)) if tk.current_user.is_authenticated else set()
    return {
        "reviewed": found,
        "may_review": [each.agency[1] for each in found if each.agency[0] in own],
        "review_months": settings.months(),
        "review_clause": settings.clause(),
    }


def late() -> str:
    """What was due and is not here, by agency, from the first promised day; and published data that are overdue."""
    only = {name: value for name, value in asked().items() if name in ("agency", "phase", "sector")}
    figures = tk.get_action("plan_figures")({}, only)
    items = tk.get_action("plan_item_list")({}, {**only, "state": "late_any", "limit": 1000})["items"]
    values = {"figures": figures, "items": items, "asked": only, "states": STATES, "overdue": _overdue(only.get("agency", ""))}
    return tk.render("binhduong/publication_plans/late.html", values)


def _overdue(agency: str) -> list[dict[str, Any]] | None:
    """Datasets whose declared frequency is not kept; None when the search does not answer."""
    fq = "freshness:overdue" + (f' organization:"{agency}"' if agency.replace("-", "").isalnum() else "")
    try:
        found = tk.get_action("package_search")({}, {"fq": fq, "rows": _OVERDUE, "sort": "title_string asc"})
    except (SearchError, tk.ValidationError):
        return None
    return sorted(found["results"], key=lambda dataset: -(dataset["freshness"]["overdue_days"]))


def item(item_id: str) -> str:
    """One item: both days, what is missing to its level, and every change."""
    return tk.render("binhduong/publication_plans/item.html", shown_item(item_id))


def shown_item(item_id: str) -> dict[str, Any]:
    """Return what the pages of one item show; 404 when there is none."""
    try:
        found = tk.get_action("plan_item_show")({}, {"id": item_id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no such item of a publication plan."))
    titles = {column.name: (tk.h.lang() == "en" and column.title_en) or column.title for column in COLUMNS}
    may_edit = tk.current_user.is_authenticated and tk.h.check_access("plan_item_update", {"id": item_id})
    return {
        "item": found,
        "states": STATES,
        "conditions": CONDITIONS,
        "titles": titles | {name: tk._(words) for name, words in FIELDS.items()},
        "may_edit": may_edit,
    }


def own_agencies() -> list[dict[str, Any]]:
    """Return the agencies whose plans the reader keeps."""
    if not tk.current_user.is_authenticated:
        return []
    return agencies_kept(Context(user=tk.current_user.name))
