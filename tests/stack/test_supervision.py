"""A killed process is back in seconds, on the running portal."""

from __future__ import annotations

import os
import signal
import threading
import time
import urllib.error
import urllib.request

import pytest

from stack import settings
from stack.instance import Instance, from_environment
from stack.services import supervision

pytestmark = pytest.mark.restarts_services


@pytest.fixture
def instance(portal_url: str) -> Instance:
    """The instance whose portal runs."""
    return from_environment()


def _pid(instance: Instance, name: str) -> int:
    information = supervision._rpc(instance, settings.ensure_secrets(instance)).supervisor.getProcessInfo(name)
    return int(information["pid"]) if information["statename"] == "RUNNING" else 0


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=10) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _has_processes(group: int) -> bool:
    """Whether a process group still has members (a killed server's orphaned workers)."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("name", ["worker", "nginx", "redis", "web", "web2", "postgres"])
def test_a_killed_process_is_back(instance: Instance, portal_url: str, name: str):
    """kill -9 on a process: within 60 s another one is in its place, nothing of the old one answers any more, and the portal is ready."""
    before = _pid(instance, name)
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while not ((now := _pid(instance, name)) and now != before and not _has_processes(before) and _ready(portal_url)):
        assert time.monotonic() < deadline, f"{name} is not back"
        threading.Event().wait(0.3)
    assert _pid(instance, name) == now
