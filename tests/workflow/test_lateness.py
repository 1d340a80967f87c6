"""Lateness counts from the first promised day, whatever was agreed later."""

from datetime import date, timedelta

import pandas as pd
import pytest

from ckanext.binhduong.workflow.plan.lateness import Lateness, Promise, figures_of, lateness_of, measured
from ckanext.binhduong.workflow.plan.working_days import is_working_day, last_day, working_days_between

FRIDAY = date(2026, 3, 13)
SATURDAY = date(2026, 3, 14)
MONDAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (date(2026, 2, 17), False),  # Tết Bính Ngọ
        (date(2026, 4, 30), False),
        (date(2026, 9, 2), False),
        (date(2026, 2, 24), True),
    ],
)
def test_offices_rest_at_weekends_at_tet_and_on_public_holidays(day: date, works: bool) -> None:
    """Saturdays, Sundays, Tết and the days of Art. 112 of the Labour Code are no working days."""
    assert is_working_day(day) is works


@pytest.mark.parametrize(("due", "last"), [(FRIDAY, FRIDAY), (SATURDAY, MONDAY), (date(2026, 2, 16), date(2026, 2, 23))])
def test_a_period_that_ends_on_a_holiday_ends_on_the_next_working_day(due: date, last: date) -> None:
    """Civil Code 2015, Art. 148(5)."""
    assert last_day(due) == last


@pytest.mark.parametrize(
    ("start", "end", "days"), [(FRIDAY, FRIDAY, 0), (FRIDAY, MONDAY, 1), (MONDAY, FRIDAY, 0), (date(2025, 12, 31), date(2026, 1, 5), 2)]
)
def test_working_days_are_counted_after_the_first_day_up_to_the_last(start: date, end: date, days: int) -> None:
    """1 January is a holiday; an end before the start counts nothing."""
    assert working_days_between(start, end) == days


@pytest.mark.parametrize(
    ("promise", "today", "state", "days", "working"),
    [
        (Promise(FRIDAY, FRIDAY), FRIDAY, "waiting", 0, 0),
        (Promise(FRIDAY, FRIDAY), SATURDAY, "late", 1, 0),
        (Promise(FRIDAY, FRIDAY), MONDAY, "late", 3, 1),
        (Promise(SATURDAY, SATURDAY), MONDAY, "waiting", 0, 0),
        (Promise(FRIDAY, FRIDAY, reached=FRIDAY), MONDAY, "on_time", 0, 0),
        (Promise(SATURDAY, SATURDAY, reached=MONDAY), MONDAY, "on_time", 0, 0),
        (Promise(FRIDAY, FRIDAY, reached=MONDAY), date(2027, 1, 1), "came_late", 3, 1),
        (Promise(FRIDAY, date(2027, 1, 1)), MONDAY, "late", 3, 1),
        (Promise(FRIDAY, FRIDAY, reached=FRIDAY, lost=MONDAY), MONDAY, "lost", 3, 1),
        (Promise(FRIDAY, FRIDAY, reached=FRIDAY, already=True), MONDAY, "already", 0, 0),
        (Promise(FRIDAY, FRIDAY, reached=FRIDAY, already=True), FRIDAY, "already", 0, 0),
        (Promise(SATURDAY, SATURDAY, reached=MONDAY, already=True), MONDAY, "already", 0, 0),
        (Promise(FRIDAY, FRIDAY, reached=MONDAY, already=True), date(2027, 1, 1), "came_late", 3, 1),
        (Promise(FRIDAY, FRIDAY, reached=FRIDAY, lost=MONDAY, already=True), MONDAY, "lost", 3, 1),
        (Promise(FRIDAY, FRIDAY, refused=MONDAY, already=True), MONDAY, "refused_late", 3, 1),
        (Promise(FRIDAY, FRIDAY, refused=FRIDAY), MONDAY, "refused", 0, 0),
        (Promise(FRIDAY, FRIDAY, refused=MONDAY), date(2027, 1, 1), "refused_late", 3, 1),
    ],
)
def test_a_promise_is_judged_from_its_first_day(promise: Promise, today: date, state: str, days: int, working: int) -> None:
    """Both sides of each day; a moved day makes nothing less late."""
    found = lateness_of(promise, today)
    assert (found.state, found.days, found.working_days) == (state, days, working)


def _judged(*promises: Promise, today: date) -> list[tuple[Promise, Lateness]]:
    return [(each, lateness_of(each, today)) for each in promises]


def test_the_share_on_time_is_of_all_that_was_due() -> None:
    """Kept, late and came late are due; what is to come and what was refused in time is not."""
    promises = (
        Promise(FRIDAY, FRIDAY, reached=FRIDAY),
        Promise(FRIDAY, FRIDAY),
        Promise(FRIDAY, FRIDAY, reached=MONDAY),
        Promise(date(2027, 3, 12), date(2027, 3, 12)),
        Promise(FRIDAY, FRIDAY, refused=FRIDAY),
    )
    found = figures_of(_judged(*promises, today=MONDAY))
    assert (found.items, found.due, found.on_time, found.late, found.came_late, found.refused) == (5, 3, 1, 1, 1, 1)
    assert found.share_on_time == pytest.approx(1 / 3)
    assert (found.median_days, found.most_days) == (3.0, 3)


@pytest.mark.parametrize(
    "changed",
    [
        Promise(FRIDAY, date(2027, 1, 1)),
        Promise(FRIDAY, FRIDAY, refused=MONDAY),
        Promise(FRIDAY, FRIDAY, reached=FRIDAY, lost=SATURDAY),
    ],
)
def test_no_later_agreement_improves_the_share(changed: Promise) -> None:
    """Moving the day, refusing after it, or taking the data away again leaves the share where it is."""
    kept = Promise(FRIDAY, FRIDAY, reached=FRIDAY)
    late = figures_of(_judged(kept, Promise(FRIDAY, FRIDAY), today=MONDAY))
    assert figures_of(_judged(kept, changed, today=MONDAY)).share_on_time == late.share_on_time == 0.5


def test_what_was_there_makes_nothing_less_late() -> None:
    """An item that is late keeps its days when a dataset that was public before is named for it."""
    late = Promise(FRIDAY, FRIDAY)
    named = measured(late, True, MONDAY, before=True)
    assert [lateness_of(each, MONDAY).days for each in (late, named)] == [3, 3]
    found = figures_of(_judged(named, today=date(2027, 1, 1)))
    assert (found.already, found.due, found.came_late, found.share_on_time, found.most_days) == (0, 1, 1, 0.0, 3)


def test_promising_what_is_there_leaves_the_share() -> None:
    """However much of it; it stands beside the figures."""
    kept, there = (Promise(FRIDAY, FRIDAY, reached=FRIDAY), Promise(FRIDAY, FRIDAY)), Promise(FRIDAY, FRIDAY, reached=FRIDAY, already=True)
    found = figures_of(_judged(*kept, *[there] * 8, today=MONDAY))
    assert (found.items, found.already, found.due, found.on_time, found.share_on_time) == (10, 8, 2, 1, 0.5)


@pytest.mark.parametrize(("before", "reached", "already"), [(True, None, True), (False, None, False), (True, FRIDAY, False)])
def test_only_what_was_there_at_first_was_there_already(before: bool, reached: date | None, already: bool) -> None:
    """What was reached once by work and comes again is no such thing."""
    after = measured(Promise(FRIDAY, FRIDAY, reached=reached), True, MONDAY, before=before)
    assert (after.reached, after.already) == (reached or MONDAY, already)
    assert measured(measured(after, False, MONDAY), True, MONDAY).already is already


def test_nothing_due_has_no_share() -> None:
    """A plan that begins tomorrow is neither good nor bad."""
    assert figures_of([]).share_on_time is None


def test_eighteen_months_agree_with_an_independent_count() -> None:
    """pandas' business days, with the same holidays, count the same states and days on each day of eighteen months."""
    first = date(2025, 7, 1)
    days = [first + timedelta(days=number) for number in range(548)]
    holidays = [day for day in days if day.weekday() < 5 and not is_working_day(day)]
    business = pd.offsets.CustomBusinessDay(holidays=holidays)
    due = [first + timedelta(days=number * 11) for number in range(40)]
    reached = [None if number % 3 == 0 else due[number] + timedelta(days=number % 9 - 4) for number in range(40)]
    for today in days[::7]:
        for promised, came in zip(due, reached, strict=True):
            here = came if came and came <= today else None
            found = lateness_of(Promise(promised, promised, reached=here), today)
            last = business.rollforward(pd.Timestamp(promised)).date()
            until = here or today
            assert found.days == max(0, (until - last).days)
            assert (found.state in ("late", "came_late")) == (until > last)
