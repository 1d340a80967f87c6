"""Background jobs by registered name, version and JSON arguments; :func:`run` is the one function that stands in the queue.

A job in the queue outlives the code that queued it. So nothing in it is a dotted path of ours or a pickled class: moving a function
changes nothing for jobs that wait, and changed arguments are a new version beside the old one.
"""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from ckanext.binhduong.core.jobs import origin, registry

__all__ = ["run"]

log = logging.getLogger(__name__)


def run(name: str, version: int, arguments: str) -> Any:
    """Run a queued job: what RQ calls.

    Args:
        name: the registered name, for example ``releases.publish``.
        version: the version of its arguments.
        arguments: a JSON object, the keyword arguments of the job's function.

    Raises:
        UnknownJob: no such job in this version of the portal; the job is kept as failed.
    """
    begun = time.perf_counter()
    done = False
    begun_as = origin.begin(name)
    try:
        result = registry.get(name, version).function(**json.loads(arguments))
        done = True
    finally:
        origin.end(begun_as)
        fields = {"job": name, "outcome": "done" if done else "failed", "duration_ms": round((time.perf_counter() - begun) * 1000, 1)}
        log.info("job %s %s", name, fields["outcome"], extra={"fields": fields})
    return result
