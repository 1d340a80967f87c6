"""The seed catalogue, loaded and published."""

from __future__ import annotations

import time

from stack import stamps
from stack.commands.ckan_command import ckan
from stack.instance import EXTENSION, ROOT, Instance
from stack.settings import Secrets
from stack.shell import run, say

__all__ = ["seed", "waiting_jobs"]

JOBS_SECONDS = 420
"""The seed's releases take a minute or two; longer than this, `make up` answers and the worker goes on alone."""

# RQ lists its queues in a set; a job that is being done stands in its queue's sorted set `rq:wip:…`.
_COUNT_JOBS = (
    "local jobs = 0 for _, queue in ipairs(redis.call('smembers', 'rq:queues')) do "
    "jobs = jobs + redis.call('llen', queue) + redis.call('zcard', 'rq:wip:' .. string.sub(queue, 10)) end return jobs"
)


def seed(instance: Instance, secrets: Secrets) -> None:
    """Load the seed catalogue where it, or the code that reads it, changed since it was loaded."""
    sources = stamps.digest([ROOT / "datasets", EXTENSION / "catalogue"])
    if stamps.is_current(instance, "seed", sources):
        return
    say("seed catalogue from datasets/")
    print(ckan(instance, ["binhduong", "seed"]).strip())
    _wait_for_jobs(instance, secrets)
    stamps.keep(instance, "seed", sources)


def _wait_for_jobs(instance: Instance, secrets: Secrets) -> None:
    """Until the worker has published what was just loaded, so that the first visitor finds rows and not an empty map."""
    told = 0
    deadline = time.monotonic() + JOBS_SECONDS
    while (waiting := waiting_jobs(instance, secrets)) and time.monotonic() < deadline:
        if waiting != told:
            say(f"the worker publishes the files: {waiting} to go")
            told = waiting
        time.sleep(1)
    if waiting:
        say("the worker goes on with the rest; `make logs` shows it")


def waiting_jobs(instance: Instance, secrets: Secrets) -> int:
    """How many jobs wait in CKAN's queues or are being done."""
    command = ["redis-cli", "-p", str(instance.port_of("redis")), "--no-auth-warning", "eval", _COUNT_JOBS, "0"]
    return int(run(command, env={"REDISCLI_AUTH": secrets["redis"]}))
