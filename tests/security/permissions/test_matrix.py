"""The permission matrix: every action × 11 roles × 7 states of the object. What the table does not allow is not answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckan import logic
from ckan.tests import factories

from ckanext.binhduong.security.parameters.check import actions
from tests.releases.conftest import ADMIN, act
from tests.security.permissions.arguments import arguments
from tests.security.permissions.outcomes import ALLOWED, INVALID, MISSING, REFUSED, answer
from tests.security.permissions.world import ROLES, STATES, World, make_world

Cell = tuple[str, str, str]
"""Action, state, role."""


@cache
def _table() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text("utf-8"))


def _policies() -> dict[str, str]:
    """Return each action's policy."""
    return {action: policy for policy, names in _table()["actions"].items() for action in names}


def _allowed(action: str, state: str) -> list[str]:
    policy = _table()["policies"][_policies()[action]]
    return _table()["roles"][policy if isinstance(policy, str) else policy[state]]


@pytest.fixture(scope="module")
def memory() -> dict[str, Any]:
    """What the first test of the module made for all: no cell changes it."""
    return {}


@pytest.fixture
def world(app: Any, memory: dict[str, Any], request: pytest.FixtureRequest) -> World:
    """The people and the objects."""
    if "world" not in memory:
        request.getfixturevalue("clean")
        factories.Sysadmin(name=ADMIN)
        memory["world"] = make_world(act)
    return memory["world"]


@pytest.fixture
def answers(app: Any, world: World, memory: dict[str, Any]) -> dict[Cell, tuple[str, str]]:
    """Outcome and answer of every cell; a call that is the same for two states is made once."""
    if "answers" not in memory:
        with app.flask_app.test_request_context("/"):
            memory["rows"] = world.rows()
            memory["answers"] = dict(_answer_all(world))
    return memory["answers"]


def _answer_all(world: World) -> Iterator[tuple[Cell, tuple[str, str]]]:
    known: dict[str, tuple[str, str]] = {}
    proven: set[tuple[str, str]] = set()
    for action, state, role in _cells():
        data = arguments(action, actions()[action], world.targets[state])
        key = json.dumps([action, role, data], sort_keys=True)
        if key not in known:
            known[key] = answer(world, role, action, data, proven=proven)
        yield (action, state, role), known[key]


def _cells() -> Iterator[Cell]:
    return ((action, state, role) for action in actions() for state in STATES for role in ROLES)


def test_every_action_has_a_policy(app: Any) -> None:
    """A new action without a row of the table fails here, and in `make check`."""
    logic.get_action("package_show")
    assert sorted(_policies()) == sorted(logic._actions)


def test_the_matrix_is_large_enough(answers: dict[Cell, tuple[str, str]]) -> None:
    """Ten thousand cells and more."""
    assert len(answers) == len(actions()) * len(ROLES) * len(STATES) > 10_000


def test_every_cell_is_as_the_table_says(answers: dict[Cell, tuple[str, str]]) -> None:
    """Whom the table allows is answered, whom it does not is refused or told that nothing is there."""
    wrong = [
        f"{action} {state} {role}: {outcome}"
        for (action, state, role), (outcome, _) in answers.items()
        if (outcome == ALLOWED) != (role in _allowed(action, state))
    ]
    assert "\n".join(wrong) == ""


def test_no_cell_ends_in_an_error_of_ours(answers: dict[Cell, tuple[str, str]]) -> None:
    """A role that may not, or an object that is not there, is no reason for an answer of 5xx."""
    outcomes = {cell: outcome for cell, (outcome, _) in answers.items()}
    assert {cell: outcome for cell, outcome in outcomes.items() if outcome not in {ALLOWED, REFUSED, MISSING, INVALID}} == {}


def test_no_answer_holds_what_its_reader_may_not_see(answers: dict[Cell, tuple[str, str]], world: World) -> None:
    """A word that stands only in a private, draft, deleted, never accepted or withdrawn thing is in no answer to a stranger."""
    secrets = {state: (world.targets[state].canary, _table()["roles"][who]) for state, who in _table()["secrets"].items()}
    leaked = [
        f"{action} with {state} told {role} of {secret}"
        for (action, state, role), (_, text) in answers.items()
        for secret, (canary, readers) in secrets.items()
        if canary in text and role not in readers
    ]
    assert "\n".join(leaked) == ""


def test_the_words_are_found_by_those_who_may(answers: dict[Cell, tuple[str, str]], world: World) -> None:
    """The test before this one can fail: each word is in the answer of an action that a reader of it calls."""
    for state in _table()["secrets"]:
        assert world.targets[state].canary in answers["package_activity_list", state, "editor"][1]
    assert world.targets["public"].canary in answers["table_search", "public", "stranger"][1]


def test_what_is_closed_has_its_reason() -> None:
    """Every action that nobody may call is in the list of reasons, and no other."""
    assert sorted(_table()["closed"]) == sorted(_table()["actions"]["closed"])
