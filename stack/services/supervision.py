"""The supervisor of an instance, through its own RPC interface."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import xmlrpc.client
from pathlib import Path
from typing import Any

from stack.instance import VENV, Instance
from stack.settings import Secrets
from stack.shell import Problem, wait_until

SERVICES = ("postgres", "redis", "solr")
WEB = ("web", "web2")
PORTAL = (*WEB, "worker", "nginx", "backup", "metrics")
PROCESSES = (*SERVICES, *PORTAL)
_UNREACHABLE = (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError)


def _rpc(instance: Instance, secrets: Secrets) -> Any:
    return xmlrpc.client.ServerProxy(f"http://portal:{secrets['supervisor']}@127.0.0.1:{instance.port_of('supervisor')}/RPC2")


def is_running(instance: Instance, secrets: Secrets) -> bool:
    """Whether this instance's own supervisor answers (another program on its port does not know the password)."""
    try:
        return _rpc(instance, secrets).supervisor.getIdentification() == "binhduong"
    except _UNREACHABLE:
        return False


def ensure_supervisor(instance: Instance, secrets: Secrets) -> None:
    """Start the supervisor, or have a running one read its changed configuration."""
    if is_running(instance, secrets):
        _reread(instance, secrets)
        return
    configuration = instance.var / "supervisord.conf"
    with (instance.log_dir / "supervisor.log").open("a") as log:
        subprocess.run([VENV / "bin" / "supervisord", "-c", configuration], stdout=log, stderr=log, check=False, start_new_session=True)
    wait_until(
        lambda: is_running(instance, secrets),
        "the supervisor's start",
        seconds=20,
        remedy=f"Read {relative(instance.log_dir / 'supervisor.log')}",
    )


def _reread(instance: Instance, secrets: Secrets) -> None:
    """Add new programs and replace the services whose definition changed; they are started again by the caller.

    The portal's own processes are replaced when they are restarted, in turn.
    """
    supervisor = _rpc(instance, secrets).supervisor
    added, changed, _ = supervisor.reloadConfig()[0]
    for name in added:
        supervisor.addProcessGroup(name)
    for name in set(changed) & set(SERVICES):
        _replace(supervisor, name)


def _replace(supervisor: Any, name: str) -> None:
    """Let a program's new definition take the old one's place; it is stopped then."""
    supervisor.stopProcessGroup(name)
    supervisor.removeProcessGroup(name)
    supervisor.addProcessGroup(name)


def start(instance: Instance, secrets: Secrets, name: str) -> None:
    """Start a process that is not running; a Problem with the end of its log when it does not stay up."""
    supervisor = _rpc(instance, secrets).supervisor
    if supervisor.getProcessInfo(name)["statename"] in ("RUNNING", "STARTING"):
        return
    try:
        supervisor.startProcess(name, True)
    except xmlrpc.client.Fault as fault:
        if "ALREADY_STARTED" not in fault.faultString:
            raise Problem(
                f"{name} does not start:\n{log_tail(instance, name)}", "Correct what its log says, then run `make up` again."
            ) from None


def stop(instance: Instance, secrets: Secrets, name: str) -> None:
    """Stop a process if it runs."""
    if states(instance, secrets)[name] in ("RUNNING", "STARTING"):
        _rpc(instance, secrets).supervisor.stopProcess(name, True)


def restart(instance: Instance, secrets: Secrets, name: str) -> None:
    """Stop a process if it runs, then start it as it is defined now."""
    supervisor = _rpc(instance, secrets).supervisor
    if name in supervisor.reloadConfig()[0][1]:
        _replace(supervisor, name)
    else:
        stop(instance, secrets, name)
    start(instance, secrets, name)


def reload(instance: Instance, secrets: Secrets, name: str) -> None:
    """Have a process read its configuration anew (SIGHUP) without closing a connection; start it if it does not run."""
    supervisor = _rpc(instance, secrets).supervisor
    if states(instance, secrets)[name] == "RUNNING" and name not in supervisor.reloadConfig()[0][1]:
        supervisor.signalProcess(name, "HUP")
    else:
        restart(instance, secrets, name)


def states(instance: Instance, secrets: Secrets) -> dict[str, str]:
    """Each process's state as the supervisor names it (RUNNING, STOPPED, BACKOFF, FATAL …)."""
    return {info["name"]: info["statename"] for info in _rpc(instance, secrets).supervisor.getAllProcessInfo()}


def stop_all(instance: Instance, secrets: Secrets) -> None:
    """Stop every process, those that use the services first, then the supervisor itself."""
    supervisor = _rpc(instance, secrets).supervisor
    running = states(instance, secrets)
    for name in reversed(PROCESSES):
        if running.get(name) in ("RUNNING", "STARTING", "BACKOFF"):
            supervisor.stopProcess(name, True)
    pid = int(supervisor.getPID())
    os.kill(pid, signal.SIGTERM)
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), "the supervisor's end", seconds=30, remedy="Run `make down` again.")


def log_tail(instance: Instance, name: str, lines: int = 15) -> str:
    """The end of a process's log."""
    path = instance.log_dir / f"{name}.log"
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else "(it said nothing)"


def relative(path: Path) -> str:
    """A path as a person at the repository's root would type it."""
    return os.path.relpath(path)
