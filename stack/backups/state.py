"""What became of the last backup, drill and look at the archive: one file that health, metrics and `make status` read."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stack.backups.folder.place import write_whole
from stack.instance import Instance
from stack.shell import Problem

__all__ = ["now", "read_state", "reason_of", "record"]


def now() -> str:
    """The time, as it stands in manifests and states (UTC, seconds)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _file(instance: Instance) -> Path:
    return instance.var / "backup-state.json"


def read_state(instance: Instance) -> dict[str, Any]:
    """What is recorded: by kind (`set`, `backup`, `drill`, `archive`) the time, whether it went well, and its figures."""
    path = _file(instance)
    return json.loads(path.read_text()) if path.exists() else {}


def record(instance: Instance, kind: str, ok: bool, **figures: Any) -> None:
    """Record an outcome. The time of the last success stays beside a failure."""
    handle = os.open(instance.var, os.O_RDONLY)
    try:
        # The keeper records what it sees while a backup or a drill ends.
        fcntl.flock(handle, fcntl.LOCK_EX)
        state = read_state(instance)
        before = state.get(kind, {})
        at = now()
        state[kind] = {"at": at, "ok": ok, "succeeded": at if ok else before.get("succeeded"), **figures}
        write_whole(_file(instance), json.dumps(state, indent=1, ensure_ascii=False).encode())
    finally:
        os.close(handle)


def reason_of(error: BaseException) -> str:
    """What is recorded of a failure: the English line of a problem, else the kind of error."""
    return error.reason.splitlines()[-1].strip() if isinstance(error, Problem) else type(error).__name__
