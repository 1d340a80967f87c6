"""Jobs by name, version and JSON arguments, without CKAN."""

from __future__ import annotations

import importlib
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong.core import jobs
from ckanext.binhduong.core.jobs import former_paths, registry


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of jobs of the test's own."""
    monkeypatch.setattr(registry, "_jobs", {})


def test_a_job_runs_by_name_and_version() -> None:
    """Each version of a job's arguments has its own function; the newest is the one to queue."""
    registry.job("test.add", registry.PUBLISH)(lambda a: ("old", a))
    registry.job("test.add", registry.EXPORTS, version=2)(lambda a, b: ("new", a + b))
    assert jobs.run("test.add", 1, '{"a": "số"}') == ("old", "số")
    assert jobs.run("test.add", 2, '{"a": 1, "b": 2}') == ("new", 3)
    assert (registry.newest("test.add").version, registry.newest("test.add").queue) == (2, "exports")


@pytest.mark.parametrize(("name", "version"), [("test.add", 3), ("test.other", 1)])
def test_an_unknown_job_is_refused(name: str, version: int) -> None:
    """A name or version that is not registered names what is."""
    registry.job("test.add", registry.PUBLISH)(dict)
    with pytest.raises(registry.UnknownJob, match=rf"'{name}' of version {version}; registered: test\.add"):
        jobs.run(name, version, "{}")
    with pytest.raises(registry.UnknownJob):
        registry.newest("test.other")


def test_a_queue_without_worker_is_refused() -> None:
    """A job in a queue that nobody serves would wait forever."""
    with pytest.raises(ValueError, match="no worker serves the queue publsih"):
        registry.job("test.add", "publsih")
    assert {queue for queues in registry.WORKERS.values() for queue in queues} == set(registry.QUEUES)


class Kept:
    """A class whose instances were pickled under another path."""


def test_a_former_path_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The paths of functions and of pickled instances lead to what stands there now, also below folders that are gone."""

    def function(**_arguments: Any) -> None:
        """A job."""

    registry.job("test.kept", registry.PUBLISH, formerly="ckanext.binhduong.gone.folder.jobs.run")(function)
    former_paths.keep("ckanext.binhduong.gone.folder.jobs.Kept", Kept)
    assert importlib.import_module("ckanext.binhduong.gone.folder.jobs").run is function
    with monkeypatch.context() as context:
        context.setattr(Kept, "__module__", "ckanext.binhduong.gone.folder.jobs")
        text = pickle.dumps(Kept())
    assert isinstance(pickle.loads(text), Kept)


def test_jobs_are_queued_by_name_only() -> None:
    """No module but `queueing` hands a function to CKAN's or RQ's queue."""
    package = Path(jobs.__file__).parent.parent.parent
    direct = re.compile(r"enqueue_job|get_job_queue|enqueue_call|\bQueue\(")
    users = {str(path.relative_to(package)) for path in package.rglob("*.py") if direct.search(path.read_text(encoding="utf-8"))}
    assert users == {"core/jobs/queueing.py"}
