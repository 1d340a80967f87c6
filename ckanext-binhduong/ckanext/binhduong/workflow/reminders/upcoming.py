"""The promises of agencies that are not kept yet, with the day to bring to mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.plan.model import Plan, PlanItem
from ckanext.binhduong.workflow.reminders.periods import next_day

__all__ = ["Upcoming", "upcoming"]


@dataclass(frozen=True)
class Upcoming:
    """An item that is not here yet: its agency's id and title, and the day that comes next; ``first`` when lateness is counted from it."""

    id: str
    code: str
    title: str
    agency_id: str
    agency: str
    day: date
    first: bool


def upcoming(today: date, until: date, *, agencies: Sequence[str] | None = None, items: Sequence[str] | None = None) -> list[Upcoming]:
    """Return what has a promised day from today to another day, the first day first.

    Args:
        agencies: ids; None for all.
        items: ids; None for all.
    """
    group = model.Group
    rows = sa.select(PlanItem, group.id, group.title).join(Plan, Plan.id == PlanItem.plan_id)
    rows = rows.join(group, sa.and_(group.id == Plan.organization_id, group.state == "active"))
    rows = rows.where(PlanItem.decision == "open", sa.or_(PlanItem.due_first.between(today, until), PlanItem.due_now.between(today, until)))
    rows = rows if agencies is None else rows.where(group.id.in_(agencies))
    rows = rows if items is None else rows.where(PlanItem.id.in_(items))
    found = []
    for item, agency_id, agency in model.Session.execute(rows):
        day = next_day(item.promise, today)
        if day and day <= until:
            found.append(Upcoming(item.id, item.code, item.title, agency_id, agency or "", day, day == item.due_first))
    return sorted(found, key=lambda each: (each.day, each.code, each.id))
