"""Eighteen simulated months of a province's plans: the portal's rules, day by day, against an independent oracle in pandas.

The simulation is seeded: items are entered early and late, days are moved, data are refused and opened again, datasets get better and
worse in each of the eight conditions, minimum levels change. What has its level on the day it is entered was there before, unless that day
is after its last one. The rules see one promise and one dataset at a time, as the portal does; the oracle sees the whole table of days ×
items at once and imports nothing of the portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ckanext.binhduong.workflow.plan.lateness import Figures, Lateness, Promise, figures_of, lateness_of, measured
from ckanext.binhduong.workflow.plan.minimum_levels import Facts, level_of

DAYS = pd.date_range("2025-07-01", "2026-12-31", freq="D")
#: Days off that are no weekend, 1 July 2025 to January 2027: Art. 112 of the Labour Code and the Government's decisions on each year.
OFF = [
    *("2025-09-01", "2025-09-02", "2026-01-01", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-04-27"),
    *("2026-04-30", "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24", "2027-01-01"),
]
ITEMS = 24
CONDITIONS = ["public", "licence", "open_format", "rows_by_api", "described", "metadata_points", "no_open_finding", "frequency_kept"]
LEVELS = {1: CONDITIONS[:1], 2: CONDITIONS[1:3], 3: CONDITIONS[3:6], 4: CONDITIONS[6:]}
SEEDS = [19, 2026]


def simulated(seed: int) -> pd.DataFrame:
    """A row a day and item: what the world did, nothing judged. ``entered`` is whether the plan has the item by that day."""
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([range(ITEMS), DAYS], names=["item", "day"])
    world = pd.DataFrame(index=index)
    number = index.get_level_values("item").to_numpy()
    since = np.tile(np.arange(len(DAYS)), ITEMS)
    world["agency"] = np.array([f"so-{item % 5}" for item in range(ITEMS)])[number]
    world["phase"] = np.array([f"{2025 + item % 3}" for item in range(ITEMS)])[number]
    due = rng.integers(5, len(DAYS) - 30, ITEMS)
    world["due_first"] = DAYS[due].to_numpy()[number]
    ahead = rng.integers(-40, 300, ITEMS)
    ahead[::8] = -30
    world["entered"] = since >= np.maximum(0, due - ahead)[number]
    moves = (rng.random(len(index)) < 0.003).astype(int) * rng.integers(-20, 120, len(index))
    world["due_now"] = world["due_first"] + pd.to_timedelta(pd.Series(moves, index=index).groupby("item").cumsum(), unit="D")
    world["refused"] = _switched(rng, index, 0.0015)
    world["minimum"] = (1 + (number + pd.Series(rng.random(len(index)) < 0.002, index=index).groupby("item").cumsum()) % 4).to_numpy()
    # Of every fourth item the data are older than the plan, and every second one of these is entered after its day.
    begins = (due + rng.integers(-60, 150, ITEMS) - 400 * (np.arange(ITEMS) % 4 == 0))[number]
    for name in CONDITIONS:
        world[name] = (since >= begins + rng.integers(0, 40, ITEMS)[number]) & ~_switched(rng, index, 0.004)
    # One of them has what it asks for on its first day, whatever the others do.
    world.loc[number == 0, ["public", "refused"]], world.loc[number == 0, "minimum"] = (True, False), 1
    world["open_format"] |= world["rows_by_api"]
    return world


def _switched(rng: np.random.Generator, index: pd.MultiIndex, chance: float) -> np.ndarray:
    """Something that is off at first and is switched on and off now and then."""
    return (pd.Series(rng.random(len(index)) < chance, index=index).groupby("item").cumsum() % 2 == 1).to_numpy()


def oracle(world: pd.DataFrame) -> pd.DataFrame:
    """Levels, states and lateness of the whole table, in vectors."""
    found = world[world["entered"]].copy()
    day = found.index.get_level_values("day").to_series(index=found.index)
    whole = pd.concat([found[names].all(axis=1) for names in LEVELS.values()], axis=1).astype(int)
    found["level"] = whole.cumprod(axis=1).sum(axis=1)
    holds = found["level"] >= found["minimum"]
    found["reached"] = day.where(holds).groupby("item").cummin().groupby("item").ffill()
    found["lost"] = _run_began(day, ~holds & found["reached"].notna())
    found["refusal"] = _run_began(day, found["refused"])
    last = found["due_first"] + pd.to_timedelta(0, unit="D")
    business = pd.offsets.CustomBusinessDay(holidays=OFF)
    found["last"] = last.map({each: business.rollforward(each) for each in last.unique()})
    over = day > found["last"]
    already = (found["reached"] == day.groupby("item").transform("min")) & (found["reached"] <= found["last"])
    refused, here, gone = found["refusal"].notna(), found["reached"].notna(), found["lost"].notna()
    states = {
        "refused": refused & (found["refusal"] <= found["last"]),
        "refused_late": refused,
        "lost": here & gone & over,
        "waiting": here & gone,
        "already": already,
        "on_time": here & (found["reached"] <= found["last"]),
        "came_late": here,
        "late": over,
    }
    found["state"] = np.select(list(states.values()), list(states), "waiting")
    until = day.where(
        ~found["state"].isin(["came_late", "refused_late"]), found["reached"].where(found["state"] == "came_late", found["refusal"])
    )
    counts = found["state"].isin(["late", "lost", "came_late", "refused_late"])
    found["days"] = (until - found["last"]).dt.days.where(counts, 0)
    one = np.timedelta64(1, "D")
    ends = (until.where(counts, found["last"]).to_numpy() + one).astype("datetime64[D]")
    found["working_days"] = np.busday_count((found["last"].to_numpy() + one).astype("datetime64[D]"), ends, holidays=OFF)
    found["due"] = counts | ((found["state"] == "on_time") & over)
    return found


def _run_began(day: pd.Series, holds: pd.Series) -> pd.Series:
    """The day on which something that holds began to hold without a break; NaT where it does not hold."""
    begins = holds & ~holds.groupby("item").shift(fill_value=False)
    return day.where(begins).groupby("item").ffill().where(holds)


@dataclass(frozen=True)
class Judged:
    """What the portal's rules say of one item on one day."""

    day: date
    agency: str
    phase: str
    level: int
    promise: Promise
    lateness: Lateness


def judged(world: pd.DataFrame) -> Iterator[Judged]:
    """Every item on every day, each from the day before, as the night's measuring goes on."""
    for _item, rows in world[world["entered"]].groupby("item"):
        promise: Promise | None = None
        for (_number, moment), row in zip(rows.index, rows.to_dict("records"), strict=True):
            day = moment.date()
            entered = promise is None
            promise = promise or Promise(row["due_first"].date(), row["due_first"].date())
            refused = (promise.refused or day) if row["refused"] else None
            level = level_of(_facts(row))
            promise = replace(promise, due_now=row["due_now"].date(), refused=refused)
            promise = measured(promise, level >= row["minimum"], day, before=entered)
            yield Judged(day, row["agency"], row["phase"], level, promise, lateness_of(promise, day))


def _facts(row: dict[str, Any]) -> Facts:
    """A dataset of which exactly the simulated conditions hold."""
    resource = {"format": "CSV" if row["open_format"] else "PDF", "release_number": 1, "datastore_active": row["rows_by_api"]}
    dataset = {
        **{"state": "active", "private": not row["public"], "license_id": "CC-BY-4.0" if row["licence"] else "notspecified"},
        **{"title": "Nhà thuốc", "notes": "Mô tả" if row["described"] else "", "contact_name": "Phòng Dược"},
        **{"contact_email": "duoc@so-y-te.example", "frequency": "MONTHLY"},
        "resources": [resource, *([] if row["no_open_finding"] else [{"format": "CSV", "release_state": "held"}])],
    }
    return Facts(dataset, "", "fresh" if row["frequency_kept"] else "overdue", "excellent" if row["metadata_points"] else "good")


@pytest.fixture(scope="module", params=SEEDS)
def both(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, list[Judged]]:
    """The oracle's table, and what the portal's rules say in the same order."""
    world = simulated(request.param)
    return oracle(world), list(judged(world))


def test_the_months_hold_every_state_and_level(both: tuple[pd.DataFrame, list[Judged]]) -> None:
    """A simulation in which nothing is ever lost or refused late would prove nothing."""
    found, _ = both
    assert set(found["state"]) == {"waiting", "late", "on_time", "came_late", "already", "lost", "refused", "refused_late"}
    assert set(found["level"]) == {0, 1, 2, 3, 4}
    assert (found["due_now"] != found["due_first"]).any()
    assert (found["last"] != found["due_first"]).any()
    entered = found.groupby("item").head(1)
    assert set(entered["state"]) >= {"already", "came_late"}


def test_levels_are_the_oracles(both: tuple[pd.DataFrame, list[Judged]]) -> None:
    """Of every item on every day."""
    found, ours = both
    assert [each.level for each in ours] == found["level"].tolist()


def test_states_and_days_are_the_oracles(both: tuple[pd.DataFrame, list[Judged]]) -> None:
    """State, last day, days and working days late, and whether the item counts, of every item on every day."""
    found, ours = both
    late = [each.lateness for each in ours]
    assert [each.state for each in late] == found["state"].tolist()
    assert [pd.Timestamp(each.last_day) for each in late] == found["last"].tolist()
    assert [each.days for each in late] == found["days"].tolist()
    assert [each.working_days for each in late] == found["working_days"].tolist()
    assert [each.due for each in late] == found["due"].tolist()


def test_figures_are_the_oracles(both: tuple[pd.DataFrame, list[Judged]]) -> None:
    """Of each agency and phase, on the last day of each of the eighteen months."""
    found, ours = both
    month_ends = {each.date() for each in pd.date_range(DAYS[0], DAYS[-1], freq="ME")}
    assert len(month_ends) == 18
    groups: dict[tuple[date, str, str], list[Judged]] = {}
    for each in ours:
        if each.day in month_ends:
            groups.setdefault((each.day, each.agency, each.phase), []).append(each)
    ends = found[found.index.get_level_values("day").isin(pd.to_datetime(sorted(month_ends)))].reset_index()
    expected = {(key[0].date(), *key[1:]): _sums(rows) for key, rows in ends.groupby(["day", "agency", "phase"])}
    assert {key: figures_of((each.promise, each.lateness) for each in of) for key, of in groups.items()} == expected


def _sums(rows: pd.DataFrame) -> Figures:
    due = rows[rows["due"]]
    missed = due[due["state"] != "on_time"]["days"]
    return Figures(
        items=len(rows),
        due=len(due),
        on_time=int((due["state"] == "on_time").sum()),
        late=int(rows["state"].isin(["late", "lost", "refused_late"]).sum()),
        came_late=int((rows["state"] == "came_late").sum()),
        refused=int((rows["state"] == "refused").sum()),
        already=int((rows["state"] == "already").sum()),
        share_on_time=float((due["state"] == "on_time").mean()) if len(due) else None,
        median_days=0.0 if missed.empty else float(missed.median()),
        most_days=0 if missed.empty else int(missed.max()),
        moved=int((rows["due_now"] != rows["due_first"]).sum()),
    )
