"""The whole portal: up, for development, down."""

from __future__ import annotations

import time

from stack import settings, stamps
from stack.commands.ckan_command import ckan, ckan_in_place
from stack.commands.seed import seed
from stack.commands.services import rebuild_index, services
from stack.commands.status import answers
from stack.install import environment
from stack.instance import CONFIG, EXTENSION, Instance
from stack.services import supervision
from stack.settings import Secrets
from stack.shell import say, wait_until

__all__ = ["dev", "down", "ensure_admin", "start_processes", "up", "wait_for_group"]


def up(instance: Instance) -> None:
    """The whole portal, ready to be used; a second run changes nothing."""
    began = time.monotonic()
    secrets = services(instance)
    rebuild_index(instance)
    start_processes(instance, secrets)
    wait_until(
        lambda: answers(f"{instance.local_url}/health/ready"),
        "the portal's first answer",
        seconds=240,  # a busy machine: CKAN with its plugins takes 10 s of one core, twice
        remedy=f"The web process says:\n{supervision.log_tail(instance, 'web')}",
    )
    ensure_admin(instance, secrets)
    _translate_scripts(instance)
    seed(instance, secrets)
    print(
        f"\nThe portal is at {instance.url} ({time.monotonic() - began:.0f} s)\n"
        f"  sign in: {instance.url}/user/login   user: admin   first password: {secrets['admin']}"
    )


def start_processes(instance: Instance, secrets: Secrets) -> None:
    """The portal's own processes, on the code of today: a running web group is restarted only while the other answers, nginx reloads."""
    code = stamps.digest([EXTENSION, CONFIG, instance.ckan_ini])
    running = supervision.states(instance, secrets)
    # A group that does not run yet comes first: the other may then stop.
    for name in sorted(supervision.PORTAL, key=lambda name: (name not in supervision.WEB, running.get(name) == "RUNNING")):
        if not stamps.is_current(instance, name, code):
            change = supervision.reload if name == "nginx" else supervision.restart
            change(instance, secrets, name)
        supervision.start(instance, secrets, name)
        if name in supervision.WEB and "RUNNING" in (running.get(other) for other in supervision.WEB):
            wait_for_group(instance, name)
        stamps.keep(instance, name, code)


def wait_for_group(instance: Instance, name: str) -> None:
    """Until this web group itself answers, so that the next one may stop."""
    wait_until(
        lambda: answers(f"http://{instance.address_of(name)}/health/live"),
        f"the answer of {name}",
        seconds=240,
        remedy=f"It says:\n{supervision.log_tail(instance, name)}",
    )


def _translate_scripts(instance: Instance) -> None:
    """The texts of CKAN's own scripts (upload and slug fields of the officers' forms), from the same message catalogues."""
    sources = stamps.digest([environment.LOCK, environment.TRANSLATIONS])
    if not stamps.is_current(instance, "scripts", sources):
        ckan(instance, ["translation", "js"])
        stamps.keep(instance, "scripts", sources)


def ensure_admin(instance: Instance, secrets: Secrets) -> None:
    """The first administrator, made once; a password that was changed later is left alone."""
    if stamps.is_current(instance, "admin", "made"):
        return
    if "name=admin" not in ckan(instance, ["user", "list"]).split():
        ckan(instance, ["user", "add", "admin", f"password={secrets['admin']}", "email=admin@binhduong.example"])
    ckan(instance, ["sysadmin", "add", "admin"])
    stamps.keep(instance, "admin", "made")


def dev(instance: Instance) -> int:
    """The portal with CKAN's own development server in place of the web processes, in this terminal: it reloads when code changes.

    nginx, the worker and the services stay those of `make up`; the next `make up` starts the web processes again.
    """
    up(instance)
    secrets = settings.ensure_secrets(instance)
    supervision.stop(instance, secrets, "web")
    say("CKAN's development server; Ctrl-C ends it, `make up` brings the web processes back")
    host, port = instance.address_of("web").split(":")
    return ckan_in_place(instance, ["run", "--host", host, "--port", port])


def down(instance: Instance) -> None:
    """Stop every process of the instance; nothing is lost."""
    secrets = settings.ensure_secrets(instance) if (instance.var / "secrets.json").exists() else None
    if secrets is None or not supervision.is_running(instance, secrets):
        say("nothing runs here")
        return
    supervision.stop_all(instance, secrets)
    say("stopped; `make up` brings everything back")
