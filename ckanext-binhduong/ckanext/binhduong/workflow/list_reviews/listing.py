"""The reviews of all agencies with a list, in one statement; and a new review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.binhduong.core.clock import VIETNAM
from ckanext.binhduong.vn.text import sort_key
from ckanext.binhduong.workflow.list_reviews import settings
from ckanext.binhduong.workflow.list_reviews.clock import Standing, standing
from ckanext.binhduong.workflow.list_reviews.model import ListReview
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem

__all__ = ["Reviewed", "add", "reviewed", "standings", "with_reviews"]


@dataclass(frozen=True)
class Reviewed:
    """An agency (id, name, title) and how it keeps the reviews of its list."""

    agency: tuple[str, str, str]
    standing: Standing


def reviewed(today: date, agencies: Sequence[str] | None = None) -> list[Reviewed]:
    """Return the agencies whose lists have an item, the one whose review is due first before others.

    Args:
        today: by the portal's clock.
        agencies: ids or names; None for all.
    """
    group, months = model.Group, settings.months()
    begun = sa.select(Plan.organization_id.label("agency"), sa.func.min(PlanItem.created).label("first"))
    lists = begun.join(PlanItem, PlanItem.plan_id == Plan.id).group_by(Plan.organization_id).subquery()
    days = sa.select(ListReview.organization_id.label("agency"), sa.func.array_agg(ListReview.day).label("days"))
    kept = days.group_by(ListReview.organization_id).subquery()
    rows = sa.select(group.id, group.name, group.title, lists.c.first, kept.c.days).join(lists, lists.c.agency == group.id)
    rows = rows.outerjoin(kept, kept.c.agency == group.id).where(group.state == "active")
    rows = rows if agencies is None else rows.where(sa.or_(group.id.in_(agencies), group.name.in_(agencies)))
    found = [
        Reviewed((agency, name, title or name), standing(_day(first), reviews or (), months, today))
        for agency, name, title, first, reviews in model.Session.execute(rows)
    ]
    return sorted(found, key=lambda each: (each.standing.due, sort_key(each.agency[2])))


def _day(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone(VIETNAM).date()


def standings(today: date, agencies: Sequence[str] | None = None) -> dict[str, Standing]:
    """Return the same by the agencies' ids."""
    return {each.agency[0]: each.standing for each in reviewed(today, agencies)}


def with_reviews(figures: Iterable[Mapping[str, Any]], found: Mapping[str, Standing]) -> list[dict[str, Any]]:
    """Return the figures of agencies, each with the ``review`` of its whole list; without an agency that was deleted meanwhile."""
    return [{**each, "review": found[each["agency"]["id"]].as_dict()} for each in figures if each["agency"]["id"] in found]


def add(organization_id: str, day: date, author: str) -> None:
    """Note a review; the second one of a day changes nothing. The caller commits."""
    values = {"organization_id": organization_id, "day": day, "author": author}
    model.Session.execute(insert(ListReview).values(**values).on_conflict_do_nothing())
