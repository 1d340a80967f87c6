"""The flight check of a file that is not published: the report that its upload would give, and nothing kept of the file.

A file that is small and quick to read is answered at once. Another one is read by a job: its report waits in Redis for a day, for the
person who asked. The file lies in the store's ``incoming`` folder meanwhile, which `repair` sweeps should its job die.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk

from ckanext.binhduong import ingest
from ckanext.binhduong.core.jobs import former_paths, queueing
from ckanext.binhduong.core.jobs.registry import CHECKS, job
from ckanext.binhduong.releases import config
from ckanext.binhduong.releases.ledger import progress
from ckanext.binhduong.releases.publish.column_changes import with_differences
from ckanext.binhduong.storage.work_folders import work_folder

__all__ = ["Flight", "answer", "read_status", "run"]

_INLINE_SECONDS = 40
"""How long a request may read a file before a job takes over; nginx waits a minute where it waits least."""

_KEPT_SECONDS = 86_400
"""How long a report is kept."""

_GRACE_SECONDS = 120
"""What a job may need beside the reading; a record older than both is of a job that died."""


@dataclass(frozen=True)
class Flight:
    """A file to check: its place, its name, what was said about it (``options``), the columns that
    readers have now (``before``), and whether the file goes afterwards."""

    path: Path
    name: str
    options: dict[str, Any]
    before: list[dict[str, Any]]
    temporary: bool

    def report(self, limits: ingest.Limits | None = None, told: Callable[[int, int | None], None] | None = None) -> dict[str, Any]:
        """Check the file, saying how far it is; the table that comes of it goes with its folder."""
        with work_folder() as folder:
            checked = ingest.check_file(self.path, name=self.name, options=self.options, work_dir=folder, limits=limits, progress=told)
        return with_differences(checked.report, self.before)

    def as_json(self) -> dict[str, Any]:
        """Return it in types that JSON has, for the queue."""
        return vars(self) | {"path": str(self.path)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Flight:
        """Return what :meth:`as_json` gave."""
        return cls(Path(kept["path"]), kept["name"], kept["options"], kept["before"], kept["temporary"])

    def discard(self) -> None:
        """Remove the file if it came with the request."""
        if self.temporary:
            self.path.unlink(missing_ok=True)


def answer(flight: Flight, user: str) -> dict[str, Any]:
    """Return the report, or ``{job_id, status_url}`` when the file is large or takes long to read.

    Args:
        user: the name of who asks, who alone may read a job's report.
    """
    queued = False
    try:
        if flight.path.stat().st_size <= config.check_inline_bytes():
            report = flight.report(ingest.Limits(cpu=_INLINE_SECONDS, wall=_INLINE_SECONDS))
            if all(found["code"] != "needs-more-time" for found in report["findings"]):
                return report
        job_id = _enqueue(flight, user)
        queued = True
    finally:
        if not queued:
            flight.discard()
    return {"job_id": job_id, "status_url": _status_url(job_id)}


def _enqueue(flight: Flight, user: str) -> str:
    job_id = uuid.uuid4().hex
    _write(job_id, user, "pending", _KEPT_SECONDS)
    arguments = {"job_id": job_id, "user": user, "flight": flight.as_json()}
    queueing.enqueue("releases.check", arguments, job_id=_queued(job_id), title=f"check {flight.name}")
    return job_id


@job("releases.check", CHECKS)
def run(job_id: str, user: str, flight: dict[str, Any]) -> None:
    """Check a file and keep its report for a day: the job of `answer`."""
    _check(job_id, user, Flight.from_json(flight))


def _check(job_id: str, user: str, flight: Flight) -> None:
    _write(job_id, user, "running", ingest.Limits().wall + _GRACE_SECONDS)
    state, report = "failed", None
    try:
        if flight.temporary:
            os.utime(flight.path)
        report = flight.report(told=progress.Progress(job_id).read)
        state = "finished"
    finally:
        flight.discard()
        _write(job_id, user, state, _KEPT_SECONDS, report)


def read_status(job_id: str) -> dict[str, Any] | None:
    """Return ``{job_id, user, state, report, progress, status_url}`` of a check; None when there is none, or no longer."""
    kept = connect_to_redis().get(_key(job_id))
    if kept is None:
        return None
    status = json.loads(kept)  # type: ignore[arg-type]
    return {"job_id": job_id, **status, "progress": _progress(job_id, status["state"]), "status_url": _status_url(job_id)}


def _progress(job_id: str, state: str) -> dict[str, Any] | None:
    if state == "pending":
        return progress.waits_for(_queued(job_id), "releases.check") | {"waits_for": "queue"}
    return progress.read(job_id) if state == "running" else None


def _write(job_id: str, user: str, state: str, seconds: int, report: dict[str, Any] | None = None) -> None:
    record = json.dumps({"user": user, "state": state, "report": report}, ensure_ascii=False)
    connect_to_redis().set(_key(job_id), record, ex=seconds)


def _queued(job_id: str) -> str:
    return f"binhduong-check-{job_id}"


def _key(job_id: str) -> str:
    return f"ckan:{tk.config['ckan.site_id']}:binhduong-check:{job_id}"


def _status_url(job_id: str) -> str:
    return tk.url_for("api.action", ver=3, logic_function="ingest_check_status", job_id=job_id, locale="default", qualified=True)


# Commit 5933bb7 queued the check with the class's instance, pickled.
former_paths.keep("ckanext.binhduong.releases.flight.run", _check)
former_paths.keep("ckanext.binhduong.releases.flight.Flight", Flight)
