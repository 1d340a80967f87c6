"""The supervised process that makes backups and drills when they are due, and looks at the archive every minute.

Not a job of the portal's worker: backups wait for no queue. What is due follows from when it was last done, so that a
machine that was off catches up.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from stack import settings
from stack.backups.folder import contents
from stack.backups.folder.place import Settings, configured
from stack.backups.state import read_state, reason_of, record
from stack.instance import ROOT, Instance, from_environment
from stack.services import database
from stack.settings import Secrets
from stack.shell import Problem

__all__ = ["DUE", "due", "main", "watch"]

_LOOK_EVERY = 60.0
# An attempt that failed is not made again at once.
_PAUSE = timedelta(hours=1)
DUE = {"backup": timedelta(days=1), "drill": timedelta(days=7)}
"""How often each is done."""
# Backups are made at night (Vietnam's), drills an hour later; one that is a whole night late is made at any hour.
_NIGHT = {"backup": (18, 23), "drill": (19, 23)}
_LATE = timedelta(hours=12)


def due(state: dict[str, Any], now: datetime) -> str:
    """What is to be done now: "backup", "drill" or "" (one thing at a time, a backup before its drill)."""
    for kind, every in DUE.items():
        last = state.get(kind, {})
        if last and now - datetime.fromisoformat(last["at"]) < _PAUSE:
            continue
        succeeded = last.get("succeeded")
        begin, end = _NIGHT[kind]
        at_night = begin <= now.hour < end
        if succeeded is None:
            # Never done: a backup at once, a drill in the first night that has something to restore.
            if kind == "backup" or (at_night and state.get("backup", {}).get("succeeded")):
                return kind
            continue
        age = now - datetime.fromisoformat(succeeded)
        # A night's turn may come a little earlier than the last: the hours move otherwise.
        if age >= every + _LATE or (age >= every - timedelta(hours=4) and at_night):
            return kind
    return ""


def watch(instance: Instance, secrets: Secrets, known: Settings) -> None:
    """Look whether the log is archived, copy files that an upload could not copy, and record both."""
    try:
        waiting, failed = database.psql(instance, secrets, "postgres", _ARCHIVER).strip().split("|")
        copied = contents.copy_new_contents(instance.var / "storage", known.place)
    except (Problem, OSError) as error:
        record(instance, "archive", ok=False, reason=reason_of(error))
        return
    record(instance, "archive", ok=failed == "f", waiting=int(waiting), copied_late=copied)


# How many segments wait, and whether the last attempt failed.
_ARCHIVER = """
SELECT (SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'),
       coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)
FROM pg_stat_archiver
"""


def main() -> None:
    """Until SIGTERM: look, and start what is due as the command that an operator would type."""
    instance = from_environment()
    while True:
        secrets = settings.ensure_secrets(instance)
        known = configured(instance)
        if known and database.is_ready(instance):
            watch(instance, secrets, known)
            if kind := due(read_state(instance), datetime.now(UTC)):
                words = {"backup": ["backup"], "drill": ["backup", "drill"]}[kind]
                print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S} {kind}", flush=True)
                subprocess.run([sys.executable, "-B", "-m", "stack", *words], cwd=ROOT, check=False)
        time.sleep(_LOOK_EVERY)


if __name__ == "__main__":
    main()
