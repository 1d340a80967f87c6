"""The id of a request goes with the jobs that it queues, and from there into their log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from rq.job import Job

from ckanext.binhduong.core import request_id
from ckanext.binhduong.core.jobs import queueing, registry, run
from ckanext.binhduong.observability.logs import LineFormatter

ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _nobodys() -> Iterator[None]:
    yield
    request_id.follow(None)


@pytest.mark.parametrize(
    ("given", "kept"), [(ID, ID), (None, ""), ("", ""), ("x" * 32, ""), (ID + "\n", ""), (ID.upper(), ""), (ID[1:], "")]
)
def test_only_an_id_of_nginx_is_followed(given: str | None, kept: str):
    """What stands in a log may not be chosen by a visitor who comes past nginx."""
    request_id.follow(given)
    assert request_id.current() == kept


def _line() -> dict[str, str]:
    return json.loads(LineFormatter("web").format(logging.LogRecord("x", logging.INFO, "", 0, "text", None, None)))


def test_a_line_of_the_log_has_the_id():
    """Within a request; outside of one there is none."""
    assert "request_id" not in _line()
    request_id.follow(ID)
    assert _line()["request_id"] == ID


@pytest.mark.usefixtures("with_plugins")
def test_a_queued_job_has_the_id_of_its_request():
    """Beside the title that CKAN keeps there; a job of nobody's request has an empty one."""
    for given in (ID, None):
        request_id.follow(given)
        queueing.enqueue("core.regular", {"name": "x"}, job_id="request-id-test", title="thử")
        job = queueing.fetch("request-id-test")
        assert isinstance(job, Job)
        assert (job.meta["request_id"], job.meta["title"]) == (given or "", "thử")
        job.delete()


def test_a_job_says_how_it_ended(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    """Its name, outcome and duration, whether it returns or fails."""

    def fails() -> None:
        raise RuntimeError

    monkeypatch.setitem(registry._jobs, "test.well", {1: registry.Job("test.well", 1, "default", lambda: 7)})
    monkeypatch.setitem(registry._jobs, "test.ill", {1: registry.Job("test.ill", 1, "default", fails)})
    with caplog.at_level(logging.INFO):
        assert run("test.well", 1, "{}") == 7
        with pytest.raises(RuntimeError):
            run("test.ill", 1, "{}")
    told = [record.fields for record in caplog.records if hasattr(record, "fields")]  # type: ignore[attr-defined]
    assert [(fields["job"], fields["outcome"]) for fields in told] == [("test.well", "done"), ("test.ill", "failed")]
    assert all(fields["duration_ms"] >= 0 for fields in told)
