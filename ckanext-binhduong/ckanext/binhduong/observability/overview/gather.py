"""Ask every source at the same time. One that fails or is slow is missing, and keeps the others from nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from functools import partial
from typing import Any

import redis

from ckanext.binhduong.observability.drift.result import read_result
from ckanext.binhduong.observability.health import State, checks_of, examine
from ckanext.binhduong.observability.metrics.database import Reading, ask
from ckanext.binhduong.observability.metrics.sources import sources_of
from ckanext.binhduong.observability.overview.alarms import raised
from ckanext.binhduong.observability.overview.versions import versions_of

__all__ = ["Overview", "overview"]

log = logging.getLogger(__name__)

_PATIENCE = 4.0
"""Seconds for all of it: each source has two of its own."""

_HEAD = """
SELECT head.seq, head.hash, verified.at, verified.fault FROM binhduong_audit_head AS head
LEFT JOIN LATERAL (SELECT at, fault FROM binhduong_audit_anchor WHERE kind = 'verified' ORDER BY id DESC LIMIT 1) AS verified ON true
"""


@dataclass(frozen=True)
class Overview:
    """How the portal is.

    Attributes:
        states: what the health checks found.
        readings: those of the metrics.
        silent: what gave no answer: sources, ``drift``, ``audit`` or a part whose version was asked for.
        drift: what the last drift check found; empty before the first.
        audit: ``seq`` and ``hash`` of the newest row of the audit log, ``at`` and ``fault`` of the last look at it; empty before a row.
        versions: part → version.
        alarms: the names of the alarms that this raises.
    """

    states: list[State]
    readings: list[Reading]
    silent: list[str]
    drift: dict[str, Any]
    audit: dict[str, Any]
    versions: dict[str, str]
    alarms: list[str]

    def value(self, metric: str, **labels: str) -> float | None:
        """Return a reading; None when there is none."""
        return next((value for name, given, value in self.readings if name == metric and given == labels), None)


def overview(options: Mapping[str, Any]) -> Overview:
    """Ask everything, within some seconds.

    Args:
        options: CKAN's configuration.
    """
    # The metrics process asks nginx for health; here the checks are at hand.
    sources = {name: source for name, source in sources_of({**options, "health_url": ""}).items() if name != "health"}
    versions = versions_of(options)
    others = {"result of the drift check": partial(_drift, options), "head of the audit log": partial(_head, options)}
    answers = _all({**sources, **versions, **others, "health": partial(examine, checks_of(options))})
    states: list[State] = answers.get("health") or []
    readings = [reading for name in sources for reading in answers.get(name) or ()]
    readings += [("binhduong_dependency_up", {"name": state.name}, float(not state.fault)) for state in states if state.name != "backup"]
    silent = [name for name in (*sources, *versions, *others, "health") if name not in answers]
    return Overview(
        states,
        readings,
        silent,
        answers.get("result of the drift check") or {},
        answers.get("head of the audit log") or {},
        {name: answers[name] for name in versions if name in answers},
        raised(readings, silent),
    )


def _all(tasks: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Return what each task gave, by name; those that failed or are not done in time are left out."""
    until = time.monotonic() + _PATIENCE
    # Not a `with`: leaving it would wait for a task that hangs.
    pool = ThreadPoolExecutor(max_workers=len(tasks), thread_name_prefix="overview")
    running = {name: pool.submit(task) for name, task in tasks.items()}
    done: dict[str, Any] = {}
    for name, future in running.items():
        try:
            done[name] = future.result(timeout=max(0.0, until - time.monotonic()))
        except TooLate:
            log.warning("overview: %s is too slow", name)
        except Exception:
            # Each source's driver has errors of its own; the others are shown.
            log.warning("overview: %s gives nothing", name, exc_info=True)
    pool.shutdown(wait=False, cancel_futures=True)
    return done


def _drift(options: Mapping[str, Any]) -> dict[str, Any]:
    store = redis.Redis.from_url(options["ckan.redis.url"], socket_timeout=2, socket_connect_timeout=2)
    try:
        return read_result(store, options["ckan.site_id"])
    finally:
        store.close()


def _head(options: Mapping[str, Any]) -> dict[str, Any]:
    rows = ask(options["sqlalchemy.url"], _HEAD)
    return dict(zip(("seq", "hash", "at", "fault"), rows[0], strict=True)) if rows else {}
