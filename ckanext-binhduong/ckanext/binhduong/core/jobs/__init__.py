"""Background jobs by registered name, version and JSON arguments; :func:`run` is the one function that stands in the queue.

A job in the queue outlives the code that queued it. So nothing in it is a dotted path of ours or a pickled class: moving a function
changes nothing for jobs that wait, and changed arguments are a new version beside the old one.
"""

from __future__ import annotations

import json
from typing import Any

from ckanext.binhduong.core.jobs import registry

__all__ = ["run"]


def run(name: str, version: int, arguments: str) -> Any:
    """Run a queued job: what RQ calls.

    Args:
        name: the registered name, for example ``releases.publish``.
        version: the version of its arguments.
        arguments: a JSON object, the keyword arguments of the job's function.

    Raises:
        UnknownJob: no such job in this version of the portal; the job is kept as failed.
    """
    return registry.get(name, version).function(**json.loads(arguments))
