"""How a request for data stands, and how long it took or takes: from the day it was sent, whoever reads it when. Imports no CKAN.

What waits to be read counts like what waits for an answer; otherwise leaving requests unread would make an agency look quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from ckanext.binhduong.core.clock import VIETNAM
from ckanext.binhduong.workflow.plan.working_days import last_day

__all__ = [
    "ANSWERED",
    "ANSWERS",
    "OPEN",
    "PUBLIC",
    "REJECTIONS",
    "STANDINGS",
    "Clock",
    "Figures",
    "clock_of",
    "due_day",
    "figures_of",
    "standing",
]

#: Kept in the table: sent and not read yet; taken as a request; and the answers.
OPEN = ("received", "accepted")
ANSWERS = ("listed", "published", "refused")
#: What everybody may read; ``received`` and ``rejected`` have been read by nobody, or are no requests.
PUBLIC = ("accepted", *ANSWERS)
#: How a public request stands today: as kept, or as what it was answered with stands (``lost``: published, then taken away again).
STANDINGS = ("accepted", "listed", "published", "refused", "lost")
ANSWERED = ("listed", "published", "refused", "lost")
#: Why something is no request for data.
REJECTIONS = ("no-data", "personal", "abuse", "duplicate")


def due_day(received: datetime, days: int) -> date:
    """Return the last day for an answer.

    Args:
        received: when it was sent, in UTC without a zone.
        days: calendar days of the period; one that ends on a day on which offices rest ends on the next working day (Civil Code 2015,
            Art. 148(5)), and the day of the sending is not counted (Art. 147(2)).
    """
    return last_day(day_of(received) + timedelta(days=days))


def day_of(moment: datetime) -> date:
    """Return the day in Vietnam of a time in UTC without a zone."""
    return moment.replace(tzinfo=UTC).astimezone(VIETNAM).date()


@dataclass(frozen=True)
class Clock:
    """How long a request took, or takes.

    Attributes:
        days: calendar days from the sending to the first answer, or to today.
        late: calendar days after the last day for an answer, 0 when not.
        open: whether it waits for an answer.
    """

    days: int
    late: int
    open: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that the API promises; ``overdue``: open, and the last day is over."""
        return asdict(self) | {"overdue": self.open and self.late > 0}


def clock_of(received: datetime, due: date, closed: datetime | None, today: date) -> Clock:
    """Return how long a request took until it was closed, or takes up to today."""
    until = day_of(closed) if closed else today
    return Clock(max(0, (until - day_of(received)).days), max(0, (until - due).days), closed is None)


def standing(state: str, *, item_refused: bool = False, item_published: bool = False, dataset_public: bool = False) -> str:
    """Return how an answer stands today.

    Args:
        state: as kept.
        item_refused: the item of the plan that it was answered with is not to be opened any more.
        item_published: the item's dataset is public.
        dataset_public: the dataset that it was answered with is public.
    """
    if state == "listed":
        return "refused" if item_refused else "published" if item_published else "listed"
    if state == "published":
        return "published" if dataset_public else "lost"
    return state


@dataclass(frozen=True)
class Figures:
    """What a set of requests adds up to.

    Attributes:
        requests: those that are requests for data.
        open: those of them that wait for an answer.
        overdue: those of ``open`` whose last day is over.
        answered: those of them that were answered.
        on_time: those of ``answered`` that were answered by their last day.
        share_on_time: ``on_time`` of all that were answered or are overdue, 0–1; None when there is none.
        median_days: the median of calendar days over those that were answered; None without one.
        oldest_days: calendar days that the oldest open one has waited; 0 without one.
    """

    requests: int
    open: int
    overdue: int
    answered: int
    on_time: int
    share_on_time: float | None
    median_days: float | None
    oldest_days: int

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that the API promises."""
        return asdict(self)


def figures_of(clocks: Iterable[Clock]) -> Figures:
    """Add up requests. Overdue ones are in the share: who does not answer at all must not look punctual."""
    found = list(clocks)
    waiting, answered = [each for each in found if each.open], [each for each in found if not each.open]
    overdue, on_time = sum(each.late > 0 for each in waiting), sum(each.late == 0 for each in answered)
    judged = len(answered) + overdue
    return Figures(
        requests=len(found),
        open=len(waiting),
        overdue=overdue,
        answered=len(answered),
        on_time=on_time,
        share_on_time=on_time / judged if judged else None,
        median_days=median(each.days for each in answered) if answered else None,
        oldest_days=max((each.days for each in waiting), default=0),
    )
