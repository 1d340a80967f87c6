"""The drill: the newest backup restored beside the portal, compared in everything, and removed; its result is recorded.

It reads the instance's own secrets instead of opening the backup's: their key is not on this machine.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from pathlib import Path

from stack.backups.folder.place import Settings, alone
from stack.backups.messages import problem
from stack.backups.restore import Restored, choose, restore
from stack.backups.state import reason_of, record
from stack.commands.portal import down
from stack.instance import PORT_OFFSETS, Instance
from stack.services import database
from stack.settings import Secrets
from stack.shell import Problem, say

__all__ = ["drill", "free_instance"]

_STEP = 10
_TRIES = 200


def drill(instance: Instance, secrets: Secrets, settings: Settings) -> Restored:
    """Restore the newest backup to its point and compare. Raises Problem naming what differs or fails; the result is recorded."""
    with alone(instance.log_dir):
        try:
            done = _drill(instance, secrets, settings)
        except BaseException as error:
            record(instance, "drill", ok=False, reason=reason_of(error))
            raise
        record(instance, "drill", ok=True, **asdict(done))
    say(f"{done.id}: {done.tables} tables, {done.files} files and {done.searches} searches are as they were; {done.seconds} s")
    return done


def _drill(instance: Instance, secrets: Secrets, settings: Settings) -> Restored:
    aside = free_instance(instance, "drill")
    say(f"drill in {aside.var}")
    _remove(aside)
    try:
        done = restore(aside, settings.place, choose(settings.place), lambda _: secrets, to_the_point=True)
    finally:
        _remove(aside)
    if done.differences:
        raise problem("different", differences="; ".join(done.differences[:10]))
    return done


def free_instance(instance: Instance, name: str) -> Instance:
    """An instance below another's folder on eleven ports that nothing listens on. Raises Problem when there are none."""
    for base in range(instance.port + _STEP, min(instance.port + _STEP * _TRIES, 65525), _STEP):
        if all(database.port_is_free("127.0.0.1", base + offset) for offset in PORT_OFFSETS.values()):
            return replace(instance, var=instance.var / name, port=base, host="127.0.0.1", url=f"http://127.0.0.1:{base}")
    raise Problem("no eleven ports in a row are free on this machine", "Stop what is not needed, or set PORTAL_PORT lower.")


def _remove(aside: Instance) -> None:
    """Stop and delete the drill's instance, whether an earlier drill was interrupted or this one has ended."""
    pid = aside.var / "run" / "supervisor.pid"
    if pid.exists():
        down(aside)
    shutil.rmtree(Path(aside.var), ignore_errors=True)
