"""Whether what the portal stands on answers: one check a dependency, each with its own time limit.

A check opens a connection of its own and closes it, so that neither a full pool nor a broken pooled connection decides the answer. It
returns nothing when all is well and raises :class:`Unfit`, or any error of its driver, when not.
"""

from __future__ import annotations

import os
import socket
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
import requests
from rq import Worker
from rq.worker import BaseWorker

from ckanext.binhduong import ingest
from ckanext.binhduong.core.disk_space import is_full
from ckanext.binhduong.core.drift import completeness
from ckanext.binhduong.core.jobs.registry import QUEUES

__all__ = [
    "PATIENCE",
    "Unfit",
    "check_database",
    "check_datastore",
    "check_index",
    "check_redis",
    "check_sandbox",
    "check_solr",
    "check_storage",
    "check_worker",
]

#: Seconds that one check may take.
PATIENCE = 2
#: CKAN 2.12's own marker, which its start checks too.
_SOLR_SCHEMA = "ckan-2.12"
#: An idle rq worker beats once in its time to live (420 s) less 15 s.
_HEARTBEAT = timedelta(seconds=420)


_PROBE_BYTES = 512 * 1024


class Unfit(Exception):
    """A dependency answers, but not as it must; the text says how, in words fit for anyone."""


def _ask(url: str, statement: str) -> object:
    """Return the one value that ``statement`` gives at the database ``url`` (sqlalchemy's or libpq's form)."""
    parts = urlsplit(url)
    plain = urlunsplit(parts._replace(scheme="postgresql"))
    connection = psycopg2.connect(plain, connect_timeout=PATIENCE, options=f"-c statement_timeout={PATIENCE * 1000}")
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone()
            return row[0] if row else None
    finally:
        connection.close()


def check_database(url: str) -> None:
    """CKAN's database answers and has CKAN's tables."""
    if _ask(url, "SELECT to_regclass('public.package') IS NOT NULL") is not True:
        raise Unfit("no tables")


def check_datastore(url: str) -> None:
    """The datastore's database answers and PostGIS works in it."""
    if _ask(url, "SELECT to_regclass('postgis.geometry_columns') IS NOT NULL") is not True:
        raise Unfit("no PostGIS")
    _ask(url, "SELECT postgis.postgis_lib_version()")


def check_solr(url: str) -> None:
    """Solr has the core, and the core has the schema this CKAN writes to."""
    answer = requests.get(f"{url.rstrip('/')}/schema/name", params={"wt": "json"}, timeout=PATIENCE)
    if answer.status_code != 200:
        raise Unfit("no core")
    if answer.json().get("name") != _SOLR_SCHEMA:
        raise Unfit("wrong schema")


def check_index(database: str, solr: str, site: str, *, with_deleted: bool = False) -> None:
    """The index has the datasets that CKAN's database has, but for what the drift check puts back.

    Args:
        database: the address of CKAN's database.
        solr: the address of the core.
        site: CKAN's ``ckan.site_id``, which the documents of this portal have.
        with_deleted: whether deleted datasets stay in the index.
    """
    if completeness.is_incomplete(*completeness.count(partial(_counts, database, solr, site, with_deleted))):
        raise Unfit("incomplete")


def _counts(database: str, solr: str, site: str, with_deleted: bool) -> tuple[int, int]:
    # The index first: CKAN indexes before it commits, so that the other order would find too few.
    indexed = _indexed(solr, site)
    return int(str(_ask(database, completeness.expected(with_deleted=with_deleted)))), indexed


def _indexed(solr: str, site: str) -> int:
    filters = {"q": "*:*", "rows": 0, "wt": "json", "fq": [f'+site_id:"{site}"', "+entity_type:package"]}
    answer = requests.get(f"{solr.rstrip('/')}/select", params=filters, timeout=PATIENCE)
    answer.raise_for_status()
    return int(answer.json()["response"]["numFound"])


def check_redis(url: str) -> None:
    """Redis answers and takes writes (a full one answers and refuses them)."""
    store = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        store.set("binhduong:health", 1, ex=60)
    finally:
        store.close()


def check_storage(directory: str | None = None) -> None:
    """A file can be written where uploads go, or without a directory where requests are kept while they arrive (``TMPDIR``).

    As large as what the web server keeps in memory: a full disk takes a single byte for a while.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".health-") as probe:
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
    except OSError as error:
        if is_full(error):
            raise Unfit("disk full") from error
        raise


def check_sandbox() -> str:
    """Uploaded files can be read safely; the text says how they are confined."""
    if not ingest.may_read():
        raise Unfit("none, files are not read")
    return {"bubblewrap": "ok", "no-network": "ok (no network only)", "limits": "none (allowed)"}[ingest.confinement()]


def _is_alive(worker: BaseWorker, now: datetime) -> bool:
    """Whether a worker beats; one of this machine must also exist, for a killed one stays in the list until its time to live is over."""
    beat = worker.last_heartbeat
    if beat is None or now - (beat if beat.tzinfo else beat.replace(tzinfo=UTC)) > _HEARTBEAT:
        return False
    if worker.hostname != socket.gethostname() or not worker.pid:
        return True
    return os.path.exists(f"/proc/{worker.pid}")


def check_worker(url: str, site: str) -> None:
    """Each queue of the site (CKAN's ``ckan.site_id``) has a worker."""
    store = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        now = datetime.now(UTC)
        served = {name for worker in Worker.all(connection=store) if _is_alive(worker, now) for name in worker.queue_names()}
    finally:
        store.close()
    unserved = [queue for queue in QUEUES if f"ckan:{site}:{queue}" not in served]
    if unserved:
        raise Unfit("no worker" if len(unserved) == len(QUEUES) else f"no worker for {', '.join(unserved)}")
