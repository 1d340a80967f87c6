"""Tests in several processes (pytest-xdist): each has databases of its own; what must not run side by side does not."""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from stack import instance, settings, testbed
from stack.shell import Problem
from tests import databases

# Long groups first, so that no process ends long before the others: the live portal, then what is published in each test.
FIRST = ("portal", "tests/releases", "tests/exports", "tests/ingest", "tests/comparisons")
SERVICES = "restarts_services"


def configure(config: pytest.Config) -> None:
    """Make the databases of this process anew and name them to CKAN's plugin for pytest, which reads them when the session starts."""
    if not config.pluginmanager.hasplugin("ckan") or config.option.collectonly or not config.option.ckan_ini:
        return
    if config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        # This process hands tests out and runs none: it does without the seconds that CKAN takes to start.
        config.pluginmanager.unregister(name="ckan")
        return
    here = instance.from_environment()
    try:
        config.option.ckan_ini = str(testbed.renew(here, settings.ensure_secrets(here), _number(config)))
    except Problem as problem:
        pytest.exit(f"{problem.reason}\n→ {problem.remedy}", returncode=3)
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(_Turns(here.var / "run"))


def _number(config: pytest.Config) -> int:
    """0 for a run in one process, else 1, 2, …; a process that replaces a dead one has the next number. The last is left to a test."""
    worker: str = getattr(config, "workerinput", {"workerid": ""})["workerid"]
    return int(worker.removeprefix("gw")) % (testbed.MOST_SETS - 1) + 1 if worker else 0


def group(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a module together (they share its fixtures), and all that ask the one live portal; long groups first."""
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    # Those that kill services come last in their group: while one has its turn nobody else works, so nothing else should be left to do.
    items.sort(key=lambda item: (_rank(_group_of(item)), item.get_closest_marker(SERVICES) is not None))


def _rank(name: str) -> int:
    return next((rank for rank, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))


def _group_of(item: pytest.Item) -> str:
    return "portal" if _is_live(item) else item.nodeid.partition("::")[0]


def _is_live(item: pytest.Item) -> bool:
    return "portal_url" in getattr(item, "fixturenames", ())


class _Turns:
    """A test that kills a service waits until no other process is within a module, and the others wait for its end.

    Locks on two files: who uses the services holds ``lock`` with others; who kills them holds it alone. ``gate`` lets the one who wants
    it alone stop newcomers.
    """

    def __init__(self, folder: Path) -> None:
        self.gate, self.lock = ((folder / f"tests.{name}").open("w") for name in ("gate", "lock"))
        self.holds = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> object:
        """Take a turn for a test and keep it until its module's last test: connections of a module's fixtures must live as long."""
        alone = item.get_closest_marker(SERVICES) is not None
        if alone or not self.holds:
            self._take(fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        try:
            return (yield)
        finally:
            stays = nextitem and not alone and not _is_live(item) and nextitem.path == item.path
            if not stays or nextitem.get_closest_marker(SERVICES):
                databases.let_go()
                fcntl.flock(self.lock, fcntl.LOCK_UN)
                self.holds = False

    def _take(self, kind: int) -> None:
        fcntl.flock(self.gate, fcntl.LOCK_EX)
        fcntl.flock(self.lock, kind)
        fcntl.flock(self.gate, fcntl.LOCK_UN)
        self.holds = True


def start_portal() -> str:
    """Start the portal of this instance unless it runs as the code is now, and return its address; one process does it, the others wait."""
    here = instance.from_environment()
    with (here.var / "run" / "tests.portal").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run([instance.ROOT / "bin" / "portal", "up"], capture_output=True, text=True, check=False, env=os.environ)
    if done.returncode:
        pytest.fail(f"the portal does not start:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return here.local_url
