"""What a run of tests begins with: databases as if none had run before, whatever the last one left or was interrupted in."""

from __future__ import annotations

import json
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from stack import settings, testbed
from stack.instance import Instance, from_environment
from stack.services import database
from stack.settings import Secrets

NUMBER = testbed.MOST_SETS
KIND = settings.test_kind(NUMBER)
LEFT = """
CREATE TABLE public.left_over ();
CREATE VIEW geo."nha-thuoc" AS SELECT 1 AS ma;
INSERT INTO portal.layer (resource_id, layer, geometry_type) VALUES ('a', 'nha-thuoc', 'Point');
"""
TABLES = "SELECT relname FROM pg_class WHERE relname IN ('left_over', 'nha-thuoc') UNION ALL SELECT layer FROM portal.layer"


@pytest.fixture
def bed(request: pytest.FixtureRequest) -> Iterator[tuple[Instance, Secrets]]:
    """The instance whose services run, and its secrets; the set that the test makes is dropped at the end."""
    if not request.config.pluginmanager.hasplugin("ckan"):
        pytest.fail("no services run: use `make test` or `bin/portal test`")
    instance = from_environment()
    secrets = settings.ensure_secrets(instance)
    yield instance, secrets
    for name in KIND.databases:
        database.psql(instance, secrets, "postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _connection(instance: Instance, secrets: Secrets, name: str) -> Any:
    host, port = instance.address_of("postgres").split(":")
    return psycopg2.connect(host=host, port=port, user="ckan", password=secrets["ckan"], dbname=name)


def _redis(instance: Instance, secrets: Secrets, *words: str) -> str:
    command = ["redis-cli", "-p", str(instance.port_of("redis")), "--no-auth-warning", "-n", str(KIND.redis_db), *words]
    environment = {"REDISCLI_AUTH": secrets["redis"], "PATH": "/usr/bin"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def _documents(instance: Instance, body: object = None) -> int:
    """How many documents the set's core has, after ``body`` was sent to it."""
    base = f"http://{instance.address_of('solr')}/solr/{KIND.core}"
    if body:
        data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(f"{base}/update?commit=true", data, kind), timeout=30).close()
    with urllib.request.urlopen(f"{base}/select?{urllib.parse.urlencode({'q': '*:*', 'rows': 0})}", timeout=30) as answer:
        return json.load(answer)["response"]["numFound"]


def test_a_set_is_made_anew(bed: tuple[Instance, Secrets]) -> None:
    """A table, a view, rows, keys, documents and files of an interrupted run, and its open connection, are gone."""
    instance, secrets = bed
    testbed.renew(instance, secrets, NUMBER)
    catalogue, datastore = KIND.databases
    database.psql(instance, secrets, datastore, LEFT)
    database.psql(instance, secrets, catalogue, "INSERT INTO system_info (key, value) VALUES ('a', 'b')")
    _redis(instance, secrets, "SET", "a", "b")
    assert _documents(instance, [{"id": "a", "index_id": "a", "site_id": "a"}]) == 1
    (instance.var / KIND.storage / "left-over").touch()
    with closing(_connection(instance, secrets, catalogue)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM system_info")
        ini = testbed.renew(instance, secrets, NUMBER)
    assert database.psql(instance, secrets, datastore, TABLES) == ""
    assert database.psql(instance, secrets, catalogue, "SELECT count(*) FROM system_info") == "0\n"
    assert _redis(instance, secrets, "DBSIZE") == "0\n"
    assert _documents(instance) == 0
    assert list((instance.var / KIND.storage).iterdir()) == []
    assert f"/{catalogue}\n" in ini.read_text(encoding="utf-8")


def test_a_set_has_every_table_and_right(bed: tuple[Instance, Secrets]) -> None:
    """A copy has the plugins' tables; its settings and roles are those of the portal's own databases."""
    instance, secrets = bed
    testbed.renew(instance, secrets, NUMBER)
    catalogue, datastore = KIND.databases
    tables = "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"
    assert database.psql(instance, secrets, catalogue, tables) == database.psql(instance, secrets, "ckan", tables)
    role_settings = (
        "SELECT rolname, setconfig FROM pg_db_role_setting LEFT JOIN pg_roles ON oid = setrole"
        " WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1"
    )
    assert database.psql(instance, secrets, datastore, role_settings) == database.psql(instance, secrets, "datastore", role_settings)
    rights = "SELECT datacl::text FROM pg_database WHERE datname = current_database()"
    for copy, own in ((catalogue, "ckan"), (datastore, "datastore")):
        assert database.psql(instance, secrets, copy, rights) == database.psql(instance, secrets, own, rights)


def test_processes_share_nothing() -> None:
    """No two sets have a database, core, Redis database or folder in common, and none has the portal's."""
    kinds = [settings.LIVE, *map(settings.test_kind, range(NUMBER + 1))]
    own = [{*kind.databases, f"core {kind.core}", f"redis {kind.redis_db}", kind.storage} for kind in kinds]
    assert sum(map(len, own)) == len(set().union(*own))
