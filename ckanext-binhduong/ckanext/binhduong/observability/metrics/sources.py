"""What is asked at each scrape: queues, publications, the index, backups, dependencies, the disk. Imports no CKAN."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import redis

from ckanext.binhduong.core.jobs.registry import QUEUES
from ckanext.binhduong.observability.backups import read_state
from ckanext.binhduong.observability.drift.result import read_result
from ckanext.binhduong.observability.metrics.database import PATIENCE, Reading, ask, audit, releases, webhooks

__all__ = ["SOURCES", "sources_of"]

#: Every metric that a source gives → what it says; docs/runbook.md has the table.
SOURCES: dict[str, str] = {
    "binhduong_queue_jobs": "Jobs that wait, by queue.",
    "binhduong_queue_age_seconds": "How long the oldest waiting job has waited, by queue.",
    "binhduong_jobs_failed": "Failed jobs that are kept, by queue.",
    "binhduong_releases": "Releases of uploaded files, by state.",
    "binhduong_publish_seconds": "From upload to publication, over the last day, by quantile.",
    "binhduong_release_waiting_seconds": "How long the oldest unpublished upload has waited.",
    "binhduong_index_missing_datasets": "Public datasets of the database less those of the search index.",
    "binhduong_index_lag_seconds": "How much older the newest change in the search index is than that in the database.",
    "binhduong_backup_age_seconds": "Since the last good backup, drill and look at the archive, by kind; absent while there was none.",
    "binhduong_backup_ok": "Whether the last attempt went well, by kind.",
    "binhduong_wal_waiting_segments": "Write-ahead log segments that wait for the archive.",
    "binhduong_backup_configured": "Whether a place for backups is set.",
    "binhduong_dependency_up": "Whether a dependency of /health/ready passes, by name.",
    "binhduong_audit_rows": "The number of the newest row of the audit log.",
    "binhduong_audit_ok": "Whether the audit log was whole when it was verified last; absent before.",
    "binhduong_audit_verified_age_seconds": "Since the audit log was verified.",
    "binhduong_webhooks": "Webhooks, by state: on, failing (on, and the last attempt was turned down) and off.",
    "binhduong_webhook_announcing_seconds": "How long the oldest change of a public dataset has waited to become events.",
    "binhduong_webhook_waiting_seconds": "How long the first webhook has waited to which something could be sent.",
    "binhduong_drift_left": "Things that still differ after the last drift check, by kind.",
    "binhduong_drift_repaired": "Things that the last drift check brought in line, by kind.",
    "binhduong_drift_uncompared": "Comparisons that the last drift check could not do.",
    "binhduong_drift_checked_age_seconds": "Since the last drift check; absent before the first.",
    "binhduong_disk_free_ratio": "The free share of the disk of the storage.",
}


def sources_of(options: Mapping[str, str]) -> dict[str, Callable[[], list[Reading]]]:
    """The sources of an instance by name, from its CKAN configuration; "health_url" among the options is that of nginx."""
    return {
        "queues": partial(_queues, options["ckan.redis.url"], options["ckan.site_id"]),
        "releases": partial(releases, options["sqlalchemy.url"]),
        "index": partial(_index, options["sqlalchemy.url"], options["solr_url"]),
        "backups": partial(_backups, options.get("ckanext.binhduong.backup_state", "")),
        "audit": partial(audit, options["sqlalchemy.url"]),
        "webhooks": partial(webhooks, options["sqlalchemy.url"]),
        "drift": partial(_drift, options["ckan.redis.url"], options["ckan.site_id"]),
        "health": partial(_health, options["health_url"]),
        "disk": partial(_disk, options["ckan.storage_path"]),
    }


def _queues(url: str, site: str) -> list[Reading]:
    store = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        return [reading for queue in QUEUES for reading in _queue(store, site, queue)]
    finally:
        store.close()


def _queue(store: redis.Redis, site: str, queue: str) -> list[Reading]:
    """As rq keeps a queue: a list of job ids, a hash a job, a sorted set of failed ones."""
    name = f"ckan:{site}:{queue}"
    waiting = int(store.llen(f"rq:queue:{name}"))  # type: ignore[arg-type]
    oldest: Any = store.lindex(f"rq:queue:{name}", 0)
    enqueued: Any = store.hget(f"rq:job:{oldest.decode()}", "enqueued_at") if oldest else None
    failed = int(store.zcard(f"rq:failed:{name}"))  # type: ignore[arg-type]
    age = _seconds_since(enqueued.decode()) if enqueued else 0.0
    label = {"queue": queue}
    return [("binhduong_queue_jobs", label, waiting), ("binhduong_queue_age_seconds", label, age), ("binhduong_jobs_failed", label, failed)]


def _seconds_since(moment: str) -> float:
    at = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return max((datetime.now(UTC) - (at if at.tzinfo else at.replace(tzinfo=UTC))).total_seconds(), 0.0)


_PUBLIC = """
SELECT count(*), coalesce(extract(epoch FROM max(metadata_modified)), 0)::float FROM package
WHERE state = 'active' AND NOT private AND type = 'dataset'
"""
_INDEXED = (
    "select?q=*:*&fq=%2Bstate:active+%2Bcapacity:public+%2Bdataset_type:dataset+%2Bentity_type:package"
    "&rows=1&sort=metadata_modified+desc&fl=metadata_modified&wt=json"
)


def _index(database: str, solr: str) -> list[Reading]:
    ((datasets, newest),) = ask(database, _PUBLIC)
    found = _json(f"{solr.rstrip('/')}/{_INDEXED}")["response"]
    indexed = datetime.fromisoformat(found["docs"][0]["metadata_modified"].replace("Z", "+00:00")).timestamp() if found["docs"] else 0.0
    return [
        ("binhduong_index_missing_datasets", {}, float(datasets - found["numFound"])),
        # Solr keeps milliseconds.
        ("binhduong_index_lag_seconds", {}, round(max(newest - indexed, 0.0), 2) if datasets else 0.0),
    ]


def _json(url: str) -> Any:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "application/json"}), timeout=PATIENCE) as answer:  # noqa: S310
        return json.load(answer)


def _backups(path: str) -> list[Reading]:
    state = read_state(path)
    readings: list[Reading] = [("binhduong_backup_configured", {}, float(bool(state)))]
    for kind in ("backup", "drill", "archive"):
        if last := state.get(kind):
            readings.append(("binhduong_backup_ok", {"kind": kind}, float(bool(last.get("ok")))))
            if succeeded := last.get("succeeded"):
                readings.append(("binhduong_backup_age_seconds", {"kind": kind}, _seconds_since(succeeded)))
    if "waiting" in state.get("archive", {}):
        readings.append(("binhduong_wal_waiting_segments", {}, float(state["archive"]["waiting"])))
    return readings


def _drift(url: str, site: str) -> list[Reading]:
    store = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        result = read_result(store, site)
    finally:
        store.close()
    if not result:
        return []
    kinds = result["kinds"].items()
    return [
        *(("binhduong_drift_left", {"kind": kind}, float(outcome["left"])) for kind, outcome in kinds),
        *(("binhduong_drift_repaired", {"kind": kind}, float(outcome["repaired"])) for kind, outcome in kinds),
        ("binhduong_drift_uncompared", {}, float(len(result["failed"]))),
        ("binhduong_drift_checked_age_seconds", {}, _seconds_since(result["at"])),
    ]


#: What a line of health says when all is well.
_WELL = ("ok", "none (allowed)")


def _health(url: str) -> list[Reading]:
    try:
        answer = _json(f"{url}/health/ready")
    except urllib.error.HTTPError as error:
        # 503: not ready, and the body says of what.
        answer = json.load(error)
    up = {name: text.startswith(_WELL) for name, text in answer["checks"].items() if name != "backup"}
    return [("binhduong_dependency_up", {"name": name}, float(well)) for name, well in up.items()]


def _disk(path: str) -> list[Reading]:
    usage = shutil.disk_usage(path)
    return [("binhduong_disk_free_ratio", {}, usage.free / usage.total)]
