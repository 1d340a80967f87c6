"""Tests in several processes (pytest-xdist): each has databases of its own; what must not run side by side stays in one of them."""

from __future__ import annotations

import pytest

from stack import instance, settings, testbed
from stack.shell import Problem


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


def _number(config: pytest.Config) -> int:
    """0 for a run in one process, else 1, 2, …; a process that replaces a dead one has the next number."""
    worker: str = getattr(config, "workerinput", {"workerid": ""})["workerid"]
    return int(worker.removeprefix("gw")) + 1 if worker else 0


def group(items: list[pytest.Item]) -> None:
    """Keep the tests of a module together (they share its fixtures), and all that ask the one live portal."""
    for item in items:
        live = "portal_url" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("portal" if live else item.nodeid.partition("::")[0]))
