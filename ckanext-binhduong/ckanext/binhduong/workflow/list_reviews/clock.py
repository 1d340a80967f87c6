"""When the next review of a list is due, and how late it is. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from ckanext.binhduong.workflow.plan.working_days import last_day

__all__ = ["LONGEST", "Standing", "standing"]

#: The longest period in months that may be set: ten years.
LONGEST = 120


@dataclass(frozen=True)
class Standing:
    """How an agency keeps the reviews of its list.

    Attributes:
        begun: the day on which the list got its first item.
        days: of all reviews, the newest first.
        due: the last day of the next one.
        overdue_days: calendar days from ``due`` to today; 0 while it is not over.
    """

    begun: date
    days: tuple[date, ...]
    due: date
    overdue_days: int

    @property
    def last(self) -> date | None:
        """The day of the newest review; None while there was none."""
        return self.days[0] if self.days else None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that the API promises, days in ISO 8601."""
        return {
            "begun": self.begun.isoformat(),
            "days": [day.isoformat() for day in self.days],
            "last": self.last.isoformat() if self.last else None,
            "due": self.due.isoformat(),
            "overdue_days": self.overdue_days,
        }


def standing(begun: date, days: Sequence[date], months: int, today: date) -> Standing:
    """Judge the reviews of one list.

    Args:
        begun: the day on which the list got its first item; the first period runs from it.
        days: of the reviews, in any order.
        months: within which a list is reviewed again. A period that ends on a day that a month lacks ends on that month's last day, one
            that ends on a day of rest on the next working day (Civil Code 2015, Art. 148(3) and (5)).
        today: by the portal's clock.
    """
    newest = tuple(sorted(days, reverse=True))
    due = last_day((newest[0] if newest else begun) + relativedelta(months=months))
    return Standing(begun, newest, due, max(0, (today - due).days))
