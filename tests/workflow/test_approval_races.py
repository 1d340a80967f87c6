"""Editing, uploading, approving, hiding, showing, times and the jobs at once: whatever readers are ever given, a second person approved
exactly that."""

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
from tests.workflow.times import at, look_now

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


def _hide(_number: int, resource: dict[str, Any]) -> None:
    by("lan", "package_patch", id=resource["package_id"], private=True)


def _show(_number: int, resource: dict[str, Any]) -> None:
    by("nam", "package_patch", id=resource["package_id"], private=False)


def _schedule(_number: int, resource: dict[str, Any]) -> None:
    package = model.Package.get(resource["package_id"])
    assert package
    by("lan", "publication_schedule", id=package.id if package.private else resource["id"], publish_at=at(hours=1))


def _clear(_number: int, resource: dict[str, Any]) -> None:
    for reference in (resource["package_id"], resource["id"]):
        by("nam", "publication_unschedule", id=reference)


def _time_comes(_number: int, _resource: dict[str, Any]) -> None:
    look_now()


_ACTS = (_upload, _upload, _reword, _approve, _approve, _work, _work, _hide, _show, _show, _schedule, _clear, _time_comes)
_TO_THE_PUBLIC = (_clear, _work, _show, _approve)
"""One after the other, they show a dataset that was hidden: what is private has nothing to race for."""
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
    """Ask what strangers get, and whether somebody else than who sent it approved exactly that; nothing, while the dataset is private."""
    model.Session.remove()
    shown = seen("package_show", id="nha-thuoc")
    if not shown:
        assert seen("datastore_search", resource_id=resource["id"]) is None
        return
    current = Release.current(resource["id"])
    assert current
    stored = hashlib.sha256(TABLE.replace("12", str(rows(resource)[0]["so_luong"])).encode()).hexdigest()
    assert current.sha256 == stored
    of = (Submission.package_id == resource["package_id"], Submission.state == "approved")
    approved = model.Session.scalars(sa.select(Submission).where(*of)).all()
    assert [each.kind for each in approved if not each.decider or each.submitter == each.decider] == []
    assert any(each.release_id == current.id or stored in _files_of(each) for each in approved)
    assert shown["notes"] in {"Mô tả", *(notes for each in approved for notes in _notes_of(each))}


def _files_of(approved: Submission) -> list[str]:
    return [each["sha256"] for each in approved.content.get("files", [])]


def _notes_of(approved: Submission) -> list[str]:
    changed = [each["new"] for each in approved.content.get("differences", []) if each["field"] == "notes"]
    return [*changed, *(said["notes"] for said in approved.content.get("version", {}).values() if "notes" in said)]


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
        if not seen("package_show", id="nha-thuoc"):
            for each in _TO_THE_PUBLIC:
                _in_thread(app, each, 0, resource, failures)
            assert failures == []
            _check(resource)
    _end()


def _end() -> None:
    """Have nothing left for the next race."""
    act("dataset_purge", id="nha-thuoc")
    model.Session.execute(sa.update(Submission).where(Submission.state == "waiting").values(state="overtaken"))
    model.Session.commit()


def test_what_is_public_was_approved_whatever_happens_at_once(app: Any, request: pytest.FixtureRequest) -> None:
    """Four rounds of three at once, by the seed of the run."""
    _race(app, 4, request.config.getoption("--seed"))


@pytest.mark.slow
def test_long_races(app: Any, sample: Callable[[Sequence[int], int], list[int]]) -> None:
    """Ten times seventeen rounds, by ten seeds."""
    for seed in sample(range(10), 1):
        _race(app, 17, seed)
