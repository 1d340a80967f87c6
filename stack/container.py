"""What the application image runs (docker/): the same steps as on one machine, with PostgreSQL, Redis and Solr in containers of their own.

Their addresses come as ``PORTAL_POSTGRES_ADDRESS``, ``PORTAL_REDIS_ADDRESS``, ``PORTAL_SOLR_ADDRESS`` and ``PORTAL_WEB_ADDRESS``
(``host:port``), secrets as files in ``PORTAL_SECRETS``. Not run in this project's own tests: see docker/README.md.
"""

from __future__ import annotations

import os

from stack import settings
from stack.commands.ckan_command import ckan, python_environment
from stack.commands.portal import ensure_admin
from stack.commands.services import migrate
from stack.install import environment, packages
from stack.instance import CONFIG, VENV, Instance
from stack.services import database
from stack.shell import Problem, wait_until


def install_app() -> None:
    """While the image is built: the packages of web and worker, and the Python environment."""
    packages.ensure(packages.APPLICATION)
    environment.ensure_python()
    environment.ensure_translations()


def entry(instance: Instance, words: list[str]) -> int:
    """Become one of the image's processes (``init`` ends when its work is done); anything else is a Problem."""
    secrets = settings.ensure_secrets(instance)
    settings.render_ckan(instance, secrets)
    role = words[0] if words else "web"
    if role == "init":
        _initialise(instance, secrets)
        return 0
    if role == "nginx":
        settings.render_nginx(instance, secrets)
    command = _processes(instance).get(role)
    if command is None:
        raise Problem(f"this image has no process {role}", "Use init, web, worker or nginx (docker/compose.yaml).")
    os.chdir(CONFIG)
    os.execvpe(command[0], command, {**os.environ, **python_environment(instance)})


def _processes(instance: Instance) -> dict[str, list[str]]:
    python = str(VENV / "bin" / "python")
    return {
        "web": [python, str(CONFIG / "web.py"), *(f"0.0.0.0:{instance.address_of(name).split(':')[1]}" for name in ("web", "health"))],
        "worker": [python, str(CONFIG / "worker.py")],
        "nginx": ["nginx", "-e", "stderr", "-c", str(instance.var / "nginx.conf"), "-g", "daemon off;"],
    }


def _initialise(instance: Instance, secrets: settings.Secrets) -> None:
    """Roles, databases, migrations, the first administrator and the seed catalogue; may be run again."""
    wait_until(lambda: database.is_ready(instance), "PostgreSQL's start", seconds=120, remedy="Look at the postgres container's log.")
    database.ensure_databases(instance, secrets)
    migrate(instance, secrets, instance.ckan_ini)
    ensure_admin(instance, secrets)
    print(ckan(instance, ["binhduong", "seed"]).strip())
