"""Seconds from one job to the next, of CKAN's own worker and of ours, with jobs that do nothing: ``python -m benchmarks.jobs.start [N]``.

``CKAN_INI`` names the instance, whose Redis and PostgreSQL run. Prints wall seconds a job and CPU seconds of its process, and the memory
of the process and of one forked from it that the two do not share.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import uuid
from pathlib import Path

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib import jobs

from ckanext.binhduong.core.jobs import process_pool
from ckanext.binhduong.core.jobs.worker import PreforkedWorker


def measure(worker: type[jobs.Worker], number: int) -> tuple[float, float]:
    """Return wall and CPU seconds a job, of jobs done one after the other in a queue of their own."""
    queue = f"benchmark-{uuid.uuid4().hex[:8]}"
    for _ in range(number):
        jobs.enqueue(jobs.test_job, title="nothing", queue=queue)
    begun, used = time.monotonic(), _used()
    worker([queue]).work(burst=True)
    return (time.monotonic() - begun) / number, (_used() - used) / number


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory() -> dict[str, int]:
    """Return this process's megabytes: all that it maps, and what no other process shares."""
    lines = dict(line.split(":") for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    kilobytes = {name: int(text.split()[0]) for name, text in lines.items()}
    return {"resident": kilobytes["Rss"] // 1024, "own": (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) // 1024}


if __name__ == "__main__":
    make_app(load_config(os.environ["CKAN_INI"]))
    jobs_a_turn = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for turn in (1, 2):
        for kind in (jobs.Worker, PreforkedWorker):
            wall, cpu = measure(kind, jobs_a_turn)
            print(f"{kind.__name__} turn {turn}: {wall:.2f} s a job, {cpu:.2f} s of CPU", file=sys.stderr)
    print("a process:", memory(), file=sys.stderr)
    process_pool.run_apart(lambda: print("one forked from it:", memory(), file=sys.stderr))
