"""No test is lost: what the list of tests has is still there, under its name or the one that it has now."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests import ids, sampling


def test_every_test_of_the_list_is_defined() -> None:
    """A test that was renamed is in ``ids_renamed.txt``; one that is gone is found here."""
    now, defined = ids.renamed(), ids.defined()
    assert [name for name in ids.listed() if now.get(name, name) not in defined] == []


def test_only_names_of_the_list_are_renamed() -> None:
    """A slip in ``ids_renamed.txt`` would excuse nothing."""
    assert set(ids.renamed()) - set(ids.listed()) == set()


def test_no_case_is_gone(request: pytest.FixtureRequest) -> None:
    """Each test has at least as many cases as when it was written down; seen only when everything is collected."""
    options = request.config.option
    if ([Path(word).resolve() for word in request.config.args], options.keyword, options.markexpr) != ([ids.HERE], "", ""):
        pytest.skip("only a part of the tests was collected")
    assert ids.missing(ids.counted(request.config.stash[sampling.COLLECTED])) == []


def test_fewer_cases_are_noticed() -> None:
    """A test with a case less, and one that is not there at all, are named."""
    now, cases = ids.renamed(), Counter[str]()
    for name, number in ids.listed().items():
        cases[now.get(name, name)] = max(number, cases[now.get(name, name)])
    assert ids.missing(cases) == []
    name, number = max(ids.listed().items(), key=lambda item: item[1])
    assert ids.missing(cases - Counter([name])) == [f"{name}: {number} cases were there, {number - 1} are"]
