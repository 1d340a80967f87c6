"""Notice of a change of a plan: the portal's own dataset is renewed at the next full minute, whatever number of changes that minute has."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from redis.exceptions import RedisError

from ckanext.binhduong.core.jobs import queueing

__all__ = ["plan_changed"]

_MINUTE = timedelta(minutes=1)


def plan_changed() -> None:
    """Have the dataset renewed soon; call it when the change is committed. Without Redis the next regular turn finds the change."""
    moment = datetime.now(UTC).replace(second=0, microsecond=0) + _MINUTE
    job_id = f"binhduong-open-list-{moment:%Y%m%dT%H%M}"
    with suppress(RedisError):
        if queueing.fetch(job_id) is None:
            queueing.enqueue_at(moment, "workflow.open_list", job_id=job_id)
