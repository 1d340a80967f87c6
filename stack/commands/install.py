"""Install what all instances share."""

from __future__ import annotations

import fcntl
import os

from stack.install import environment, lighthouse, packages
from stack.instance import TOOLS, Instance
from stack.services import solr

__all__ = ["install"]


def install(instance: Instance, *, testing: bool = False, backups: bool = False) -> None:
    """System packages, the Python environment, Solr's jars: what all instances share, so one installs at a time."""
    packages.ensure(packages.RUNTIME + (packages.TESTING if testing else ()) + (packages.BACKUPS if backups else ()))
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment.ensure_python()
        environment.ensure_translations()
        environment.ensure_compiled()
        solr.ensure_jars()
        if testing:
            lighthouse.ensure_lighthouse()
    if os.geteuid() == 0:
        environment.ensure_user(instance.var)
