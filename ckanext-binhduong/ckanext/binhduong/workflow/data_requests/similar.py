"""What there is already of what somebody asks for: public datasets, items of the plans, requests of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk

from ckanext.binhduong.workflow.data_requests.clock import PUBLIC
from ckanext.binhduong.workflow.data_requests.matching import closest
from ckanext.binhduong.workflow.data_requests.model import DataRequest
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem

__all__ = ["similar"]

#: Further ones have few of the words.
_DATASETS = 3
_MOST = 20_000


def similar(title: str) -> dict[str, Any]:
    """Return what the public has of what a title says: ``datasets`` (None while the search does not answer), ``items`` and ``requests``.

    Three statements beside the search; what is private, or was accepted by nobody, is not looked at.
    """
    return {"datasets": _datasets(title), "items": _items(title), "requests": _requests(title)}


def _datasets(title: str) -> list[dict[str, str]] | None:
    words = " ".join(re.findall(r"\w+", title))
    if not words:
        return []
    try:
        found = tk.get_action("package_search")({"user": ""}, {"q": words, "rows": _DATASETS, "facet": "false", "fl": "name,title"})
    except (SearchError, tk.ValidationError):
        return None
    return [{"name": each["name"], "title": each["title"]} for each in found["results"]]


def _items(title: str) -> list[dict[str, str]]:
    rows = (
        sa.select(PlanItem.id, PlanItem.title, PlanItem.due_now, model.Group.title, PlanItem.decision)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .join(model.Group, sa.and_(model.Group.id == Plan.organization_id, model.Group.state == "active"))
    )
    names = ("id", "title", "due", "agency", "decision")
    return [dict(zip(names, row, strict=True)) for row in _closest(title, rows.order_by(PlanItem.due_now, PlanItem.id))]


def _requests(title: str) -> list[dict[str, Any]]:
    rows = sa.select(DataRequest.id, DataRequest.title).where(DataRequest.state.in_(PUBLIC)).order_by(DataRequest.id.desc())
    return [{"id": row[0], "title": row[1]} for row in _closest(title, rows)]


def _closest(title: str, rows: sa.Select[Any]) -> Sequence[Any]:
    return closest(title, ((row, row[1]) for row in model.Session.execute(rows.limit(_MOST))))
