"""What `make test` leaves out: the same in every process, never all cases of a kind, and nothing that was asked for by name."""

from __future__ import annotations

from typing import Any

import pytest

from tests import sampling


class Case:
    """A case as pytest collects it."""

    def __init__(self, name: str, params: dict[str, Any], *marks: pytest.Mark) -> None:
        self.nodeid, self.callspec, self.marks = name, type("Callspec", (), {"params": params}), marks

    def iter_markers(self, name: str) -> list[pytest.Mark]:
        """Its marks of a name."""
        return [mark for mark in self.marks if mark.name == name]


def cases(mark: pytest.MarkDecorator) -> list[Any]:
    """Twenty paths, each light and dark."""
    return [
        Case(f"t.py::test_page[{path}-{scheme}]", {"path": path, "scheme": scheme}, mark.mark) for path in range(20) for scheme in (0, 1)
    ]


def left(items: list[Any], seed: int = 1) -> list[dict[str, int]]:
    """The parameters of the cases that run."""
    out = sampling.not_chosen(items, seed)
    return [item.callspec.params for item in items if item not in out]


def test_each_combination_of_the_other_parameters_runs() -> None:
    """One scheme of each path, and both schemes of some."""
    run = left(cases(pytest.mark.slow("scheme", run=1)))
    assert [each["path"] for each in run] == list(range(20))
    assert {each["scheme"] for each in run} == {0, 1}


def test_as_many_run_as_the_mark_says() -> None:
    """Of each scheme three paths."""
    run = left(cases(pytest.mark.slow("path", run=3)))
    assert [sum(each["scheme"] == scheme for each in run) for scheme in (0, 1)] == [3, 3]


def test_the_seed_chooses() -> None:
    """The same cases each time, others with another seed."""
    items = cases(pytest.mark.slow("path", run=3))
    assert left(items) == left(items) != left(items, seed=2)


def test_a_case_that_is_asked_for_runs() -> None:
    """It is the only one of its kind; two that may run are not left out either."""
    items = cases(pytest.mark.slow("path", run=3))
    assert len(left(items[:1])) == 1
    assert len(left([items[0], items[2]])) == 2


def test_only_cases_with_the_mark_are_left_out() -> None:
    """A mark that names no parameter leaves the choice to the test."""
    items = [*cases(pytest.mark.slow), *cases(pytest.mark.restarts_services)]
    assert sampling.not_chosen(items, 1) == []


def test_neither_other_tests_nor_the_order_change_the_sample() -> None:
    """A failed case runs again when its file is run alone, and a new test leaves what is chosen of the others as it was."""
    items = cases(pytest.mark.slow("path", run=3))
    others = [
        Case(f"s.py::test_{number}[{path}]", {"path": path}, pytest.mark.slow("path", run=1).mark)
        for number in range(9)
        for path in range(4)
    ]
    together = [*others, *reversed(items)]
    out = set(sampling.not_chosen(items, 1))
    assert {item for item in sampling.not_chosen(together, 1) if item in items} == out
