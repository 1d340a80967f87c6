"""How far the job of a release or of a check has come, kept in Redis: at most one write a second, and never a reason for a job to fail."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.core.jobs import queueing

__all__ = ["Progress", "read", "waits_for"]

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
"""How soon rows are written again; a new step is written at once."""
KEPT_SECONDS = 3_600
"""How long the last record stays of a job that was killed."""


class Progress:
    """Write what one job does: the step, the rows done, and how many there are where that is known.

    Steps: "reading" (rows of the file), "checking" (the same rows again, by their types), "loading" (rows into the table), "indexing".
    """

    def __init__(self, job: str) -> None:
        """Begin for a job that is known by the id of its release or check."""
        self.key = _key(job)
        self.step, self.rows, self.written = "", 0, 0.0

    def read(self, done: int, total: int | None) -> None:
        """Take what ``ingest.check_file`` tells: it goes through the rows twice."""
        again = self.step == "checking" or (self.step == "reading" and done < self.rows)
        self.at("checking" if again else "reading", done, total)

    def at(self, step: str, done: int = 0, total: int | None = None) -> None:
        """Note a step and its rows."""
        now = time.monotonic()
        fresh = step != self.step
        self.step, self.rows = step, done
        if fresh or now - self.written >= EVERY_SECONDS:
            self.written = now
            _try_to(lambda: redis_client.client().set(self.key, json.dumps([step, done, total]), ex=KEPT_SECONDS))


def read(job: str) -> dict[str, Any] | None:
    """Return ``{step, rows, of, percent}`` of a running job; ``of`` and ``percent`` None where nobody knows how many rows there are.

    None when the job has written nothing, or the queue does not answer.
    """
    kept = _try_to(lambda: redis_client.client().get(_key(job)))
    if not kept:
        return None
    step, done, total = json.loads(kept)
    return {"step": step, "rows": done, "of": total, "percent": min(100 * done // total, 100) if total else None}


def waits_for(job_id: str | None, task: str = "releases.publish") -> dict[str, Any]:
    """Return ``{step: "waiting", waits_for, ahead}`` of a job that has not begun.

    ``waits_for``: "queue" (``ahead`` jobs come before it), "resource" (another file of the resource is being processed) or "repair" (it
    could not be queued, and the next repair does it).
    """
    waiting: dict[str, Any] = {"step": "waiting", "waits_for": "queue" if job_id else "repair", "ahead": None}
    if job_id and (place := _try_to(lambda: queueing.place(task, job_id))) is not None:
        waiting |= {"ahead": place} if place >= 0 else {"waits_for": "resource"}
    return waiting


def _try_to(ask: Any) -> Any:
    try:
        return ask()
    except RedisError:
        log.warning("How far a release is cannot be told: Redis does not answer", exc_info=True)
        return None


def _key(job: str) -> str:
    return f"ckan:{tk.config['ckan.site_id']}:binhduong-progress:{job}"
