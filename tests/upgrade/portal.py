"""An instance as this folder's programs reach it: its command line, its addresses, its databases, its queue, its supervisor."""

from __future__ import annotations

import json
import os
import subprocess
import time
import xmlrpc.client
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from redis import Redis

__all__ = ["HERE", "ROOT", "USER", "Portal", "as_user"]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
USER = "binhduong"
"""The ordinary user that ``bin/portal`` changes to when root calls it."""

_OFFSETS = {"postgres": 2, "redis": 4, "supervisor": 5}
"""What is added to ``PORTAL_PORT``, as ``stack/instance.py`` has it."""

QUEUE = "ckan:binhduong:default"


def as_user() -> list[str]:
    """Return the words before a command that must run as the owner of an instance's folder; none when we are no root."""
    return ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups"] if os.geteuid() == 0 else []


@dataclass(frozen=True)
class Portal:
    """One instance: its folder, its first port, and the API tokens of its users (name → token)."""

    var: Path
    port: int
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> dict[str, str]:
        """The instance's own secrets."""
        return json.loads((self.var / "secrets.json").read_text())

    @property
    def environment(self) -> dict[str, str]:
        """The variables that name the instance, for any command."""
        return {**os.environ, "PORTAL_VAR": str(self.var), "PORTAL_PORT": str(self.port), "PORTAL_HOST": "127.0.0.1"}

    def command(self, *words: str) -> str:
        """Run ``bin/portal`` and return what it printed."""
        return subprocess.run(
            [str(ROOT / "bin" / "portal"), *words], env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def up(self) -> None:
        """Start the whole portal, in up to three tries: on a busy machine ``make up`` gives up waiting before the portal answers."""
        for _ in range(2):
            try:
                self.command("up")
                return
            except subprocess.CalledProcessError:
                print("make up again", flush=True)
        self.command("up")

    def psql(self, database: str, script: str) -> str:
        """Run SQL as the superuser; the first error ends it. Return the rows, a line each, columns separated by ``|``."""
        words = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", database]
        result = subprocess.run([*words, "-f", "-"], env=self.postgres, input=script, check=True, stdout=subprocess.PIPE, text=True)
        return result.stdout

    @property
    def postgres(self) -> dict[str, str]:
        """The variables with which PostgreSQL's programs find the cluster as its superuser."""
        address = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port + _OFFSETS["postgres"]), "PGUSER": "postgres"}
        return {**os.environ, **address, "PGPASSWORD": self.secrets["postgres"], "PGOPTIONS": "-c client_min_messages=warning"}

    def redis(self) -> Redis:
        """Connect to the instance's queue."""
        return Redis(port=self.port + _OFFSETS["redis"], password=self.secrets["redis"])

    def stop(self, process: str) -> None:
        """Stop one process of the instance, by its supervisor."""
        address = f"http://portal:{self.secrets['supervisor']}@127.0.0.1:{self.port + _OFFSETS['supervisor']}/RPC2"
        xmlrpc.client.ServerProxy(address).supervisor.stopProcess(process)

    def get(self, path: str, user: str = "") -> requests.Response:
        """Ask for an address of the portal, as a user or as nobody."""
        return requests.get(f"http://127.0.0.1:{self.port}{path}", headers=self._headers(user), timeout=120, allow_redirects=False)

    def act(self, action: str, user: str, upload: Path | None = None, **data: Any) -> Any:
        """Call an action by POST and return its result; ``upload`` goes in the field ``upload``, or ``image_upload`` for a picture."""
        address = f"http://127.0.0.1:{self.port}/api/3/action/{action}"
        if upload is None:
            answer = requests.post(address, json=data, headers=self._headers(user), timeout=120)
        else:
            name, kind = ("image_upload", "image/png") if upload.suffix == ".png" else ("upload", "application/octet-stream")
            file = {name: (upload.name, upload.read_bytes(), kind)}
            answer = requests.post(address, data=data, files=file, headers=self._headers(user), timeout=120)
        if not answer.ok:
            raise RuntimeError(f"{action} answers {answer.status_code}: {answer.text[:2000]}")
        return answer.json()["result"]

    def _headers(self, user: str) -> dict[str, str]:
        return {"Authorization": self.tokens[user]} if user else {}

    def wait_idle(self, patience: float = 900.0) -> None:
        """Wait until the worker has nothing to do but its regular jobs, and nothing is left that a job is to do.

        Raises:
            TimeoutError: when that does not come about; says what is left.
        """
        wait_until(lambda: not self.left(), patience, self.left)

    def failed_jobs(self) -> list[str]:
        """Name the jobs that ended in an error."""
        return [job.decode() for job in self.redis().zrange(f"rq:failed:{QUEUE}", 0, -1)]

    def left(self) -> list[str]:
        """Name what is still to be done: jobs, releases, files, summaries."""
        redis = self.redis()
        jobs = [*redis.lrange(f"rq:queue:{QUEUE}", 0, -1), *redis.zrange(f"rq:wip:{QUEUE}", 0, -1)]
        soon = [job for job in redis.zrange(f"rq:scheduled:{QUEUE}", 0, -1) if not job.startswith(b"binhduong-releases-")]
        rows = self.psql(
            "ckan",
            "SELECT 'release ' || id FROM binhduong_release WHERE state IN ('pending', 'running') "
            "UNION ALL SELECT 'export ' || id FROM binhduong_export WHERE state = 'pending' "
            "UNION ALL SELECT 'summary ' || id FROM binhduong_release WHERE state = 'published' AND kind <> 'other' AND summary IS NULL",
        )
        return [*(job.decode() for job in [*jobs, *soon]), *rows.splitlines()]


def wait_until(done: Callable[[], bool], patience: float, what: Callable[[], object]) -> None:
    """Ask once a second until something is so.

    Raises:
        TimeoutError: after ``patience`` seconds, with what ``what`` says.
    """
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"still to be done after {patience:.0f} s: {what()}")
        time.sleep(1)
