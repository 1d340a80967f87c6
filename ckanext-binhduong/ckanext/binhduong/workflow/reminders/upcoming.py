"""The promises of agencies that are not kept yet, and the reviews of their lists, with the day to bring to mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.list_reviews.listing import reviewed
from ckanext.binhduong.workflow.plan.model import Plan, PlanItem
from ckanext.binhduong.workflow.reminders.periods import next_day

__all__ = ["Upcoming", "upcoming", "upcoming_reviews"]


@dataclass(frozen=True)
class Upcoming:
    """An item that is not here yet, or the review of an agency's list (``id`` is the agency's then; code and title are empty).

    Attributes:
        id, code, title: of the item.
        agency_id, agency_name, agency: id, name and title of its agency.
        day: the day that comes next.
        first: whether lateness is counted from that day.
    """

    id: str
    code: str
    title: str
    agency_id: str
    agency_name: str
    agency: str
    day: date
    first: bool = True

    @property
    def is_review(self) -> bool:
        """Whether it is the review of a list."""
        return self.id == self.agency_id


def upcoming(today: date, until: date, *, agencies: Sequence[str] | None = None, items: Sequence[str] | None = None) -> list[Upcoming]:
    """Return what has a promised day from today to another day, the first day first.

    Args:
        agencies: ids; None for all.
        items: ids; None for all.
    """
    group = model.Group
    rows = sa.select(PlanItem, group.id, group.name, group.title).join(Plan, Plan.id == PlanItem.plan_id)
    rows = rows.join(group, sa.and_(group.id == Plan.organization_id, group.state == "active"))
    rows = rows.where(PlanItem.decision == "open", sa.or_(PlanItem.due_first.between(today, until), PlanItem.due_now.between(today, until)))
    rows = rows if agencies is None else rows.where(group.id.in_(agencies))
    rows = rows if items is None else rows.where(PlanItem.id.in_(items))
    found = []
    for item, agency_id, name, title in model.Session.execute(rows):
        day = next_day(item.promise, today)
        if day and day <= until:
            found.append(Upcoming(item.id, item.code, item.title, agency_id, name, title or "", day, day == item.due_first))
    return sorted(found, key=lambda each: (each.day, each.code, each.id))


def upcoming_reviews(today: date, until: date, *, agencies: Sequence[str] | None = None) -> list[Upcoming]:
    """Return the agencies whose lists are to be reviewed by a day from today to another one, the first day first.

    Args:
        agencies: ids; None for all.
    """
    return [
        Upcoming(each.agency[0], "", "", *each.agency, each.standing.due)
        for each in reviewed(today, agencies)
        if today <= each.standing.due <= until
    ]
