"""What is done regularly without anybody asking, by the scheduler in CKAN's worker: no cron, nothing to set up.

A job puts its next turn into the schedule before it does anything, so a turn that fails or is killed is followed by the next. Its id is the
turn's time, so it stands in the schedule once, however often it is put there: at every start of the worker and with every upload.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.exceptions import RedisError

from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import DEFAULT, job

__all__ = ["Regular", "ensure", "register", "run"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Regular:
    """A job that is done every so often, counted from midnight UTC plus ``offset``."""

    job: Callable[[], Any]
    every: timedelta
    offset: timedelta = timedelta(0)

    def next_turn(self, now: datetime) -> datetime:
        """Return the first turn after a time."""
        start = datetime(now.year, now.month, now.day, tzinfo=UTC) + self.offset - timedelta(days=1)
        return start + ((now - start) // self.every + 1) * self.every


_regular: dict[str, Regular] = {}


def register(name: str, regular: Regular) -> None:
    """Make a regular job known; the same name again replaces it."""
    _regular[name] = regular


def ensure() -> None:
    """Have the next turn of every regular job in the schedule. Without Redis nothing is scheduled, until the next call."""
    now = datetime.now(UTC)
    try:
        for name, regular in _regular.items():
            turn = regular.next_turn(now)
            job_id = f"binhduong-releases-{name}-{turn:%Y%m%dT%H%M}"
            if queueing.fetch(job_id) is None:
                queueing.enqueue_at(turn, "core.regular", {"name": name}, job_id=job_id)
    except RedisError:
        log.exception("The regular jobs wait for the next upload or start of the worker: the job queue does not answer")


@job("core.regular", DEFAULT, formerly="ckanext.binhduong.releases.schedule.run")
def run(name: str) -> None:
    """Do one of the regular jobs, after its next turn is in the schedule."""
    ensure()
    if regular := _regular.get(name):
        log.info("Regular job %s: %s", name, regular.job())
    else:
        log.warning("Regular job %s is left out: an older portal queued it", name)
