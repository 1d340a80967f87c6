"""Queue registered jobs, and look at what waits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from rq import Retry
from rq.exceptions import NoSuchJobError
from rq.job import Job

from ckanext.binhduong.core import request_id
from ckanext.binhduong.core.jobs import origin, registry, run

__all__ = ["enqueue", "enqueue_at", "enqueue_in", "enqueue_once", "fetch", "place", "unknown", "waiting"]


def enqueue(name: str, arguments: dict[str, Any] | None = None, *, job_id: str, title: str, retry: Retry | None = None) -> None:
    """Queue a job now.

    Args:
        name: its registered name; the newest version is queued.
        arguments: what JSON has.
        job_id: RQ's id; a job of the same id is replaced.
        title: what ``ckan jobs list`` shows.
        retry: how often and after which pauses a failed job is tried again; without it, never.

    Raises:
        RedisError: the queue does not answer.
    """
    queue, call = _call(name, arguments)
    tk.enqueue_job(run, call, title=title, queue=queue, rq_kwargs={"job_id": job_id, "retry": retry, "meta": _meta()})


def enqueue_once(name: str, *, prefix: str, title: str) -> None:
    """Queue a job without arguments now, unless one waits whose id begins with a prefix; one that runs may have passed by what is new.

    Errors as in :func:`enqueue`.
    """
    if not waiting(name, prefix):
        enqueue(name, job_id=f"{prefix}-{uuid4().hex}", title=title)


def enqueue_at(moment: datetime, name: str, arguments: dict[str, Any] | None = None, *, job_id: str | None = None) -> None:
    """Queue a job at a moment (with its time zone). Arguments and errors as in :func:`enqueue`; without an id RQ makes one."""
    queue, call = _call(name, arguments)
    # RQ gives a scheduled job three minutes otherwise.
    tk.get_job_queue(queue).enqueue_at(moment, run, *call, job_id=job_id, job_timeout=tk.config["ckan.jobs.timeout"], meta=_meta())


def enqueue_in(delay: timedelta, name: str, arguments: dict[str, Any] | None = None, *, job_id: str | None = None) -> None:
    """Queue a job after a delay; otherwise as :func:`enqueue_at`."""
    enqueue_at(datetime.now(UTC) + delay, name, arguments, job_id=job_id)


def _meta() -> dict[str, Any]:
    """What goes with a job beside its arguments: the request and the user that want it, for the logs."""
    return {"request_id": request_id.current(), "user": origin.user()}


def _call(name: str, arguments: dict[str, Any] | None) -> tuple[str, list[Any]]:
    job = registry.newest(name)
    return job.queue, [job.name, job.version, json.dumps(arguments or {}, ensure_ascii=False)]


def fetch(job_id: str) -> Job | None:
    """Return a job by its id, in whichever queue it is or was; None when Redis knows none."""
    try:
        return Job.fetch(job_id, connection=connect_to_redis())
    except NoSuchJobError:
        return None


def unknown(job_ids: Iterable[str]) -> list[str]:
    """Return those of some ids, in their order, of which Redis knows no job; however many, it is asked once."""
    asked = list(job_ids)
    with connect_to_redis().pipeline(transaction=False) as pipe:
        for job_id in asked:
            pipe.exists(Job.key_for(job_id))
        return [job_id for job_id, known in zip(asked, pipe.execute(), strict=True) if not known]


def waiting(name: str, prefix: str) -> int:
    """Count the jobs in the queue of a registered job whose ids begin with a prefix."""
    return sum(job_id.startswith(prefix) for job_id in tk.get_job_queue(registry.newest(name).queue).get_job_ids())


def place(name: str, job_id: str) -> int:
    """Return how many jobs come before a queued one, those that run among them; 0 when it runs, -1 when it is not in the queue."""
    queue = tk.get_job_queue(registry.newest(name).queue)
    queued, running = queue.get_job_ids(), queue.started_job_registry.get_job_ids(cleanup=False)
    if job_id in queued:
        return queued.index(job_id) + len(running)
    return 0 if job_id in running else -1
