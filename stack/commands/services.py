"""PostgreSQL, Redis and Solr of an instance: started, migrated, with a search index of today's configset; refused where another runs."""

from __future__ import annotations

import os
from pathlib import Path

from stack import settings, stamps
from stack.commands.ckan_command import ckan, python_environment
from stack.install import environment
from stack.instance import CONFIG, EXTENSION, PORT_OFFSETS, VENV, Instance
from stack.services import database, solr, supervision
from stack.settings import Secrets
from stack.shell import Problem, run, say, wait_until

__all__ = ["migrate", "rebuild_index", "refuse_running_elsewhere", "refuse_taken_ports", "services"]


def services(instance: Instance) -> Secrets:
    """PostgreSQL, Redis and Solr of the instance, running, with databases and cores made."""
    environment.refuse_root()
    instance.var.mkdir(parents=True, exist_ok=True)
    secrets = settings.ensure_secrets(instance)
    if not supervision.is_running(instance, secrets):
        refuse_taken_ports(instance)
        refuse_running_elsewhere(instance)
    settings.render_all(instance, secrets)
    database.ensure_cluster(instance, secrets)
    configset_changed = solr.ensure_home(instance)
    supervision.ensure_supervisor(instance, secrets)
    for name in supervision.SERVICES:
        supervision.start(instance, secrets, name)
    wait_until(lambda: database.is_ready(instance), "PostgreSQL's start", seconds=60, remedy="Read its log: make logs")
    database.ensure_databases(instance, secrets)
    if configset_changed:
        solr.reload_cores(instance)
    wait_until(lambda: solr.is_ready(instance), "Solr's start", seconds=90, remedy="Read its log: make logs")
    migrate(instance, secrets, instance.ckan_ini)
    return secrets


def rebuild_index(instance: Instance) -> None:
    """Index everything anew when the index was made with another configset, or is empty; search answers meanwhile."""
    configset = stamps.digest([solr.CONFIGSET])
    if stamps.is_current(instance, "index", configset) and not solr.is_empty(instance):
        return
    say("search index")
    print(ckan(instance, ["binhduong", "index", "rebuild", "--force"]).strip())
    stamps.keep(instance, "index", configset)


def migrate(instance: Instance, secrets: Secrets, ini: Path) -> None:
    """CKAN's and our migrations and the DataStore's permissions, when the code that brings them changed since the last time."""
    step = f"migrate-{ini.name}"
    sources = stamps.digest([environment.LOCK, CONFIG / "ckan.ini", EXTENSION / "migration"])
    if stamps.is_current(instance, step, sources):
        return
    say(f"database migrations ({ini.name})")
    command = [VENV / "bin" / "ckan", "-c", ini]
    run([*command, "db", "upgrade"], env=python_environment(instance))
    permissions = run([*command, "datastore", "set-permissions"], env=python_environment(instance))
    database.psql(instance, secrets, "postgres", permissions[permissions.index("/*") :])
    database.ensure_databases(instance, secrets)
    stamps.keep(instance, step, sources)


def refuse_taken_ports(instance: Instance) -> None:
    taken = [port for name in PORT_OFFSETS if not database.port_is_free("127.0.0.1", port := instance.port_of(name))]
    if taken:
        ports = ", ".join(str(port) for port in taken)
        raise Problem(
            f"something else on this machine listens on port {ports}", f"Move the portal: PORTAL_PORT={instance.port + 1000} make up"
        )


def refuse_running_elsewhere(instance: Instance) -> None:
    """A folder that a supervisor on other ports works in must not get a second one: two PostgreSQL servers on one cluster destroy it."""
    file = instance.var / "run" / "supervisor.pid"
    pid = file.read_text().strip() if file.exists() else ""
    command = Path("/proc", pid, "cmdline") if pid.isdigit() else None
    if command and command.exists() and str(instance.var / "supervisord.conf").encode() in command.read_bytes():
        remedy = (
            "Stop it first (make down, with the port it was started with), or give this one a folder of its own: PORTAL_VAR=var2 make up"
        )
        raise Problem(f"the portal in {os.path.relpath(instance.var)} already runs, on other ports than {instance.port}", remedy)
