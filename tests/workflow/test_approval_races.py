"""Editing, uploading, approving and the jobs at once: whatever readers are ever given, a second person approved exactly that."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval.model import Submission
from tests.releases.conftest import TABLE, act, file, rows, run_jobs
from tests.workflow.people import by, public_dataset, publish_file, seen, submissions

pytestmark = pytest.mark.usefixtures("approving")


def _upload(number: int, resource: dict[str, Any]) -> None:
    by("lan", "resource_patch", id=resource["id"], upload=file(TABLE.replace("12", str(1000 + number)), "bang.csv"))


def _reword(number: int, resource: dict[str, Any]) -> None:
    by("nam", "package_patch", id=resource["package_id"], notes=f"Mô tả {number}")


def _approve(_number: int, _resource: dict[str, Any]) -> None:
    for waiting in submissions("minh"):
        by("minh", "release_approve", id=waiting["id"], hash=waiting["hash"])


def _work(_number: int, _resource: dict[str, Any]) -> None:
    run_jobs()


_ACTS = (_upload, _reword, _approve, _work)
_EXPECTED = (tk.ValidationError, tk.NotAuthorized, tk.ObjectNotFound)


def _in_thread(app: Any, act_: Any, number: int, resource: dict[str, Any], failures: list[BaseException]) -> None:
    with app.flask_app.test_request_context():
        try:
            act_(number, resource)
        except _EXPECTED:
            model.Session.rollback()
        except sa.exc.DBAPIError as error:
            # Two who wait for each other: PostgreSQL ends one of them, whose whole transaction is undone.
            model.Session.rollback()
            if "deadlock" not in str(error):
                failures.append(error)
        except Exception as error:
            model.Session.rollback()
            failures.append(error)
        finally:
            model.Session.remove()


def _check(resource: dict[str, Any]) -> None:
    """Ask what strangers get, and whether somebody else than who sent it approved exactly that."""
    model.Session.remove()
    current = Release.current(resource["id"])
    assert current
    approved = model.Session.scalars(sa.select(Submission).where(Submission.release_id == current.id, Submission.state == "approved")).all()
    assert [(each.submitter != each.decider, bool(each.decider)) for each in approved] == [(True, True)]
    stored = hashlib.sha256(TABLE.replace("12", str(rows(resource)[0]["so_luong"])).encode()).hexdigest()
    assert current.sha256 == stored
    notes = seen("package_show", id="nha-thuoc")["notes"]
    changes = model.Session.scalars(sa.select(Submission).where(Submission.kind == "change", Submission.state == "approved"))
    assert notes == "Mô tả" or notes in [each.content["differences"][0]["new"] for each in changes]


def _race(app: Any, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    resource = publish_file(public_dataset(), TABLE)
    failures: list[BaseException] = []
    for round_ in range(rounds):
        acts = [chance.choice(_ACTS) for _ in range(3)]
        threads = [
            threading.Thread(target=_in_thread, args=(app, each, 10 * round_ + at, resource, failures)) for at, each in enumerate(acts)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert failures == []
        _check(resource)
    act("package_show", id="nha-thuoc")


def test_what_is_public_was_approved_whatever_happens_at_once(app: Any, request: pytest.FixtureRequest) -> None:
    """Six rounds of three at once, by the seed of the run."""
    _race(app, 6, request.config.getoption("--seed"))


@pytest.mark.slow
def test_long_races(app: Any, sample: Callable[[Sequence[int], int], list[int]]) -> None:
    """Ten times seventeen rounds, by ten seeds."""
    for seed in sample(range(10), 1):
        _race(app, 17, seed)
