"""The tests and the benchmarks, on an instance's services."""

from __future__ import annotations

import os
import subprocess

from stack import testbed
from stack.commands.ckan_command import python_environment
from stack.commands.services import services
from stack.instance import ROOT, VENV, Instance

__all__ = ["bench", "test"]


def test(instance: Instance, arguments: list[str]) -> int:
    """pytest with CKAN's fixtures on databases of the instance's services; its portal is started by the tests that need one."""
    secrets = services(instance)
    testbed.ensure_template(instance, secrets, python_environment(instance))
    command = [VENV / "bin" / "python", "-m", "pytest", f"--ckan-ini={instance.test_ini}", *arguments]
    test_environment = {**os.environ, **python_environment(instance), "PORTAL_ADMIN_PASSWORD": secrets["admin"]}
    return subprocess.run([str(word) for word in command], env=test_environment, cwd=ROOT, check=False).returncode


def bench(instance: Instance, names: list[str]) -> int:
    """The benchmarks, all or those named, on this instance's services and test databases."""
    secrets = services(instance)
    testbed.ensure_template(instance, secrets, python_environment(instance))
    testbed.renew(instance, secrets, 0)
    command = [VENV / "bin" / "python", "-m", "benchmarks", "--ini", instance.test_ini, *names]
    environment_ = {**os.environ, **python_environment(instance)}
    return subprocess.run([str(word) for word in command], env=environment_, cwd=ROOT, check=False).returncode
