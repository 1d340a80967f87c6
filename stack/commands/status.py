"""What runs, what the portal says of itself, and the logs."""

from __future__ import annotations

import os
import urllib.error
import urllib.request

from stack import settings
from stack.instance import PORT_OFFSETS, Instance
from stack.services import supervision
from stack.shell import say

__all__ = ["answers", "logs", "status"]


def status(instance: Instance) -> int:
    """Print the processes and what the portal says of its dependencies; 0 when all is well."""
    secrets = settings.ensure_secrets(instance) if (instance.var / "secrets.json").exists() else None
    if secrets is None or not supervision.is_running(instance, secrets):
        say("down (`make up` starts it)")
        return 1
    found = supervision.states(instance, secrets)
    for name in supervision.PROCESSES:
        print(
            f"{name:10} {found[name].lower():10} 127.0.0.1:{instance.port_of(name)}"
            if name in PORT_OFFSETS
            else f"{name:10} {found[name].lower()}"
        )
    print(_read(f"{instance.local_url}/health/ready").strip())
    return 0 if answers(f"{instance.local_url}/health/ready") else 1


def logs(instance: Instance) -> None:
    """Follow all logs of the instance until interrupted."""
    files = [str(instance.log_dir / f"{name}.log") for name in (*supervision.PROCESSES, "supervisor", "access")]
    os.execvp("tail", ["tail", "-n", "20", "-F", *files])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _read(url: str) -> str:
    """The body of an answer, of an error answer too."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except (urllib.error.URLError, OSError):
        return "the portal does not answer"
