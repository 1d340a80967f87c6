"""The databases of the tests: a template that is migrated once, and of it a set of its own for every process that runs tests.

A set is two databases, a Solr core, a Redis database and a folder. It is made anew whenever a run begins: whatever an earlier run left, or
was interrupted in, is gone.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from stack import settings, stamps
from stack.install.environment import LOCK
from stack.instance import CONFIG, EXTENSION, VENV, Instance
from stack.services import database, solr
from stack.settings import Kind, Secrets
from stack.shell import run, say

TEMPLATE = Kind("test.ini", ("ckan_test_template", "datastore_test_template"), "ckan_test", 1, "test-storage", url="http://test.ckan.net")
# Redis has sixteen databases; the first is the portal's, the second that of set 0.
MOST_SETS = 14


def ensure_template(instance: Instance, secrets: Secrets, environment: Mapping[str, str]) -> None:
    """Make the template, with CKAN's and the plugins' migrations, unless what it is made from is as it was the last time."""
    # Tests empty their tables without regard to what refers to what (`tests/databases.py`).
    database.psql(instance, secrets, "postgres", "GRANT SET ON PARAMETER session_replication_role TO ckan")
    sources = stamps.digest([LOCK, CONFIG / "ckan.ini", CONFIG / "postgres", EXTENSION / "migration", EXTENSION / "datastore_schema"])
    if stamps.is_current(instance, "test-template", sources):
        return
    say("databases for tests: the template")
    for name, owner in _owners(TEMPLATE):
        _make(instance, secrets, name, owner, "template0")
    database.ensure_datastore(instance, secrets, TEMPLATE.databases[1])
    ini = settings.render_kind(instance, secrets, TEMPLATE, instance.var / "test-template.ini")
    command = [VENV / "bin" / "ckan", "-c", ini]
    run([*command, "db", "upgrade"], env=environment)
    permissions = run([*command, "datastore", "set-permissions"], env=environment)
    _permissions_file(instance).write_text(permissions[permissions.index("/*") :], encoding="utf-8")
    database.psql(instance, secrets, "postgres", _permissions(instance, TEMPLATE))
    stamps.keep(instance, "test-template", sources)


def renew(instance: Instance, secrets: Secrets, number: int) -> Path:
    """Make set ``number`` (0 for a run in one process) anew and return the path of its CKAN configuration."""
    kind = settings.test_kind(number)
    ini = settings.render_kind(instance, secrets, kind, settings.test_ini(instance, number))
    for (name, owner), template in zip(_owners(kind), TEMPLATE.databases, strict=True):
        _make(instance, secrets, name, owner, template)
    # Neither rights on a database nor its settings are copied from a template.
    database.prepare_datastore(instance, secrets, kind.databases[1])
    database.psql(instance, secrets, "postgres", _permissions(instance, kind))
    solr.empty_core(instance, kind.core)
    redis = ["redis-cli", "-p", str(instance.port_of("redis")), "--no-auth-warning", "-n", str(kind.redis_db)]
    run([*redis, "FLUSHDB"], env={"REDISCLI_AUTH": secrets["redis"]})
    shutil.rmtree(instance.var / kind.storage, ignore_errors=True)
    (instance.var / kind.storage).mkdir()
    return ini


def _owners(kind: Kind) -> list[tuple[str, str]]:
    return list(zip(kind.databases, ("ckan", "datastore_write"), strict=True))


def _make(instance: Instance, secrets: Secrets, name: str, owner: str, template: str) -> None:
    database.psql(instance, secrets, "postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    database.psql(instance, secrets, "postgres", f'CREATE DATABASE "{name}" OWNER "{owner}" TEMPLATE "{template}"')


def _permissions_file(instance: Instance) -> Path:
    return instance.var / "datastore-permissions.sql"


def _permissions(instance: Instance, kind: Kind) -> str:
    """CKAN's own statements for the DataStore's roles, for the databases of a set."""
    text = _permissions_file(instance).read_text(encoding="utf-8")
    for template, name in zip(TEMPLATE.databases, kind.databases, strict=True):
        text = text.replace(template, name)
    return text
