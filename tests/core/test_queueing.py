"""Registered jobs in Redis, and the worker that runs them."""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from rq import Retry

from ckanext.binhduong.core.jobs import queueing, registry
from ckanext.binhduong.core.jobs.worker import PreforkedWorker

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_queues")


def note(path: str, fault: str = "") -> None:
    """Write which process this is, and that the database answers; then hang or die."""
    Path(path).write_text(f"{os.getpid()} {model.Session.scalar(sa.text('SELECT 1'))}")
    if fault == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    while fault == "hangs":
        pass


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job of the test's own."""
    monkeypatch.setattr(registry, "_jobs", {})
    registry.job("test.note", registry.EXPORTS)(note)


def work() -> None:
    """Do what waits in the queue, and leave."""
    PreforkedWorker([registry.EXPORTS]).work(burst=True)


def test_a_queued_job_holds_no_path_or_class_of_ours(tmp_path: Path) -> None:
    """Its call is the one entry function with texts and a number; it waits in its own queue under its id and title."""
    queueing.enqueue("test.note", {"path": "sổ"}, job_id="binhduong-test-1", title="a note")
    queued = queueing.fetch("binhduong-test-1")
    assert queued
    assert (queued.func_name, queued.args) == ("ckanext.binhduong.core.jobs.run", ["test.note", 1, '{"path": "sổ"}'])
    assert (queued.origin, queued.meta["title"], queued.timeout) == ("ckan:" + tk.config["ckan.site_id"] + ":exports", "a note", 3600)
    assert (queueing.waiting("test.note", "binhduong-test-"), queueing.waiting("test.note", "other-")) == (1, 0)


def test_a_later_job_has_the_time_of_any_other() -> None:
    """It stands in its queue's schedule at its moment, with the time-out of the configuration and not RQ's three minutes."""
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    queueing.enqueue_at(moment, "test.note", {"path": "x"}, job_id="binhduong-test-2")
    queueing.enqueue_in(timedelta(hours=1), "test.note", job_id="binhduong-test-3")
    registered = tk.get_job_queue("exports").scheduled_job_registry
    assert registered.get_scheduled_time("binhduong-test-2") == moment
    assert timedelta(minutes=59) < registered.get_scheduled_time("binhduong-test-3") - datetime.now(UTC) < timedelta(minutes=61)
    assert queueing.fetch("binhduong-test-2").timeout == 3600  # type: ignore[union-attr]
    for job_id in registered.get_job_ids():
        registered.remove(job_id, delete_job=True)


def test_what_json_does_not_have_is_refused() -> None:
    """An argument that is an object of ours is the caller's error, before anything is queued."""
    with pytest.raises(TypeError):
        queueing.enqueue("test.note", {"path": Path("x")}, job_id="binhduong-test-4", title="")
    assert queueing.fetch("binhduong-test-4") is None


def test_a_job_runs_in_a_process_of_its_own_without_loading_ckan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the database, and CKAN's environment is not loaded again."""

    def load(*_arguments: Any) -> None:
        raise AssertionError("CKAN is loaded again")

    monkeypatch.setattr("ckan.lib.jobs.load_environment", load)
    queueing.enqueue("test.note", {"path": str(tmp_path / "pid")}, job_id="binhduong-test-5", title="")
    work()
    pid, answer = (tmp_path / "pid").read_text().split()
    assert (pid != str(os.getpid()), answer) == (True, "1")
    assert queueing.fetch("binhduong-test-5").get_status() == "finished"  # type: ignore[union-attr]


@pytest.mark.parametrize(("fault", "said"), [("dies", "signal 9"), ("hangs", "JobTimeoutException")])
def test_a_job_that_dies_or_hangs_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str) -> None:
    """The job is failed with its reason, and the same worker does the next one."""
    monkeypatch.setitem(tk.config, "ckan.jobs.timeout", 1)
    for number, arguments in enumerate([{"fault": fault}, {}]):
        path = str(tmp_path / str(number))
        queueing.enqueue("test.note", {"path": path, **arguments}, job_id=f"binhduong-test-{fault}-{number}", title="")
    work()
    failed, done = (queueing.fetch(f"binhduong-test-{fault}-{number}") for number in (0, 1))
    assert failed
    assert done
    assert (failed.get_status(), done.get_status()) == ("failed", "finished"), done.exc_info
    assert said in json.dumps(failed.latest_result().exc_string)  # type: ignore[union-attr]


def test_a_job_may_be_tried_again() -> None:
    """Only one that says so, as often as it says."""
    queueing.enqueue("test.note", {"path": "x"}, job_id="binhduong-test-6", title="", retry=Retry(max=2, interval=[60, 300]))
    queueing.enqueue("test.note", {"path": "x"}, job_id="binhduong-test-7", title="")
    found = [queueing.fetch(f"binhduong-test-{number}") for number in (6, 7)]
    assert [(job.retries_left, job.retry_intervals) for job in found if job] == [(2, [60, 300]), (None, None)]
