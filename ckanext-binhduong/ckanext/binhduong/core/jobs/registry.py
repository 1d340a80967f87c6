"""Which jobs there are: a name, a version and a queue for each function. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ckanext.binhduong.core.jobs import former_paths

__all__ = ["CHECKS", "DEFAULT", "EXPORTS", "MAIL", "PUBLISH", "QUEUES", "WORKERS", "Job", "UnknownJob", "get", "job", "newest"]

PUBLISH, CHECKS, EXPORTS, MAIL, DEFAULT = "publish", "checks", "exports", "mail", "default"

WORKERS = {"publish": (PUBLISH,), "checks": (CHECKS,), "exports": (EXPORTS,), "mail": (MAIL, DEFAULT)}
"""The worker processes and the queues each serves, the more urgent first. CKAN's own jobs, regular jobs and those queued before there
were queues are in ``default``."""

QUEUES = tuple(queue for queues in WORKERS.values() for queue in queues)

Function = TypeVar("Function", bound=Callable[..., Any])


class UnknownJob(LookupError):
    """No job is registered under a name and version."""


@dataclass(frozen=True)
class Job:
    """A function that may be queued.

    Attributes:
        name: stable, whatever becomes of the function's module.
        version: raised when the arguments change; the old version stays registered while jobs of it may wait.
        queue: one of ``QUEUES``.
        function: takes the arguments as keywords, each of a type that JSON has.
    """

    name: str
    version: int
    queue: str
    function: Callable[..., Any]


_jobs: dict[str, dict[int, Job]] = {}


def job(name: str, queue: str, *, version: int = 1, formerly: str = "") -> Callable[[Function], Function]:
    """Register the decorated function as a job.

    Args:
        name: the job's name.
        queue: the queue it waits in.
        version: the version of its arguments.
        formerly: the dotted path under which commit 5933bb7 and older queued it; such jobs still run.
    """
    if queue not in QUEUES:
        raise ValueError(f"no worker serves the queue {queue}")

    def register(function: Function) -> Function:
        _jobs.setdefault(name, {})[version] = Job(name, version, queue, function)
        if formerly:
            former_paths.keep(formerly, function)
        return function

    return register


def get(name: str, version: int) -> Job:
    """Return a registered job. Raises UnknownJob."""
    try:
        return _jobs[name][version]
    except KeyError:
        raise UnknownJob(f"no job {name!r} of version {version}; registered: {', '.join(sorted(_jobs))}") from None


def newest(name: str) -> Job:
    """Return the newest version of a job: the one to queue. Raises UnknownJob."""
    return get(name, max(_jobs.get(name, {0: None})))
