"""Requests for data as everybody, and as those who answer them, see them: one statement for requests, agencies, items and datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.orm import aliased

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.vn.text import fold, sort_key
from ckanext.binhduong.workflow.data_requests.clock import PUBLIC, STANDINGS, Clock, clock_of, figures_of, standing
from ckanext.binhduong.workflow.data_requests.model import DataRequest
from ckanext.binhduong.workflow.plan.model import PlanItem

__all__ = ["MOST_REQUESTS", "STATES", "Listed", "agencies", "chosen", "figures", "listed", "public", "queue", "unread"]

MOST_REQUESTS = 20_000
#: What the register can be asked for: how a request stands, and ``overdue``.
STATES = (*STANDINGS, "overdue")
_ITEM_DATASET = aliased(model.Package)


@dataclass(frozen=True)
class Listed:
    """One request with its agency, its answer and how it stands; item and dataset are None unless it was answered with them."""

    request: DataRequest
    agency: tuple[str, str] | None
    item: PlanItem | None
    dataset: tuple[str, str] | None
    standing: str
    clock: Clock

    def as_dict(self) -> dict[str, Any]:
        """Return it as the API gives it to everybody; of what nobody has accepted as a request only the state and the days."""
        request = self.request
        found = {"id": request.id, "state": self.standing, "received": utc_text(request.received), "due": request.due.isoformat()}
        found |= {"closed": utc_text(request.closed) if request.closed else None, "clock": self.clock.as_dict()}
        return found | (self.texts() if request.state in PUBLIC else {"rejection": request.rejection})

    def texts(self) -> dict[str, Any]:
        """Return what was asked for and what was answered."""
        request, item = self.request, self.item
        ground = item.refusal_ground if item and self.standing == "refused" else request.ground
        return {
            **{name: getattr(request, name) for name in ("title", "description", "edited", "reply")},
            "ground": ground,
            "agency": dict(zip(("name", "title"), self.agency, strict=True)) if self.agency else None,
            "plan_item": {"id": item.id, "code": item.code, "title": item.title, "due": item.due_now.isoformat()} if item else None,
            "dataset": dict(zip(("name", "title"), self.dataset, strict=True)) if self.dataset else None,
        }


def public(today: date) -> list[Listed]:
    """Return all requests that everybody may read, the newest first."""
    return _listed(_statement().where(DataRequest.state.in_(PUBLIC)), today)


def listed(request_id: int, today: date) -> Listed | None:
    """Return one request, whoever may read it; None when there is none."""
    return next(iter(_listed(_statement().where(DataRequest.id == request_id), today)), None)


def queue(agencies: Sequence[str] | None, states: Sequence[str], today: date, *, limit: int, offset: int) -> tuple[int, list[Listed]]:
    """Return how many requests those who answer them find in some states (as kept), and some of them, the first to be due first.

    Args:
        agencies: ids of agencies; None for all, and those without an agency.
    """
    rows = _statement().where(DataRequest.state.in_(states))
    if agencies is not None:
        rows = rows.where(DataRequest.organization_id.in_(agencies))
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(rows.with_only_columns(DataRequest.id).order_by(None).subquery()))
    return count or 0, _listed(rows.order_by(None).order_by(DataRequest.due, DataRequest.id).limit(limit).offset(offset), today)


def _statement() -> sa.Select[Any]:
    group, package = model.Group, model.Package
    direct = sa.and_(package.id == DataRequest.dataset_id, package.state == "active", package.private.is_(False))
    by_item = sa.and_(_ITEM_DATASET.id == PlanItem.dataset_id, _ITEM_DATASET.state == "active", _ITEM_DATASET.private.is_(False))
    return (
        sa.select(DataRequest, group.name, group.title, PlanItem, package.name, package.title, _ITEM_DATASET.name, _ITEM_DATASET.title)
        .outerjoin(group, sa.and_(group.id == DataRequest.organization_id, group.state == "active"))
        .outerjoin(PlanItem, PlanItem.id == DataRequest.plan_item_id)
        .outerjoin(package, direct)
        .outerjoin(_ITEM_DATASET, by_item)
        .order_by(DataRequest.received.desc(), DataRequest.id.desc())
        .limit(MOST_REQUESTS)
    )


def _listed(rows: sa.Select[Any], today: date) -> list[Listed]:
    return [_of_row(row, today) for row in model.Session.execute(rows)]


def _of_row(row: Any, today: date) -> Listed:
    request, agency_name, agency_title, item, name, title, item_name, item_title = row
    dataset = (name or item_name, (title if name else item_title) or name or item_name) if name or item_name else None
    stands = standing(
        request.state, item_refused=bool(item and item.decision == "refused"), item_published=bool(item_name), dataset_public=bool(name)
    )
    clock = clock_of(request.received, request.due, request.closed, today)
    return Listed(request, (agency_name, agency_title or agency_name) if agency_name else None, item, dataset, stands, clock)


def chosen(found: Sequence[Listed], asked: Mapping[str, str]) -> list[Listed]:
    """Return the requests that fit: ``agency`` (a name), ``state`` (one of :data:`STATES`), ``q`` (words; marks do not matter)."""
    words = fold(asked.get("q") or "").split()
    return [each for each in found if _fits(each, asked) and _has(each.request, words)]


def _fits(each: Listed, asked: Mapping[str, str]) -> bool:
    agency, state = asked.get("agency"), asked.get("state")
    if agency and (not each.agency or each.agency[0] != agency):
        return False
    return not state or state == each.standing or (state == "overdue" and each.clock.open and each.clock.late > 0)


def _has(request: DataRequest, words: Sequence[str]) -> bool:
    text = fold(f"{request.title} {request.description}") if words else ""
    return all(word in text for word in words)


def figures(found: Sequence[Listed]) -> dict[str, Any]:
    """Return what requests add up to."""
    return figures_of(each.clock for each in found).as_dict()


def unread(today: date) -> dict[str, int]:
    """Return how many requests nobody has read yet, how many of them are overdue, and how many were no requests for data."""
    waiting, rejected = DataRequest.state == "received", DataRequest.state == "rejected"
    counts = sa.select(
        sa.func.count().filter(waiting), sa.func.count().filter(waiting, DataRequest.due < today), sa.func.count().filter(rejected)
    )
    row = model.Session.execute(counts.select_from(DataRequest)).one()
    return dict(zip(("unread", "unread_overdue", "rejected"), row, strict=True))


def agencies() -> list[dict[str, str]]:
    """Return ``{name, title}`` of all agencies, in alphabetical order."""
    group = model.Group
    rows = model.Session.execute(sa.select(group.name, group.title).where(group.is_organization, group.state == "active"))
    return sorted(({"name": name, "title": title or name} for name, title in rows), key=lambda each: sort_key(each["title"]))
