"""Two web groups behind nginx: readers notice neither a killed one nor an upgrade. On the live portal of `make test`."""

from __future__ import annotations

import os
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from stack import settings
from stack.commands.portal import start_processes
from stack.instance import Instance, from_environment
from stack.services import supervision

pytestmark = pytest.mark.restarts_services

READS = ["/health/live", "/api/3/action/status_show", "/map", "/api/3/action/layer_list"]


@pytest.fixture
def instance(portal_url: str) -> Instance:
    """The instance whose portal runs."""
    return from_environment()


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def _reader(url: str) -> Iterator[list[tuple[str, int]]]:
    """One reader who reads page after page; gives what he was answered."""
    answers: list[tuple[str, int]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(0.05):
            path = READS[len(answers) % len(READS)]
            answers.append((path, _status(url + path)))

    thread = threading.Thread(target=read)
    thread.start()
    yield answers
    stop.set()
    thread.join(60)


def _wait_until(condition) -> None:
    for _ in range(600):
        if condition():
            return
        threading.Event().wait(0.2)
    pytest.fail("it did not come to that")


@pytest.mark.parametrize("name", supervision.WEB)
def test_a_killed_web_group_is_not_noticed(instance: Instance, portal_url: str, name: str):
    """kill -9 on the parent of one group: every read before, during and after its restart is answered."""
    secrets = settings.ensure_secrets(instance)
    info = supervision._rpc(instance, secrets).supervisor.getProcessInfo
    before = int(info(name)["pid"])
    with _reader(portal_url) as answers:
        _wait_until(lambda: len(answers) >= 4)
        os.killpg(before, signal.SIGKILL)
        _wait_until(lambda: int(info(name)["pid"]) not in (0, before))
        _wait_until(lambda: _status(f"http://{instance.address_of(name)}/health/live") == 200)
    assert [answer for answer in answers if answer[1] != 200] == []


def test_an_upgrade_fails_no_read(instance: Instance, portal_url: str):
    """`make up` on changed code restarts the groups in turn and has nginx read its configuration anew."""
    secrets = settings.ensure_secrets(instance)
    info = supervision._rpc(instance, secrets).supervisor.getProcessInfo
    before = {name: info(name)["pid"] for name in supervision.PORTAL}
    for name in supervision.PORTAL:
        (instance.var / f".done-{name}").unlink(missing_ok=True)
    with _reader(portal_url) as answers:
        start_processes(instance, secrets)
        _wait_until(lambda: len(answers) >= 8)
    after = {name: info(name)["pid"] for name in supervision.PORTAL}
    assert {name for name in supervision.PORTAL if before[name] == after[name]} == {"nginx"}
    assert [answer for answer in answers if answer[1] != 200] == []
