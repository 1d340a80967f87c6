"""PostgreSQL: a private cluster, its roles, and the portal's two databases (``testbed`` makes those of the tests)."""

from __future__ import annotations

import os
import shutil
import socket

from stack.install.packages import bin_dir
from stack.instance import CONFIG, VENV, Instance
from stack.settings import Secrets
from stack.shell import Problem, run, say

# role: may log in with the password of that name among the secrets.
ROLES = ("ckan", "datastore_write", "datastore_read", "geo_reader")


def ensure_cluster(instance: Instance, secrets: Secrets) -> None:
    """Make the cluster once; its superuser's password comes from the secrets."""
    data = instance.var / "postgres"
    if (data / "PG_VERSION").exists():
        return
    say("PostgreSQL cluster")
    # Made beside its place and moved there whole: a start that is killed here leaves nothing that looks like a cluster.
    made = instance.var / "postgres.new"
    shutil.rmtree(made, ignore_errors=True)
    password_file = instance.var / "postgres-password"
    password_file.touch(mode=0o600)
    password_file.write_text(secrets["postgres"])
    try:
        run(
            [
                bin_dir() / "initdb",
                "-D",
                made,
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-A",
                "scram-sha-256",
                "--pwfile",
                password_file,
            ]
        )
    finally:
        password_file.unlink()
    made.rename(data)


def is_ready(instance: Instance) -> bool:
    """Whether the server takes connections."""
    try:
        run(["pg_isready", "-q", *_address(instance)])
    except Problem:
        return False
    return True


def _address(instance: Instance) -> list[str]:
    host, port = instance.address_of("postgres").split(":")
    return ["-h", host, "-p", port]


def psql(instance: Instance, secrets: Secrets, database: str, script: str, variables: dict[str, str] | None = None) -> str:
    """Run SQL as the cluster's superuser; the first error ends it."""
    words = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *_address(instance), "-U", "postgres", "-d", database]
    for name, value in (variables or {}).items():
        words += ["-v", f"{name}={value}"]
    return run(words, env=superuser_environment(secrets), stdin=script)


def superuser_environment(secrets: Secrets) -> dict[str, str]:
    """What PostgreSQL's own programs need to connect as the cluster's superuser."""
    given = {"PGPASSWORD": secrets["postgres"], "PGCONNECT_TIMEOUT": "5", "PGOPTIONS": "-c client_min_messages=warning"}
    return {**os.environ, **given}


def ensure_databases(instance: Instance, secrets: Secrets) -> None:
    """Roles, the portal's databases and the DataStore's schema; every part may be run again."""
    for role in ROLES:
        psql(instance, secrets, "postgres", _role_sql(role, secrets[role]))
    existing = psql(instance, secrets, "postgres", "SELECT datname FROM pg_database").split()
    for name, owner in (("ckan", "ckan"), ("datastore", "datastore_write")):
        if name not in existing:
            psql(instance, secrets, "postgres", f'CREATE DATABASE "{name}" OWNER "{owner}" TEMPLATE template0')
    ensure_datastore(instance, secrets, "datastore")


def ensure_datastore(instance: Instance, secrets: Secrets, name: str) -> None:
    """The DataStore's schema in a database: the superuser's part, then the owner's (docs/releases/operation.md); it may be run again."""
    prepare_datastore(instance, secrets, name)
    environment = {
        "DATASTORE_URLS": f"postgresql://datastore_write:{secrets['datastore_write']}@{instance.address_of('postgres')}/{name}",
        "PYTHONPYCACHEPREFIX": str(instance.var / "pycache"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    run([VENV / "bin" / "python", "-m", "ckanext.binhduong.datastore_schema"], env=environment)


def prepare_datastore(instance: Instance, secrets: Secrets, name: str) -> None:
    """The superuser's part of it alone: extensions, schemas, and the rights and settings that belong to a database."""
    variables = {"write_user": "datastore_write", "read_user": "datastore_read", "geo_user": "geo_reader"}
    psql(instance, secrets, name, (CONFIG / "postgres" / "datastore.sql").read_text(encoding="utf-8"), variables)


def _role_sql(role: str, password: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE \"{role}\" LOGIN; END IF; END $$;\n"
        f"ALTER ROLE \"{role}\" PASSWORD '{password}';"
    )


def port_is_free(host: str, port: int) -> bool:
    """Whether something could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
