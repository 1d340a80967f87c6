"""How late what was promised is, always from the first promised day: a deadline that is moved makes nothing less late. Imports no CKAN.

Re-agreed deadlines are how lateness was hidden elsewhere (a third of them in Brazil's plans hid that 56 % was late), so both days are
shown and only the first one counts. Data that are refused after their day, or that went away again, count as not delivered. What was
public before it was promised is shown and counts for nothing, or an agency could raise its share with what it has; named after the day it
came late, or an agency could end its lateness with what it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from ckanext.binhduong.workflow.plan.working_days import last_day, working_days_between

__all__ = ["LATE", "STATES", "Figures", "Lateness", "Promise", "figures_of", "lateness_of", "measured"]

#: ``waiting``: not due yet; ``late``: due, not here; ``on_time`` and ``came_late``: here, at the minimum level; ``already``: the same by
#: the day, with data that were here before they were promised; ``lost``: was here, is below the minimum level again; ``refused``: not to be
#: opened, said by the day; ``refused_late``: said after the day.
STATES = ("waiting", "late", "on_time", "came_late", "already", "lost", "refused", "refused_late")
LATE = ("late", "lost", "came_late", "refused_late")


@dataclass(frozen=True)
class Promise:
    """What lateness is worked out from.

    Attributes:
        due_first: the first promised day; it never changes.
        due_now: the day that is promised now.
        reached: the day on which the minimum level was first measured; None while it was not.
        lost: the day on which the level fell below the minimum again; None while it holds.
        refused: the day on which the agency refused to open the data; None while they are to be opened.
        already: whether it was reached with data that were public before it was promised.
    """

    due_first: date
    due_now: date
    reached: date | None = None
    lost: date | None = None
    refused: date | None = None
    already: bool = False


@dataclass(frozen=True)
class Lateness:
    """How a promise stands.

    Attributes:
        state: one of :data:`STATES`.
        last_day: the day until which the first promise could be kept: ``due_first`` or the next working day.
        days: calendar days late, 0 when not.
        working_days: the same in working days.
        due: whether the first promised day is over and the item counts in the figures.
    """

    state: str
    last_day: date
    days: int
    working_days: int
    due: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that the API promises, dates in ISO 8601."""
        return asdict(self) | {"last_day": self.last_day.isoformat()}


@dataclass(frozen=True)
class Figures:
    """What a set of promises adds up to.

    Attributes:
        items: all of them.
        due: those whose first promised day is over; refusals in time, and what was there already, left out.
        on_time: those of ``due`` that came by their first promised day and are still here.
        late: those of ``due`` that are not here.
        came_late: those of ``due`` that came, later than first promised.
        refused: those that were refused in time.
        already: those that were reached by the day with what was there before they were promised.
        share_on_time: ``on_time`` of ``due``, 0–1; None when nothing was due.
        median_days: the median of calendar days late over all of ``due`` that did not come on time, open ones up to today; 0 without one.
        most_days: the most of them.
        moved: how many promises have another day now than at first.
    """

    items: int
    due: int
    on_time: int
    late: int
    came_late: int
    refused: int
    already: int
    share_on_time: float | None
    median_days: float
    most_days: int
    moved: int

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that the API promises."""
        return asdict(self)


def measured(promise: Promise, holds: bool, day: date, *, before: bool = False) -> Promise:
    """Return a promise after its minimum level was measured: the first day it was reached stays, a loss lasts until it holds again.

    Args:
        promise: as it stood.
        holds: whether the minimum level holds on that day.
        day: of the measuring; not before any day of the promise.
        before: whether, if it holds for the first time, it did so before it was promised.
    """
    if holds:
        return replace(promise, reached=promise.reached or day, lost=None, already=promise.already or (before and not promise.reached))
    return replace(promise, lost=promise.lost or day) if promise.reached else promise


def lateness_of(promise: Promise, today: date) -> Lateness:
    """Judge one promise on a day."""
    last = last_day(promise.due_first)
    state, until = _state(promise, last, today)
    late = state in LATE and until > last
    days = (until - last).days if late else 0
    due = state in LATE or (state == "on_time" and today > last)
    return Lateness(state, last, days, working_days_between(last, until) if late else 0, due)


def _state(promise: Promise, last: date, today: date) -> tuple[str, date]:
    """The state, and the day up to which lateness is counted."""
    if promise.refused:
        return ("refused" if promise.refused <= last else "refused_late"), promise.refused
    if promise.reached and promise.lost:
        return ("lost" if today > last else "waiting"), today
    if promise.reached and promise.reached > last:
        return "came_late", promise.reached
    if promise.reached:
        return ("already" if promise.already else "on_time"), promise.reached
    return ("late" if today > last else "waiting"), today


def figures_of(judged: Iterable[tuple[Promise, Lateness]]) -> Figures:
    """Add up promises, each with how it stands."""
    pairs = list(judged)
    counts: Mapping[str, int] = {state: sum(each.state == state for _, each in pairs) for state in STATES}
    due = [each for _, each in pairs if each.due]
    on_time = sum(each.state == "on_time" for each in due)
    days = [each.days for each in due if each.state != "on_time"]
    return Figures(
        items=len(pairs),
        due=len(due),
        on_time=on_time,
        late=counts["late"] + counts["lost"] + counts["refused_late"],
        came_late=counts["came_late"],
        refused=counts["refused"],
        already=counts["already"],
        share_on_time=on_time / len(due) if due else None,
        median_days=float(median(days)) if days else 0.0,
        most_days=max(days, default=0),
        moved=sum(promise.due_now != promise.due_first for promise, _ in pairs),
    )
