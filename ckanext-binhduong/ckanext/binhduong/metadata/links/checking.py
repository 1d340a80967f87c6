"""The job that looks at the links that are due: one after the other, a few of each server, with a pause for servers that fail."""

from __future__ import annotations

import time
from collections.abc import Iterable

from ckan import model

from ckanext.binhduong.core.outbound import configured
from ckanext.binhduong.metadata.bulk import jobs
from ckanext.binhduong.metadata.links import stored
from ckanext.binhduong.metadata.links.look import OF_HOST, Look, look

__all__ = ["check_due"]

_MOST, _OF_ONE_HOST = 200, 20
_SECONDS = 240.0
"""Of one turn; what is left is the next turn's."""


def check_due() -> str:
    """Look at the links that are due; datasets of which something else is said now are measured anew."""
    end = time.monotonic() + _SECONDS
    reach, agent = configured.reach(), configured.agent()
    down: dict[str, Look] = {}
    looked = failed = 0
    for address, host in stored.due(_MOST, _OF_ONE_HOST):
        if time.monotonic() > end:
            break
        found = down.get(host)
        if found is None:
            # A look may take seconds: no transaction is open meanwhile.
            model.Session.commit()
            found = look(address, reach, agent)
            # What a redirect leads to may be another server: the fault is its own, and the one that redirects is well.
            stored.pause_host(host, found.strained and found.host == host, found.pause)
            if found.strained:
                down[found.host] = found
            if found.fault is None and found.host != host:
                stored.postpone(address, found.pause)
        elif found.fault not in OF_HOST:
            continue
        if found.fault is not None:
            looked, failed = looked + 1, failed + bool(found.fault)
            _measure(stored.note(address, found.fault, found.status))
    model.Session.commit()
    return f"looked at {looked} links, {failed} failed"


def _measure(datasets: Iterable[str]) -> None:
    model.Session.commit()
    for dataset_id in sorted(datasets):
        jobs.enqueue({"id": dataset_id})
