"""PostgreSQL's recovery in an instance that nothing else runs in: up to a backup's point, where it is compared, then further."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from stack.backups.database import base_backup
from stack.backups.folder.manifest import Manifest
from stack.backups.folder.place import Place
from stack.backups.messages import problem
from stack.install.packages import bin_dir
from stack.instance import ROOT, Instance
from stack.services import database
from stack.settings import Secrets
from stack.shell import Problem, wait_until

__all__ = ["compare_at_the_point", "recover"]

_PATIENCE = 3600.0


def _settings(place: Place, target: dict[str, str]) -> list[str]:
    script = ROOT / "stack" / "backups" / "wal_archive.py"
    given = {
        "restore_command": f'/usr/bin/python3 -B "{script}" get "{place.wal}" "%f" "%p"',
        "archive_mode": "off",
        "hot_standby": "on",
        "recovery_target_timeline": "latest",
        **target,
    }
    return [word for name, value in given.items() for word in ("-c", f"{name}={value}")]


@contextmanager
def _server(instance: Instance, place: Place, target: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """PostgreSQL alone, recovering towards a target; stopped at the end."""
    data = instance.var / "postgres"
    words = [bin_dir() / "postgres", "-D", data, "-c", f"config_file={instance.var / 'postgresql.conf'}", *_settings(place, target)]
    with _log(instance).open("wb") as log:
        process = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _log(instance: Instance) -> Path:
    return instance.log_dir / "restore.log"


def _await(instance: Instance, process: subprocess.Popen[bytes], secrets: Secrets, question: str, target: str) -> None:
    """Until a question is answered by true. Raises Problem when PostgreSQL ends before."""

    def answered() -> bool:
        if process.poll() is not None:
            raise _reason(instance, target)
        try:
            return database.is_ready(instance) and database.psql(instance, secrets, "postgres", question).strip() == "t"
        except Problem:
            return False

    wait_until(answered, "PostgreSQL's recovery", seconds=_PATIENCE, remedy=f"Read {_log(instance)}")


def _reason(instance: Instance, target: str) -> Problem:
    text = _log(instance).read_text(errors="replace")
    if "recovery ended before configured recovery target was reached" in text:
        return problem("not-reached", target=target)
    fatal = re.findall(r"(?:FATAL|PANIC): +(.*)", text)
    return problem("recovery", log="\n".join(fatal[-3:] or text.splitlines()[-5:]))


def compare_at_the_point(instance: Instance, secrets: Secrets, place: Place, known: Manifest) -> list[str]:
    """Recover up to the backup's point and return the tables that are not as they were counted there."""
    target = {"recovery_target_lsn": known.point, "recovery_target_inclusive": "off", "recovery_target_action": "pause"}
    with _server(instance, place, target) as process:
        paused = "SELECT pg_get_wal_replay_pause_state() = 'paused'"
        _await(instance, process, secrets, paused, known.point)
        with base_backup.sessions(instance, secrets) as opened:
            found = base_backup.counted(opened)
    return [
        _difference(table, known.tables.get(table), found.get(table))
        for table in sorted({*known.tables, *found})
        if known.tables.get(table) != found.get(table)
    ]


def _difference(table: str, before: list[int | str] | None, after: list[int | str] | None) -> str:
    if before is None or after is None:
        return f"{table} ({'only in the restored database' if before is None else 'missing'})"
    return f"{table} ({before[0]} → {after[0]} rows{', other contents' if before[0] == after[0] else ''})"


def recover(instance: Instance, secrets: Secrets, place: Place, known: Manifest, at: datetime | None, *, to_the_point: bool) -> str:
    """Go on to a moment, to the backup's point or to the end of the log; return the time of the last transaction (UTC, "" when unknown)."""
    target = {"recovery_target_action": "promote"}
    if to_the_point:
        target |= {"recovery_target_lsn": known.point, "recovery_target_inclusive": "off"}
    elif at:
        target |= {"recovery_target_time": at.isoformat(sep=" ")}
    with _server(instance, place, target) as process:
        _await(instance, process, secrets, "SELECT NOT pg_is_in_recovery()", str(at or known.point))
        last = database.psql(instance, secrets, "postgres", "SELECT pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC'; CHECKPOINT")
    return last.strip().partition(".")[0]
