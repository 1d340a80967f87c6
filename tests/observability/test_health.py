"""Health: what it says of each dependency, how long it takes, and what it keeps to itself."""

from __future__ import annotations

import errno
import os
import socket
import time
from datetime import UTC, datetime

import pytest
import redis
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import changed_config
from rq import Worker
from werkzeug.test import Client

from ckanext.binhduong.core.jobs.registry import QUEUES
from ckanext.binhduong.ingest.sandbox import confinement
from ckanext.binhduong.observability import dependencies
from ckanext.binhduong.observability.dependencies import Unfit
from ckanext.binhduong.observability.health import Health, checks_of, examine
from ckanext.binhduong.search.index import left_out

NAMES = ["postgres", "datastore", "solr", "index", "redis", "storage", "worker", "temporary", "sandbox"]
#: Without backups the portal is as ready as with them.
BACKUP = "none set up"


def _nothing(environ, start_response):
    raise AssertionError("the application was asked")


def _client(checks):
    return Client(Health(_nothing, lambda: checks))


@pytest.fixture
def worker(with_plugins):
    """A worker of this process in the queue's list, as rq writes it."""
    connection = redis.Redis.from_url(tk.config["ckan.redis.url"])
    worker = Worker([f"ckan:{tk.config['ckan.site_id']}:{queue}" for queue in QUEUES], connection=connection)
    worker.register_birth()
    yield worker
    worker.register_death()
    connection.delete(worker.key)


@pytest.fixture
def config(clean_db, clean_index):
    """CKAN's configuration with a storage directory that exists, and an empty catalogue."""
    os.makedirs(tk.config["ckan.storage_path"], exist_ok=True)
    return tk.config


def test_live_touches_nothing():
    """The process answers without asking the application or any dependency."""
    answer = _client({}).get("/health/live")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "live\n", "text/plain")


def test_ready_tells_one_line_a_dependency(config, worker):
    """On the real dependencies every check passes."""
    answer = _client(checks_of(config)).get("/health/ready")
    assert answer.text.splitlines() == [*(f"{name:<10} ok" for name in NAMES), f"backup     {BACKUP}", "ready"]
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_ready_as_json(config, worker):
    """Programs ask by Accept."""
    answer = _client(checks_of(config)).get("/health/ready", headers={"Accept": "application/json"})
    assert answer.json == {"ready": True, "checks": {**dict.fromkeys(NAMES, "ok"), "backup": BACKUP}}


@pytest.mark.parametrize(
    ("key", "value", "name", "fault"),
    [
        ("sqlalchemy.url", "postgresql://ckan:secret@127.0.0.1:1/ckan", "postgres", "no answer"),
        ("ckan.datastore.read_url", "postgresql://x:secret@127.0.0.1:1/datastore", "datastore", "no answer"),
        ("solr_url", "http://127.0.0.1:1/solr/ckan", "solr", "no answer"),
        ("ckan.redis.url", "redis://:secret@127.0.0.1:1/0", "redis", "no answer"),
        ("ckan.storage_path", "/proc/nowhere", "storage", "no answer"),
    ],
)
def test_a_dead_dependency_is_named_and_nothing_else(config, key, value, name, fault):
    """The failing line says so; no host, port, path or password of it is told."""
    with changed_config(key, value):
        answer = _client(checks_of(tk.config)).get("/health/ready")
    assert answer.status_code == 503
    assert f"{name:<10} {fault}" in answer.text.splitlines()
    assert answer.text.splitlines()[-1] == "not ready"
    assert not any(word in answer.text for word in ("127.0.0.1", "secret", "/proc", "refused"))


@pytest.mark.parametrize("name", ["storage", "temporary"])
def test_a_full_disk_is_named(config, monkeypatch, name):
    """Where uploads go and where requests are kept while they arrive: a disk that takes no half megabyte is full."""

    def full(*_arguments, **_named):
        raise OSError(errno.ENOSPC, "…")

    monkeypatch.setattr(dependencies.tempfile, "NamedTemporaryFile", full)
    answer = _client({name: checks_of(config)[name]}).get("/health/ready")
    assert (answer.text.splitlines()[0], answer.status_code) == (f"{name:<10} disk full", 503)


@pytest.mark.parametrize(
    ("kind", "allowed", "line", "status"),
    [
        ("bubblewrap", False, "ok", 200),
        ("no-network", False, "ok (no network only)", 200),
        ("limits", True, "none (allowed)", 200),
        ("limits", False, "none, files are not read", 503),
    ],
)
def test_ready_says_how_uploaded_files_are_confined(monkeypatch, kind, allowed, line, status):
    """A machine without a sandbox is not ready, unless its operator allows that."""
    monkeypatch.setattr(confinement, "confinement", lambda: kind)
    monkeypatch.setattr(dependencies.ingest, "confinement", lambda: kind)
    monkeypatch.setitem(confinement._allowed, "limits", allowed)
    answer = _client({"sandbox": dependencies.check_sandbox}).get("/health/ready")
    assert (answer.text.splitlines()[0], answer.status_code) == (f"sandbox    {line}", status)


def test_a_database_without_postgis_is_unfit(config):
    """CKAN's own database answers and is still not fit to be the datastore."""
    with pytest.raises(Unfit, match="no PostGIS"):
        dependencies.check_datastore(config["sqlalchemy.url"])


def test_a_database_without_tables_is_unfit(config):
    """The datastore's database is not CKAN's."""
    with pytest.raises(Unfit, match="no tables"):
        dependencies.check_database(config["ckan.datastore.read_url"])


def test_a_missing_core_is_unfit(config):
    """Solr answers for a core it does not have."""
    with pytest.raises(Unfit, match="no core"):
        dependencies.check_solr(config["solr_url"] + "-khong-co")


def test_another_schema_is_unfit(config, monkeypatch):
    """The core must have the schema this CKAN writes to."""
    monkeypatch.setattr(dependencies, "_SOLR_SCHEMA", "ckan-2.13")
    with pytest.raises(Unfit, match="wrong schema"):
        dependencies.check_solr(config["solr_url"])


def _add_row(state):
    """A dataset that is in the database and not in the index."""
    model.Session.add(model.Package(name="mot-tap-du-lieu", state=state))
    model.Session.commit()


def test_an_emptied_index_is_unfit(config):
    """The core answers and has its schema, and search finds nothing: counted against the database."""
    _add_row("active")
    answer = _client({"index": checks_of(config)["index"]}).get("/health/ready")
    assert (answer.text.splitlines()[0], answer.status_code) == ("index      incomplete", 503)


def test_a_deleted_dataset_is_not_missing_in_the_index(config):
    """CKAN takes it out of the index and keeps it in the database."""
    _add_row("deleted")
    assert checks_of(config)["index"]() is None


def test_a_dataset_that_cannot_be_indexed_is_not_missing_in_the_index(config):
    """The last new index was taken without it: no other would have it."""
    _add_row("active")
    dataset = model.Package.get("mot-tap-du-lieu")
    left_out.keep([dataset.id], dataset.metadata_modified)
    assert checks_of(config)["index"]() is None


def test_no_worker_is_unfit(config):
    """Without a worker uploads would wait for ever."""
    with pytest.raises(Unfit, match="no worker"):
        dependencies.check_worker(config["ckan.redis.url"], config["ckan.site_id"])


def test_a_killed_worker_is_unfit(config, worker):
    """A worker killed a moment ago is still in rq's list; its process is not there."""
    worker.connection.hset(worker.key, "pid", 2**22 + 1)
    with pytest.raises(Unfit, match="no worker"):
        dependencies.check_worker(config["ckan.redis.url"], config["ckan.site_id"])


def test_a_queue_without_worker_is_unfit(config, worker):
    """Workers of other queues, or of another site on the same Redis, do not serve it."""
    dependencies.check_worker(config["ckan.redis.url"], config["ckan.site_id"])
    served = [name for name in worker.queue_names() if not name.endswith((":exports", ":mail"))]
    worker.connection.hset(worker.key, "queues", ",".join([*served, "ckan:other:mail"]))
    with pytest.raises(Unfit, match=r"^no worker for exports, mail$"):
        dependencies.check_worker(config["ckan.redis.url"], config["ckan.site_id"])


def test_a_worker_of_another_machine_counts_by_its_heartbeat(worker):
    """Its process cannot be seen from here; an old beat is a dead worker."""
    worker.hostname, worker.pid = "other", 2**22 + 1
    worker.last_heartbeat = datetime.now(UTC)
    assert dependencies._is_alive(worker, datetime.now(UTC)) is True
    worker.last_heartbeat = datetime(2026, 1, 1, tzinfo=UTC)
    assert dependencies._is_alive(worker, datetime.now(UTC)) is False


@pytest.fixture
def silent_port():
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_dependencies_that_hang_are_given_up_in_two_seconds(config, silent_port):
    """All at the same time, so that two hanging ones take no longer than one."""
    with (
        changed_config("solr_url", f"http://127.0.0.1:{silent_port}/solr/ckan"),
        changed_config("sqlalchemy.url", f"postgresql://x:x@127.0.0.1:{silent_port}/x"),
    ):
        begun = time.monotonic()
        states = {state.name: state.fault for state in examine(checks_of(tk.config))}
        taken = time.monotonic() - begun
    assert taken < 2.5
    assert states["solr"] in {"too slow", "no answer"}
    assert states["postgres"] in {"too slow", "no answer"}
    assert (states["redis"], states["datastore"]) == ("", "")


def test_many_probes_are_one_examination():
    """Answers within a second share one examination: probing is no way to load the dependencies."""
    asked = []
    client = _client({"redis": lambda: asked.append(1)})
    for _ in range(5):
        assert client.get("/health/ready").status_code == 200
    assert len(asked) == 1


def test_only_reading_is_answered():
    """Health takes nothing."""
    answer = _client({"redis": lambda: None}).post("/health/ready")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_health_stands_in_front_of_the_application(with_plugins, app, monkeypatch):
    """In the whole application no session is opened and no user looked up for it."""
    monkeypatch.setattr(app.flask_app, "session_interface", None)
    answer = app.flask_app.test_client().get("/health/live")
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
