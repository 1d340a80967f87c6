"""What `make test` leaves out: of a test's cases that differ in one parameter only, a mark says how many it runs; `make test-all` runs all.

``@pytest.mark.slow("viewport", run=1)``: one width of a journey. On a case of its own (``pytest.param("dark", marks=…)``) the mark is about
the cases that have it.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

MARK = "slow"
COLLECTED = pytest.StashKey[list[str]]()
"""The names of all cases, those left out too."""


@pytest.hookimpl(trylast=True)  # after -k and -m: of cases that were not asked for none counts
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave cases out, the same in every process."""
    config.stash[COLLECTED] = [item.nodeid for item in items]
    if config.option.all:
        return
    left_out = set(not_chosen(items, config.option.seed))
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def not_chosen(items: Iterable[pytest.Item], seed: int) -> list[pytest.Item]:
    """Return the cases that are left out: of those that differ only in the parameters of their mark, all but as many as it says."""
    alike: dict[tuple[str, str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        for mark in item.iter_markers(MARK):
            # Without a parameter the test itself asks the fixture `sample`.
            if mark.args:
                # Each value as this process writes it: pytest's numbers count combinations where parameters are given one by one.
                others = sorted((name, repr(value)) for name, value in item.callspec.params.items() if name not in mark.args)  # type: ignore[attr-defined]
                alike[item.nodeid.partition("[")[0], str(others), mark.kwargs["run"]].append(item)
    left_out: list[pytest.Item] = []
    # By their names, and counted within their test: neither another test nor the order of collection changes what is chosen.
    numbers: Counter[str] = Counter()
    for (name, _, run), cases in sorted(alike.items(), key=lambda group: min(case.nodeid for case in group[1])):
        numbers[name] += 1
        chance = random.Random(f"{seed} {name} {numbers[name]}")
        left_out += chance.sample(sorted(cases, key=lambda case: case.nodeid), max(0, len(cases) - run))
    return left_out
