"""CKAN's command line on an instance, and the environment that every Python process of it gets."""

from __future__ import annotations

import os
import subprocess

from stack.install import environment
from stack.instance import VENV, Instance
from stack.shell import run

__all__ = ["ckan", "ckan_in_place", "python_environment"]


def ckan(instance: Instance, words: list[str]) -> str:
    """Run CKAN's command line on the instance and return what it printed."""
    return run([VENV / "bin" / "ckan", "-c", instance.ckan_ini, *words], env=python_environment(instance))


def ckan_in_place(instance: Instance, words: list[str]) -> int:
    """CKAN's command line with this terminal."""
    environment.refuse_root()
    command = [VENV / "bin" / "ckan", "-c", instance.ckan_ini, *words]
    return subprocess.run([str(word) for word in command], env={**os.environ, **python_environment(instance)}, check=False).returncode


def python_environment(instance: Instance) -> dict[str, str]:
    """Whatever Python writes beside the code goes into the instance: the project's folder may not be ours to write to."""
    return {
        "PYTHONPYCACHEPREFIX": str(instance.var / "pycache"),
        "PYTHONDONTWRITEBYTECODE": "",  # a machine that forbids it would have CKAN compiled anew, 3 s, in every process
        "TMPDIR": str(instance.var / "tmp"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(instance.var / "hypothesis"),
        "PROJ_NETWORK": "OFF",
        "PORTAL_VAR": str(instance.var),
        "CKAN_INI": str(instance.ckan_ini),
    }
